"""The check of a portfolio: each kind of fault is named by its row, its column and its rule, and all of them are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import UploadedFile

from cases.models import ImportFault, Party, PortfolioImport
from cases.services.portfolio import checking, imports
from compliance.accounts.models import User
from tests.cases.portfolio_files import as_book, as_files, request_row
from tests.conftest import MakeRequest, actor_of

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)


def checked(user: User, files: list[UploadedFile[bytes]]) -> PortfolioImport:
    portfolio = imports.receive(actor=actor_of(user), uploads=files, language="en", at=NOW)
    checking.check(portfolio=portfolio, now=lambda: NOW)
    portfolio.refresh_from_db()
    return portfolio


def faults_of(portfolio: PortfolioImport) -> list[tuple[str, int | None, str, str]]:
    found = ImportFault.objects.filter(portfolio=portfolio).order_by("pk")
    return [(one.sheet, one.row, one.column, one.rule) for one in found]


PARTY = {
    "iso2": "XC",
    "name_en": "Demonstration Party Cedar",
    "name_fr": "Partie de démonstration Cèdre",
    "name_es": "Parte de demostración Cedro",
    "region": "EUROPE",
    "name_source": "A list",
    "region_source": "A list",
}
GROUNDS = {"grounds": "x", "brought_because": "NO_SOLUTION"}
CLOSED = {"closed_on": "2025-03-01", "closed_because": "RESOLVED"}
SILENT = {"request": "IR-2025-0016", "received_on": "2025-12-05"}
HEARD = {"acknowledgement": "yes"}
JUDGED = {"submission": "all", "verdict": "ADEQUATE", "assessed_on": "2025-12-20", "reasons": "x"}
MATTER = {
    "reference": "CM-2025-0001",
    "party": "XA",
    "title": "Article XIII",
    "attention": "PRESS",
    "opened_on": "2025-01-05",
}
PLANTED: dict[str, list[tuple[dict[str, Any], str, str]]] = {
    # sheet: the cells of a row, the column that is told, and words of its rule
    "parties": [
        ({**PARTY, "iso2": "X2"}, "iso2", "two capital letters"),
        ({**PARTY, "name_source": ""}, "name_source", "where it was read"),
        ({**PARTY, "iso2": "XD", "region": "ATLANTIS"}, "region", "Write one of these"),
        ({**PARTY, "iso2": "XE", "name_fr": ""}, "name_fr", "a new Party needs it"),
        ({**PARTY, "iso2": "XF", "entered_into_force_on": "1975-07-01"}, "entry_source", "where it was read"),
        ({"iso2": "XA", "update": "maybe"}, "update", "yes or no"),
    ],
    "focal_points": [
        ({"party": "XZ", "name": "Ada", "email": "ada@alder.example"}, "party", "No Party has this ISO code"),
        ({"party": "XA", "name": "Ada", "email": "ada"}, "email", "no e-mail address"),
        ({"party": "XA", "name": "", "email": "b@alder.example"}, "name", "It is empty"),
        ({"party": "XA", "name": "F", "email": "focal-xa@party.example"}, "email", "already a focal point"),
        (
            {"party": "XA", "name": "G", "email": "g@a.example", "left_on": "2027-02-01"},
            "left_on",
            "once it has come",
        ),
    ],
    "matters": [
        ({**MATTER, "attention": "RUMOUR"}, "attention", "Write one of these"),
        ({**MATTER, "reference": "CM-2025-0002", "opened_on": "2027-06-01"}, "opened_on", "in the future"),
        ({**MATTER, "reference": "CM-2025-0003", "considered_on": "2025-02-01"}, "considered_on", "informed"),
        (
            {
                **MATTER,
                "reference": "CM-2025-0004",
                "informed_on": "2025-03-01",
                "considered_on": "2025-02-01",
            },
            "considered_on",
            "before 1 March 2025",
        ),
        (
            {**MATTER, "reference": "CM-2025-0005", "brought_on": "2025-09-01", **GROUNDS},
            "brought_on",
            "is done at",
        ),
        ({**MATTER, "reference": "CM-2025-0006", **CLOSED}, "closed_reason", "in words"),
        ({**MATTER, "reference": "CM-2025-0007", "brought_to": "SC99"}, "brought_to", "No meeting"),
    ],
    "requests": [
        (request_row(1, reference=""), "reference", "It is empty"),
        (request_row(2, reference="IR 2025/2"), "reference", "capitals, digits"),
        (request_row(3, party="XZ"), "party", "No Party has this ISO code"),
        (request_row(4, subject=""), "subject", "It is empty"),
        (request_row(5, subject="x" * 201), "subject", "at most 200 characters"),
        (request_row(6, rule_set="CONF-1"), "rule_set", "Write one of these"),
        (request_row(7, officer="nobody@desk.example"), "officer", "No case officer"),
        (request_row(8, sent_on="30.11.2025"), "sent_on", "no date"),
        (request_row(9, sent_on="2025-02-30"), "sent_on", "no such day"),
        (request_row(10, sent_on="2027-01-11"), "sent_on", "in the future"),
        (
            request_row(11, withdrawn_on="2025-11-29", withdrawal_reason="x"),
            "withdrawn_on",
            "on or after the day",
        ),
        (request_row(12, withdrawn_on="2025-12-29"), "withdrawal_reason", "Give the reason"),
        (request_row(13, matter="CM-1999-0001"), "matter", "No matter"),
        (request_row(14, follows="IR-1999-0001"), "follows", "No request"),
        (request_row(15, subject="turned \u202e around"), "subject", "cannot be seen"),
        (request_row(20, reference="IR-2026-0001"), "reference", "on record already"),
        (request_row(16), "", ""),
        (request_row(16), "reference", "A row above"),
        (request_row(17, sent_on=""), "", ""),
        (request_row(18, withdrawn_on="2026-01-01", withdrawal_reason="Settled."), "", ""),
    ],
    "submissions": [
        ({**SILENT, **HEARD, "request": "IR-2025-9999"}, "request", "No request"),
        ({**SILENT, **HEARD, "request": "IR-2026-0002"}, "request", "on its own page"),
        ({**SILENT, **HEARD, "received_on": "2025-11-29"}, "received_on", "before the request"),
        ({**SILENT, **HEARD, "received_on": "2027-02-01"}, "received_on", "in the future"),
        ({**SILENT, "approximate_date": "2025-12-04"}, "approximate_date", "not before the day on which"),
        (SILENT, "", "carries an approximate date"),
        ({**SILENT, "information": "COMPLETE"}, "text", "given in words"),
        ({**SILENT, **HEARD, "request": "IR-2025-0017"}, "request", "is a draft"),
        (
            {**SILENT, **HEARD, "request": "IR-2025-0018", "received_on": "2026-01-02"},
            "received_on",
            "withdrawn",
        ),
        ({**SILENT, "key": "partial", "information": "PARTIAL", "text": "Six."}, "", ""),
        (
            {**SILENT, "key": "all", "received_on": "2025-12-07", "information": "COMPLETE", "text": "All."},
            "",
            "",
        ),
    ],
    "assessments": [
        ({**JUDGED, "submission": "none"}, "submission", "No submission"),
        ({**JUDGED, "submission": "partial"}, "submission", "nothing to assess"),
        ({**JUDGED, "assessed_on": "2025-12-06"}, "assessed_on", "before the information"),
        ({**JUDGED, "verdict": "FINE"}, "verdict", "Write one of these"),
        ({**JUDGED, "assessed_on": "2027-12-20", "reasons": ""}, "reasons", "It is empty"),
    ],
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_planted_fault_is_named_by_row_column_and_rule(
    kind: str, party: Party, supervisor: User, make_request: MakeRequest
) -> None:
    assert [make_request().reference for _again in range(2)] == ["IR-2026-0001", "IR-2026-0002"]
    sheets = {sheet: [cells for cells, _column, _words in rows] for sheet, rows in PLANTED.items()}
    portfolio = checked(supervisor, [as_book(**sheets)] if kind == "xlsx" else as_files(**sheets))
    expected = [
        (sheet, number, column, words)
        for sheet, rows in PLANTED.items()
        for number, (_cells, column, words) in enumerate(rows, start=2)
        if words
    ]
    found = faults_of(portfolio)
    assert [one[:3] for one in found[:-1]] == [one[:3] for one in expected]
    wrong = [
        (told, planted) for told, planted in zip(found, expected, strict=False) if planted[3] not in told[3]
    ]
    assert not wrong
    assert found[-1][1:] == (6, "assessed_on", "The day of the assessment is in the future."), (
        "the last row has two"
    )
    assert portfolio.state == PortfolioImport.State.CHECKED
    assert not portfolio.figures
    assert portfolio.faults_found == len(found)
