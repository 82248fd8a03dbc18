"""Frozen values of the procedure: rule sets, facts, steps and their standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RuleError(ValueError):
    """A value that the procedure does not admit; the message names the rule."""


class StepCode(StrEnum):
    """What paragraph 23 asks of a Party, and the date that the Party gave itself."""

    REPLY = "REPLY"
    JUSTIFICATION = "JUSTIFICATION"
    RESPONSE = "RESPONSE"
    APPROXIMATE_DATE = "APPROXIMATE_DATE"


class Outcome(StrEnum):
    """What the facts made of a step, whatever the day: the part of a status that needs no calendar."""

    OPEN = "OPEN"
    MET = "MET"
    MET_LATE = "MET_LATE"
    NOT_REQUIRED = "NOT_REQUIRED"
    MISSED = "MISSED"
    WITHDRAWN = "WITHDRAWN"


class Status(StrEnum):
    """Where a step stands on a day; exactly one of these."""

    UPCOMING = "UPCOMING"
    DUE_SOON = "DUE_SOON"
    MET = "MET"
    MET_LATE = "MET_LATE"
    NOT_REQUIRED = "NOT_REQUIRED"
    OVERDUE = "OVERDUE"
    MISSED = "MISSED"
    WITHDRAWN = "WITHDRAWN"


class Answer(StrEnum):
    """How far the information itself has come."""

    NONE = "NONE"
    AWAITING_ASSESSMENT = "AWAITING_ASSESSMENT"
    ADEQUATE = "ADEQUATE"
    INADEQUATE = "INADEQUATE"


class FactKind(StrEnum):
    """What can happen to a request, as the procedure names it."""

    ACKNOWLEDGEMENT = "acknowledgement"
    APPROXIMATE_DATE = "approximate_date"
    JUSTIFICATION = "justification"
    PARTIAL_INFORMATION = "partial_information"
    INFORMATION = "information"
    INADEQUATE = "inadequate"
    ADEQUATE = "adequate"
    WITHDRAWN = "withdrawn"


ASSESSMENTS = frozenset({FactKind.ADEQUATE, FactKind.INADEQUATE})


class Unit(StrEnum):
    MONTHS = "months"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Period:
    """A number of calendar months or of days."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step of a rule set: its period from the request, and the paragraph that it comes from."""

    code: StepCode
    period: Period
    source: str
    latest_approximate_date: Period | None = None
    """The latest date that the Party may give, counted from the request; None where the text sets none."""
    midway_reminder: Period | None = None
    """When the Secretariat reminds the Party half-way (paragraph 32), counted from the request."""
    midway_source: str = ""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One text of paragraph 23, for good: a later text is another rule set."""

    code: str
    title: str
    source: str
    note: str
    steps: tuple[StepRule, ...]
    reminder_days: int
    """Days before a due date on which the Party is reminded."""
    referral_after: StepCode | None
    """The step after whose due date paragraph 23 d) comes into question; None where it does not apply."""
    referral_source: str
    sha256: str
    """Of the file that holds the text, in hexadecimal."""

    def step(self, code: StepCode) -> StepRule | None:
        return next((step for step in self.steps if step.code is code), None)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, on its legal day at the seat of the Secretariat.

    ``date_given`` is the date that an approximate date names. ``about`` names the
    communication that carried the fact or, for an assessment, the one it judges;
    an assessment that names none judges all the information before it.
    """

    kind: FactKind
    on: date
    date_given: date | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with named values, so that an edge can say them in its reader's language.

    ``text`` is an English format string; ``values`` fill it: dates, periods,
    other sentences or plain strings.
    """

    text: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the facts known at some moment say of one step."""

    step: StepCode
    counted_from: date
    due_on: date
    source: str
    outcome: Outcome = Outcome.OPEN
    met_on: date | None = None
    remind_on: date | None = None
    """The first day of the reminder; None where none is ever due."""
    midway_on: date | None = None
    """The day of the reminder of paragraph 32; None where the text has none."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A standing and the days on which it was so: from ``since`` until the day before ``until``."""

    standing: Standing
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One step on one day: its standing, its status and an explanation in words."""

    standing: Standing
    status: Status
    explanation: tuple[Sentence, ...]
