"""A made-up portfolio of any size, with faults planted where we know; and whether its import names each of them."""

from __future__ import annotations

import csv
import io
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from cases import access
from cases.models import InformationRequest, Party, PortfolioImport
from cases.models.party import MADE_UP_CODES, Region
from cases.services.portfolio import checking, imports, writing
from compliance import clock
from compliance.accounts.models import Membership, Role, User
from compliance.rules import loader

_PARTIES = 12
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Rows = list[dict[str, str]]

# What is planted: a sheet, the column that must be told, and the cells that make the fault.
_KINDS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("requests", "sent_on", {"sent_on": "2999-01-01"}),
    ("submissions", "received_on", {"received_on": "2001-01-01"}),
    ("requests", "subject", {"subject": ""}),
    ("requests", "party", {"party": "QQ"}),
    ("submissions", "received_on", {"received_on": "31.12.2024"}),
    ("requests", "rule_set", {"rule_set": "CONF-0"}),
    ("requests", "officer", {"officer": "nobody@desk.example"}),
    ("submissions", "approximate_date", {"approximate_date": "2001-01-01"}),
    ("requests", "matter", {"matter": "CM-1900-0001"}),
    ("submissions", "request", {"request": "IR-1900-0001"}),
    ("requests", "withdrawn_on", {"withdrawn_on": "2001-01-01", "withdrawal_reason": "x"}),
    ("submissions", "information", {"information": "SOME"}),
)
Place = tuple[str, int, str]


def made_up(*, requests: int, faults: int, today: date) -> tuple[dict[str, Rows], set[Place]]:
    """The rows of each sheet, and the sheet, the row and the column of each planted fault.

    For every ten requests there are ten submissions and two assessments. The
    faults stand far from one another, so that none is the cause of another.
    """
    sheets: dict[str, Rows] = {"requests": [], "submissions": [], "assessments": []}
    codes = [one.code for one in loader.all_rule_sets()]
    for number in range(requests):
        sent_on = today - timedelta(days=3 + 7 * number % 700)
        sheets["requests"].append(
            {
                "reference": f"OLD-{number:07d}",
                "party": MADE_UP_CODES[number % _PARTIES],
                "subject": f"Export permits of {number}",
                "questions": "1. Which permits were issued?\n2. Where are the registers kept?",
                "rule_set": codes[number % len(codes)],
                "officer": "",
                "matter": "",
                "sent_on": sent_on.isoformat(),
                "withdrawn_on": "",
                "withdrawal_reason": "",
            }
        )
        sheets["submissions"].append(_submission(number, sent_on, today))
        if number % 10 in (3, 7):
            sheets["assessments"].append(_assessment(number, today))
    return sheets, set(_planted(sheets, faults))


def _submission(number: int, sent_on: date, today: date) -> dict[str, str]:
    received_on = min(sent_on + timedelta(days=1 + number % 40), today)
    kind = number % 10
    return {
        "request": f"OLD-{number:07d}",
        "key": f"answer-{number}",
        "received_on": received_on.isoformat(),
        "approximate_date": (received_on + timedelta(days=60)).isoformat() if kind in (1, 4) else "",
        "acknowledgement": "yes" if kind in (0, 2, 8) else "",
        "justification": "The registers were moved." if kind in (5, 6, 9) else "",
        "information": "COMPLETE" if kind in (3, 7) else "",
        "text": "Twelve permits, in two registers." if kind in (3, 7) else "",
    }


def _assessment(number: int, today: date) -> dict[str, str]:
    return {
        "submission": f"answer-{number}",
        "verdict": "ADEQUATE" if number % 3 else "INADEQUATE",
        "assessed_on": today.isoformat(),
        "reasons": "Every question was looked at.",
    }


def _planted(sheets: dict[str, Rows], faults: int) -> Iterator[Place]:
    """Where nothing is assessed, so that no assessment is about a submission with a fault."""
    apart = max(len(sheets["requests"]) // max(faults, 1), 1)
    for n in range(faults):
        sheet, column, cells = _KINDS[n % len(_KINDS)]
        row = min(n * apart + (0 if (n * apart) % 10 not in (3, 7) else 1), len(sheets[sheet]) - 1)
        sheets[sheet][row].update(cells)
        yield sheet, row + 2, column


def as_uploads(sheets: dict[str, Rows]) -> list[UploadedFile[bytes]]:
    """A CSV file for each sheet."""
    found: list[UploadedFile[bytes]] = []
    for sheet, rows in sheets.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        found.append(SimpleUploadedFile(f"{sheet}.csv", text.getvalue().encode()))
    return found


def people() -> User:
    """A supervisor, and the Parties that the rows name."""
    user = User.objects.create_user(email="supervisor@desk.example", name="Supervisor")
    Membership.objects.create(user=user, role=Role.SUPERVISOR, started_at=_LONG_AGO)
    for iso2 in MADE_UP_CODES[:_PARTIES]:
        name = f"Demonstration Party {iso2}"
        Party.objects.create(iso2=iso2, name_en=name, name_fr=name, name_es=name, region=Region.EUROPE)
    return user


def measure(*, requests: int, faults: int) -> dict[str, Any]:
    """Checks a portfolio with faults, or imports one without: seconds, memory, and which faults were not named."""
    today, user = clock.today(), people()
    sheets, planted = made_up(requests=requests, faults=faults, today=today)
    uploads, actor = as_uploads(sheets), access.actor_of(user_id=user.pk)
    rows = sum(len(found) for found in sheets.values())
    del sheets
    began, before = time.monotonic(), _megabytes()
    portfolio = imports.receive(actor=actor, uploads=uploads, language="en", at=clock.now())
    checking.check(portfolio=portfolio, now=clock.now)
    checked = time.monotonic()
    portfolio.refresh_from_db()
    told = set(portfolio.faults.values_list("sheet", "row", "column"))
    if portfolio.state == PortfolioImport.State.CHECKED and not told:
        imports.confirm(actor=actor, portfolio=portfolio, at=clock.now())
        writing.write(portfolio=portfolio, at=clock.now())
        portfolio.refresh_from_db()
    return {
        "rows": rows,
        "state": portfolio.state,
        "on_record": InformationRequest.objects.count(),
        "planted": len(planted),
        "named": len(planted & told),
        "not_named": sorted(planted - told),
        "not_planted": sorted(told - planted),
        "seconds_of_the_check": round(checked - began, 1),
        "seconds_of_the_writing": round(time.monotonic() - checked, 1),
        "megabytes_before": before,
        "megabytes_at_most": _megabytes(),
    }


def _megabytes() -> int:
    """The most that this process held until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
