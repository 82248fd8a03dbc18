"""A matter that the Committee has decided on, made through the services; what tests of Article XIII begin with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cases.access import Actor
from cases.models import CommitteeDeadline, ComplianceMatter, Measure, Meeting
from cases.services import committee_deadlines, measures
from tests.conftest import at

DECIDED = date(2027, 2, 5)
"""The day of the decision, after every matter of these tests was brought."""
BROUGHT = date(2027, 1, 5)


def decide(*, officer: Actor, matter: ComplianceMatter, **details: Any) -> Measure:
    """A measure that the Committee decided, an action plan where nothing else is said."""
    given = {"kind": "ACTION_PLAN", "text": "A plan.", "meeting": None, "decided_on": DECIDED} | details
    return measures.decide(actor=officer, matter=matter, at=at(DECIDED), **given)


def before(meeting: Meeting, *, officer: Actor, measure: Measure, days: int = 90) -> CommitteeDeadline:
    """A report that is due so many days before a meeting."""
    return committee_deadlines.set_deadline(
        actor=officer,
        matter=measure.matter,
        measure=measure,
        what="Progress report",
        form="BEFORE_MEETING",
        count=days,
        meeting=meeting,
        at=at(DECIDED),
    )


def meeting(code: str = "SC84", *, starts_on: date = date(2027, 9, 6)) -> Meeting:
    return Meeting.objects.create(
        code=code, body="SC", starts_on=starts_on, ends_on=starts_on + timedelta(days=4)
    )
