"""What the flags of the timeline picture say: one sign for each thing on its day, its words made plain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from cases.timeline_picture.story import Band, Happening, Row, Sign, StepMark
from cases.timeline_picture.words import plain


def happened(
    sent_on: date, happenings: Sequence[Happening], write_date: Callable[[date], str], request_label: str
) -> Iterator[Sign]:
    """One flag for each day, however much happened on it; the day of the request says so first."""
    days: dict[date, list[Row]] = {sent_on: [Row(request_label, "label", strong=True)]}
    for happening in sorted(happenings, key=lambda one: one.on):
        days.setdefault(happening.on, []).append(Row(happening.label, "label"))
    for day, rows in days.items():
        yield _sign(day, "request" if day == sent_on else "happening", Row(write_date(day), "date"), *rows)


def meeting(band: Band, write_date: Callable[[date], str]) -> Iterator[Sign]:
    days = [write_date(day) for day in dict.fromkeys((band.starts_on, band.ends_on))]
    if band.document_deadline_on:
        yield _sign(
            band.document_deadline_on,
            "deadline",
            Row(write_date(band.document_deadline_on), "date"),
            Row(band.document_deadline_label, "label"),
        )
    yield _sign(
        band.starts_on, "meeting", Row(" – ".join(days), "date"), Row(band.label, "label", strong=True)
    )


def now(today: date, write_date: Callable[[date], str], label: str) -> Sign:
    return _sign(today, "today", Row(label, "today", strong=True), Row(write_date(today), "today"))


def due(step: StepMark, write_date: Callable[[date], str]) -> Sign:
    return _sign(
        step.due_on,
        "promise" if step.promised else "step",
        Row(write_date(step.due_on), "date", strong=True),
        Row(step.label, "label"),
        Row(step.status_label, "status", strong=True, status=step.status, promised=step.promised),
        Row(step.paragraph, "paragraph"),
        below=True,
    )


def _sign(on: date, role: str, *rows: Row, below: bool = False) -> Sign:
    cleaned = tuple(replace(row, words=_held_together(row)) for row in rows)
    return Sign(on, role, tuple(row for row in cleaned if row.words), below)


def _held_together(row: Row) -> str:
    """A date stays on one line where it can, and so does the letter of a paragraph with its number."""
    words = plain(row.words)
    if row.role in ("date", "today"):
        return words.replace(" ", "\u00a0").replace("\u00a0–\u00a0", "\u00a0– ")
    return re.sub(r" (?=\w{1,3}\))", "\u00a0", words)
