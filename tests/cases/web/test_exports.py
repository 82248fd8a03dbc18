"""Lists as files: what they hold, in whose language, and that no spreadsheet runs what a Party wrote."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cases.exports import cells, lists, writers
from compliance.accounts.models import User
from tests.conftest import Answer, MakeRequest, at

TODAY = date(2026, 12, 1)
CSV, XLSX = "/secretariat/requests/export.csv", "/secretariat/requests/export.xlsx"


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    client.get("/secretariat/requests/")
    return client


def lines(answer: Any) -> list[list[str]]:
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_a_file_says_what_it_holds(desk: Client, make_request: MakeRequest, answer: Answer) -> None:
    late = make_request(sent_on=date(2026, 8, 15), subject="Late")
    answer(late, date(2026, 9, 1), approximate_date=date(2026, 11, 10))
    make_request(subject="Draft")
    found = lines(desk.get(CSV, {"work": "overdue", "overdue": "1", "region": "EUROPE"}))
    assert found[:8] == [
        ["Information requests", "CITES compliance desk"],
        ["As of", "Tuesday 1 December 2026"],
        ["Written at", "2026-12-01T11:00:00+01:00"],
        ["Written for", "Officer"],
        ["Where they stand", "A step is overdue"],
        ["Region", "Europe"],
        ["Overdue only", "Yes"],
        [],
    ]
    header, row = found[8:]
    held = dict(zip(header, row, strict=True))
    assert held["Reference"] == late.reference
    assert held["Date of the request"] == "2026-08-15"
    assert held["Reply received on"] == "2026-09-01"
    assert (held["Due"], held["Step"]) == ("2026-11-10", "Date given by the Party")
    assert held["Where it stands"] == "Overdue, 21 days"


def test_a_workbook_has_dates_as_dates(desk: Client, make_request: MakeRequest) -> None:
    make_request(sent_on=date(2026, 8, 15))
    make_request()
    answer = desk.get(XLSX, {"sort": "sent"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="requests-2026-12-01.xlsx"'
    book = load_workbook(BytesIO(answer.getvalue()))
    header, sent, draft = book.worksheets[0].iter_rows(values_only=True)
    at_column = header.index("Date of the request")
    assert (sent[at_column], draft[at_column]) == (datetime(2026, 8, 15), None)  # noqa: DTZ001  # a day
    assert book.worksheets[0].freeze_panes == "B2"
    assert ("Filters", "None") in list(book.worksheets[1].iter_rows(values_only=True))


@pytest.mark.parametrize("subject", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_cell_is_run(desk: Client, make_request: MakeRequest, subject: str) -> None:
    make_request(subject=subject)
    assert f"'{subject}" in lines(desk.get(CSV))[-1]
    sheet = load_workbook(BytesIO(desk.get(XLSX).getvalue())).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert f"'{subject}" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1", " =1", "=", "\x07=1"])
def test_what_a_spreadsheet_would_run_is_kept_from_it(text: str) -> None:
    marked = cells.marked(text)
    assert marked.startswith("'")
    assert cells.typed(marked) == text.replace("\x07", "")
    assert cells.typed(cells.marked(f"'{text}")) == f"'{text}".replace("\x07", "")


@pytest.mark.parametrize("text", ["a = 1", "'tis", "", "it's"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert cells.marked(text) == cells.typed(text) == text


def test_in_the_readers_language(desk: Client, officer: User, make_request: MakeRequest) -> None:
    User.objects.filter(pk=officer.pk).update(language="fr")
    make_request()
    assert "Partie de démonstration Alder" in lines(desk.get(CSV))[-1]


def test_a_search_that_a_spreadsheet_would_run(desk: Client) -> None:
    assert ["Words, or a reference", "'=1+1"] in lines(desk.get(CSV, {"q": "=1+1"}))


def test_filters_that_cannot_be_read_are_told_on_the_list(desk: Client) -> None:
    for url in (CSV, XLSX):
        answer = desk.get(url, {"sent_from": "2026-02-30"})
        assert answer.headers["Location"] == "/secretariat/requests/?sent_from=2026-02-30"


def test_those_that_were_chosen(desk: Client, make_request: MakeRequest) -> None:
    chosen, _other = make_request(subject="Chosen"), make_request(subject="Other")
    body = {"act": "export", "chosen": [str(chosen.pk)], "query": "sort=due"}
    assert "As a workbook" in desk.post("/secretariat/requests/together/", body).content.decode()
    found = lines(desk.post("/secretariat/requests/together/", body | {"kind": "csv"}))
    assert ["Chosen by hand", "Yes"] in found
    assert [line[4] for line in found if line and line[0].startswith("IR-")] == ["Chosen"]


@pytest.mark.parametrize(("kind", "url"), [("csv", CSV), ("xlsx", XLSX)])
def test_a_chunk_takes_as_many_queries_whatever_it_holds(
    desk: Client, make_request: MakeRequest, kind: str, url: str
) -> None:
    taken = []
    for many in (3, 22):
        for n in range(many):
            make_request(sent_on=date(2026, 6, 1) + timedelta(days=n))
        with CaptureQueriesContext(connection) as queries:
            answer = desk.get(url, {"sort": "reference"})
            held = lines(answer) if kind == "csv" else answer.getvalue()
        assert held
        taken.append(len(queries))
    assert taken[0] == taken[1]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_all_chunks_come_one_after_the_other(
    desk: Client, make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Of seven requests no chunk of two is read before the one before it was written."""
    monkeypatch.setattr(lists, "CHUNK", 2)
    made = [make_request(sent_on=date(2026, 6, 1) if n % 2 else None).reference for n in range(7)]
    answer = desk.get(f"/secretariat/requests/export.{kind}", {"sort": "due"})
    parts, taken = iter(answer.streaming_content), b""
    with CaptureQueriesContext(connection) as queries:
        while not any(one.encode() in taken for one in made):
            taken += next(parts)
        begun = len(queries)
        taken += b"".join(parts)
    assert begun < len(queries) / 2
    assert all(taken.count(one.encode()) == 1 for one in made)


def test_a_workbook_says_where_it_was_cut(
    desk: Client, make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "MOST_LINES_OF_A_SHEET", 2)
    for _n in range(3):
        make_request()
    book = load_workbook(BytesIO(desk.get(XLSX).getvalue()))
    assert book.worksheets[0].max_row == 3
    assert "Only the first 2 rows are here" in str(list(book.worksheets[1].values)[-1])
