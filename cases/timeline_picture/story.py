"""What the timeline picture tells: steps, happenings, a meeting, and the signs that say so in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.rules.types import Status


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, on its legal day."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """The next meeting, and the day by which a document must come to be considered there."""

    starts_on: date
    ends_on: date
    label: str
    document_deadline_on: date | None
    document_deadline_label: str


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step of the procedure, or a deadline of the Committee; ``promised`` for a date that the Party gave itself."""

    code: str
    label: str
    status: Status
    status_label: str
    due_on: date
    paragraph: str
    promised: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A run of words in a flag; with a ``status``, its mark stands before them."""

    words: str
    role: str
    strong: bool = False
    status: Status | None = None
    promised: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """What a flag says about a day: above the line what happened, below it what is due."""

    on: date
    role: str
    rows: tuple[Row, ...]
    below: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """All that one picture tells. ``write_month`` names the month of a day, without its year."""

    sent_on: date
    today: date
    steps: Sequence[StepMark]
    meeting: Band | None
    signs: Sequence[Sign]
    write_month: Callable[[date], str]
