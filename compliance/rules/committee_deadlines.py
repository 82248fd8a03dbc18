"""Deadlines that the Standing Committee sets, in their three forms: where each date comes from, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from compliance.rules import explain, periods, timeline
from compliance.rules.explain import gettext_noop
from compliance.rules.notices import NoticeCode
from compliance.rules.types import Outcome, Period, Sentence, Status, Unit

REMINDER_DAYS = 14
"""Days before the due date on which the Party is reminded. Our choice, as for a request."""


@dataclass(frozen=True, slots=True)
class FixedDate:
    """By a day of the calendar."""

    on: date


@dataclass(frozen=True, slots=True)
class AfterDecision:
    """So many days or months from the day on which the Committee decided."""

    period: Period
    decided_on: date


@dataclass(frozen=True, slots=True)
class BeforeMeeting:
    """So many days before the first day of a meeting: it moves with the meeting."""

    days: int
    meeting: str
    starts_on: date


Terms = FixedDate | AfterDecision | BeforeMeeting


def due_on(*, terms: Terms) -> date:
    """The day until the end of which what was asked is in time.

    Raises: RuleError when it lies outside the calendar.
    """
    match terms:
        case FixedDate(on):
            return on
        case AfterDecision(period, decided_on):
            return periods.add(day=decided_on, period=period)
        case BeforeMeeting(days, _, starts_on):
            return periods.add_days(day=starts_on, days=-days)


def remind_on(*, terms: Terms, set_on: date) -> date | None:
    """The first day of the reminder; None where it would not come after the deadline was set (our choice)."""
    day = periods.add_days(day=due_on(terms=terms), days=-REMINDER_DAYS)
    return day if day > set_on else None


def outcome(*, due_on: date, met_on: date | None, lifted_on: date | None) -> Outcome:
    """What the record makes of a deadline: met by the first report against it, or lifted while open."""
    if met_on:
        return Outcome.MET if met_on <= due_on else Outcome.MET_LATE
    return Outcome.WITHDRAWN if lifted_on else Outcome.OPEN


def status(*, due_on: date, met_on: date | None, lifted_on: date | None, on: date) -> Status:
    """Where a deadline stands on a day, in the same words as a step of a request."""
    found = outcome(due_on=due_on, met_on=met_on, lifted_on=lifted_on)
    return timeline.status_of(outcome=found, due_on=due_on, on=on)


def notice(*, due_on: date, remind_on: date | None, outcome: Outcome, on: date) -> NoticeCode | None:
    """The one notice that applies on a day, the latest moment first; None while nothing is to be said."""
    if outcome is not Outcome.OPEN:
        return None
    if due_on < on:
        return NoticeCode.COMMITTEE_DEADLINE_OVERDUE
    return NoticeCode.COMMITTEE_DEADLINE_SOON if remind_on and remind_on <= on else None


def explanation(*, terms: Terms) -> tuple[Sentence, ...]:
    """Why the date is what it is, in sentences to be read one after the other."""
    match terms:
        case FixedDate(on):
            return (Sentence(gettext_noop("The Committee set this date, {on}."), (("on", on),)),)
        case AfterDecision(period, decided_on):
            counted = Sentence(
                gettext_noop("{period} from the Committee's decision of {decided_on}."),
                (("period", explain.period(period)), ("decided_on", decided_on)),
            )
            return (counted, *_month_end(terms, period))
        case BeforeMeeting(days, meeting, starts_on):
            return (
                Sentence(
                    gettext_noop("{period} before {meeting}, which begins on {starts_on}."),
                    (
                        ("period", explain.period(Period(days, Unit.DAYS))),
                        ("meeting", meeting),
                        ("starts_on", starts_on),
                    ),
                ),
                Sentence(gettext_noop("The date moves when the meeting moves.")),
            )


def earlier(*, due_on: date, until: date) -> Sentence:
    """A date that was in force before."""
    return Sentence(
        gettext_noop("Until {until} the date was {due_on}."), (("until", until), ("due_on", due_on))
    )


def _month_end(terms: AfterDecision, period: Period) -> tuple[Sentence, ...]:
    if not periods.is_clamped(day=terms.decided_on, period=period):
        return ()
    return (explain.month_end(day=terms.decided_on.day, due_on=due_on(terms=terms)),)
