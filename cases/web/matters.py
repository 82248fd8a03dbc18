"""What all three audiences are shown of a matter: deadlines of the Committee with their reason, and measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases import matter_file, measure_words
from cases.access import Actor
from cases.models import CommitteeDeadline, ComplianceMatter, Measure, Meeting, MovedDate
from cases.step_words import status_words
from cases.web import dates, steps
from compliance.rules import committee_deadlines, explain
from compliance.rules.types import Outcome, Status


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A deadline of the Committee on one day, in words."""

    deadline: CommitteeDeadline
    status: Status
    status_words: str
    days_left: int
    is_open: bool
    explanation: str
    note: str
    """Whether it falls before the documents of the next meeting are due (paragraph 30); empty once it is past."""


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with what it covers and when, in words."""

    measure: Measure
    decided: str
    covers: str
    in_force: bool


def deadlines(
    *, actor: Actor, matter: ComplianceMatter, meeting: Meeting | None, today: date
) -> list[DeadlineView]:
    """The deadlines of a matter that the actor sees, open ones first, the earliest first. Two queries."""
    rows = matter_file.deadlines(actor=actor, matter=matter)
    found = [deadline_view(row, earlier, meeting, today) for row, earlier in rows]
    return sorted(found, key=lambda one: (not one.is_open, one.deadline.due_on, one.deadline.pk))


def deadline_view(
    row: CommitteeDeadline, earlier: Sequence[MovedDate], meeting: Meeting | None, today: date
) -> DeadlineView:
    """One deadline with the dates that it had before; ``meeting`` is the next one."""
    status, days_left = row.status(on=today), (row.due_on - today).days
    sentences = committee_deadlines.explanation(terms=row.terms)
    sentences += tuple(
        committee_deadlines.earlier(due_on=one.due_on, until=one.in_force_until) for one in earlier
    )
    is_open = row.outcome is Outcome.OPEN
    return DeadlineView(
        deadline=row,
        status=status,
        status_words=status_words(status=status, days_left=days_left),
        days_left=days_left,
        is_open=is_open,
        explanation=explain.say(sentences, translate=_, write_date=dates.plain),
        note=steps.meeting_note(due_on=row.due_on, meeting=meeting) if is_open and days_left >= 0 else "",
    )


def measures(*, actor: Actor, matter: ComplianceMatter) -> list[MeasureView]:
    """The measures of a matter, those in force first, with their plans at hand. Three queries."""
    found = [_measure(one) for one in matter_file.measures(actor=actor, matter=matter)]
    return sorted(found, key=lambda one: (not one.in_force, one.measure.decided_on, one.measure.pk))


def _measure(measure: Measure) -> MeasureView:
    return MeasureView(
        measure=measure,
        decided=dates.known(measure.decided_on, precision=measure.decided_precision),
        covers=measure_words.covers(measure),
        in_force=measure.ends_on is None,
    )
