"""The whole portfolio as files: the sheets and columns that an import reads, and nothing else in them."""

from __future__ import annotations

import csv
import io
import stat
import uuid
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from openpyxl import load_workbook

from cases.models import InformationRequest
from cases.services import assessments, matter_stages
from compliance.accounts.models import User
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

SENT, TODAY = date(2026, 11, 30), date(2027, 1, 15)


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def request_on_record(
    make_request: MakeRequest, make_matter: MakeMatter, answer: Answer, officer: User
) -> InformationRequest:
    request = make_request(sent_on=SENT, matter=make_matter(brought=date(2026, 3, 2)), subject="=1+1")
    submission = answer(request, date(2026, 12, 20), information="COMPLETE", text="Ten.\nPermits.")
    assessments.assess(
        actor=actor_of(officer),
        submission=submission,
        verdict="ADEQUATE",
        reasons="All.",
        shared_with_party=False,
        at=at(date(2026, 12, 21)),
    )
    return request


def _archive(content: bytes) -> dict[str, list[dict[str, str]]]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(archive.read(name).decode(), newline=""))
            )
            for name in archive.namelist()
            if name.endswith(".csv")
        }


@pytest.mark.usefixtures("request_on_record")
def test_a_zip_holds_a_file_for_each_sheet(client: Client, officer: User) -> None:
    client.force_login(officer)
    sheets = _archive(client.get("/exports/portfolio.zip", {"columns": "codes"}).getvalue())
    assert list(sheets) == ["parties", "focal_points", "matters", "requests", "submissions", "assessments"]
    (request,), (submission,), (assessment,) = (
        sheets["requests"],
        sheets["submissions"],
        sheets["assessments"],
    )
    assert request | {"matter": "", "reference": ""} == {
        "reference": "",
        "party": "XA",
        "subject": "'=1+1",
        "questions": "Which permits were issued?",
        "rule_set": "SC78-DOC-37-ANNEX",
        "officer": "officer@desk.example",
        "matter": "",
        "follows": "",
        "sent_on": "2026-11-30",
        "withdrawn_on": "",
        "withdrawal_reason": "",
    }
    assert uuid.UUID(submission["key"]) == uuid.UUID(assessment["submission"])
    assert (submission["text"], submission["acknowledgement"]) == ("Ten.\nPermits.", "false")
    assert assessment["shared_with_party"] == "false"
    (matter,) = sheets["matters"]
    days = ("opened_on", "informed_on", "considered_on", "consulted_on", "brought_on")
    assert [matter[name] for name in days] == ["2026-01-05", *["2026-03-02"] * 4]
    assert matter["brought_because"] == "NO_RESPONSE"


def test_a_matter_tells_why_it_was_closed(client: Client, officer: User, make_matter: MakeMatter) -> None:
    matter_stages.close(
        actor=actor_of(officer),
        matter=make_matter(),
        because="UNFOUNDED",
        text="Nothing was found.",
        at=at(TODAY),
    )
    client.force_login(officer)
    (matter,) = _archive(client.get("/exports/portfolio.zip", {"columns": "codes"}).getvalue())["matters"]
    assert (matter["closed_because"], matter["closed_reason"]) == ("UNFOUNDED", "Nothing was found.")


@pytest.mark.usefixtures("request_on_record")
def test_the_command_writes_what_the_page_gives(client: Client, officer: User, tmp_path: Path) -> None:
    client.force_login(officer)
    file = tmp_path / "portfolio.xlsx"
    call_command("export_portfolio", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    book = load_workbook(file)
    assert book.sheetnames[-1] == "legend", "which an import passes over"
    page = load_workbook(io.BytesIO(client.get("/exports/portfolio.xlsx", {"columns": "codes"}).getvalue()))

    def cells(one: Any) -> dict[str, list[Any]]:
        return {sheet.title: list(sheet.values) for sheet in one.worksheets if sheet.title != "legend"}

    assert cells(book) == cells(page)
    assert [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ] == []


def test_the_command_writes_over_nothing(tmp_path: Path, db: None) -> None:
    file = tmp_path / "portfolio.zip"
    file.write_bytes(b"kept")
    with pytest.raises(CommandError, match="File exists"):
        call_command("export_portfolio", str(file))
    assert file.read_bytes() == b"kept"
    with pytest.raises(CommandError, match="neither"):
        call_command("export_portfolio", str(tmp_path / "portfolio.txt"))
