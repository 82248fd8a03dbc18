"""The pages of the import: from the template to the record, without scripts."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases.models import InformationRequest, Party, PortfolioImport
from cases.services.portfolio import columns
from compliance.accounts.models import User
from tests.cases.portfolio_files import as_csv, as_files, request_row
from tests.conftest import SetClock

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def desk(client: Client, supervisor: User, party: Party, set_clock: SetClock) -> Client:
    set_clock(NOW)
    client.force_login(supervisor)
    return client


def page(client: Client, name: str = "secretariat:imports", *arguments: object) -> str:
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_faults_to_the_record(desk: Client) -> None:
    bad = [request_row(1, sent_on="2027-02-01"), request_row(2, subject="")]
    answer = desk.post(reverse("secretariat:imports"), {"files": as_files(requests=bad)})
    first = PortfolioImport.objects.get()
    assert answer.headers["Location"] == reverse("secretariat:import", args=[first.pk])
    shown = page(desk, "secretariat:import", first.pk)
    assert "2 faults in the files" in shown
    assert "The date of the request is in the future." in shown
    listed = desk.get(reverse("secretariat:import_faults", args=[first.pk])).getvalue().decode("utf-8-sig")
    assert [row[2:5] for row in csv.reader(io.StringIO(listed))][1:] == [
        ["2", "sent_on", "2027-02-01"],
        ["3", "subject", ""],
    ]
    desk.post(reverse("secretariat:import_confirm", args=[first.pk]))
    assert not InformationRequest.objects.exists()

    good = [request_row(1), request_row(2, sent_on="2026-12-30", subject="<b>Bold</b>")]
    desk.post(reverse("secretariat:imports"), {"files": as_files(requests=good)})
    second = PortfolioImport.objects.order_by("pk").last()
    assert second is not None
    shown = page(desk, "secretariat:import", second.pk)
    assert "2 rows, no fault" in shown
    assert "Put 2 rows on record" in shown
    assert "&lt;b&gt;Bold&lt;/b&gt;" in shown
    assert "30 January 2027" in shown
    assert "Six months from the request of" in shown
    desk.post(reverse("secretariat:import_confirm", args=[second.pk]))
    shown = page(desk, "secretariat:import", second.pk)
    assert "2 rows went on record" in shown
    assert 'value="withdraw"' in shown
    assert InformationRequest.objects.count() == 2


def test_what_is_no_portfolio_is_told_in_words(desk: Client) -> None:
    for files, words in (
        ([], "Choose at least one file."),
        ([SimpleUploadedFile("portfolio.pdf", b"%PDF-1.4 %%EOF")], "comes as CSV or as an Excel workbook"),
        ([SimpleUploadedFile("requests.xlsx", b"reference,party")], "not what its ending says"),
    ):
        answer = desk.post(reverse("secretariat:imports"), {"files": files})
        assert answer.status_code == 200
        assert words in answer.content.decode()
    assert not PortfolioImport.objects.exists()
    latin = as_csv("requests", [request_row(1, subject="Éléphants")], encoding="windows-1252")
    desk.post(reverse("secretariat:imports"), {"files": [latin]})
    last = PortfolioImport.objects.order_by("pk").last()
    assert last is not None
    assert "not in UTF-8" in page(desk, "secretariat:import", last.pk)


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_csv_as_spreadsheets_write_it(desk: Client, separator: str, encoding: str) -> None:
    rows = [request_row(1, subject="Éléphants; ivoire, 2025", questions="One\nTwo")]
    desk.post(
        reverse("secretariat:imports"),
        {"files": [as_csv("requests", rows, separator=separator, encoding=encoding)]},
    )
    found = PortfolioImport.objects.get()
    assert (found.rows_read, found.faults_found) == (1, 0)
    assert "Éléphants; ivoire, 2025" in page(desk, "secretariat:import", found.pk)


def test_the_templates_have_every_column_and_can_be_brought_back_empty(desk: Client) -> None:
    content = desk.get(reverse("secretariat:import_template", args=["portfolio.xlsx"])).content
    book = load_workbook(io.BytesIO(content), read_only=True)
    legend = {(row[0], row[1]) for row in book["legend"].iter_rows(min_row=2, values_only=True)}
    assert legend == {(sheet.value, one.code) for sheet, one in columns.legend()}
    for sheet, found in columns.COLUMNS.items():
        assert [cell.value for cell in next(book[sheet.value].iter_rows())] == [one.code for one in found]
        text = desk.get(reverse("secretariat:import_template", args=[f"{sheet.value}.csv"])).content.decode(
            "utf-8-sig"
        )
        assert text.strip().split(",") == [one.code for one in found]
    book.close()
    upload = SimpleUploadedFile("portfolio.xlsx", content)
    desk.post(reverse("secretariat:imports"), {"files": [upload]})
    found = PortfolioImport.objects.get()
    assert (found.state, found.rows_read, found.faults_found) == ("CHECKED", 0, 0)
    assert desk.get(reverse("secretariat:import_template", args=["other.csv"])).status_code == 404


def test_nobody_but_supervisors_and_administrators_finds_it(desk: Client, officer: User) -> None:
    assert "/imports/" in page(desk, "secretariat:dashboard")
    desk.force_login(officer)
    assert desk.get(reverse("secretariat:imports")).status_code == 403
    assert "/imports/" not in page(desk, "secretariat:dashboard")
