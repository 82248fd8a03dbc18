"""Requests and open dates as the lines of a table: who, what, which step, until when, and how that stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import selectors
from cases.access import Actor
from cases.models import InformationRequest
from cases.step_words import status_words
from compliance.rules.types import Status


@dataclass(frozen=True, slots=True)
class Row:
    """One line. Without an open step, ``due_on`` and ``days_left`` are None and ``status`` is empty."""

    record: InformationRequest
    step: str
    due_on: date | None
    days_left: int | None
    status: str
    words: str


def of_requests(*, actor: Actor, records: Iterable[InformationRequest], on: date) -> list[Row]:
    """A line for each request with its earliest open step; one query for all."""
    records = list(records)
    steps = selectors.next_steps(actor=actor, requests=records, on=on)
    return [
        of_step(step=steps[record.pk], record=record, on=on) if record.pk in steps else _settled(record)
        for record in records
    ]


def of_step(*, step: Any, on: date, record: InformationRequest | None = None) -> Row:
    """A line for one open step: a ``Deadline`` row with its status on the day ``on``."""
    days_left = (step.due_on - on).days
    return Row(
        record=record or step.request,
        step=str(step.get_step_display()),
        due_on=step.due_on,
        days_left=days_left,
        status=step.status,
        words=status_words(status=Status(step.status), days_left=days_left),
    )


def _settled(record: InformationRequest) -> Row:
    """A line for a request with no step open: its stage, or what its answer came to."""
    sent = record.stage == InformationRequest.Stage.SENT
    words = record.get_answer_display() if sent else record.get_stage_display()
    return Row(record=record, step="", due_on=None, days_left=None, status="", words=str(words))
