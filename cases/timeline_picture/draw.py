"""The timeline picture as two drawings, lying and standing, of which a page shows the one that fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from uuid import uuid4

from django.template.loader import render_to_string
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cases.timeline_picture import layout
from cases.timeline_picture.layout import Band, Happening, Row, Sign, StepMark, Story
from compliance.rules.types import Status

_DISC = "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0Z"
_DIAMOND = "M0-8.5 8.5 0 0 8.5-8.5 0Z"
SHAPES = {
    Status.MET: _DISC,
    Status.MET_LATE: f"{_DISC}M-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0Z"
    "M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0Z",
    Status.UPCOMING: _DIAMOND,
    Status.DUE_SOON: f"{_DIAMOND}M0-3.6-3.6 0 0 3.6 3.6 0Z",
    Status.OVERDUE: "M0-8 8 6.5-8 6.5Z",
    Status.MISSED: "M0 8 8-6.5-8-6.5Z",
    Status.NOT_REQUIRED: "M-8-2.5H8V2.5H-8Z",
    Status.WITHDRAWN: "M-8-5-5-8 0-3 5-8 8-5 3 0 8 5 5 8 0 3-5 8-8 5-3 0Z",
}
"""One shape for each status, centred on 0, so that no status is told by its colour alone."""


def timeline_picture(
    *,
    title: str,
    description: str,
    sent_on: date,
    today: date,
    steps: Sequence[StepMark],
    happenings: Sequence[Happening],
    meeting: Band | None,
    write_date: Callable[[date], str],
    today_label: str,
    request_label: str,
) -> SafeString:
    """One request from the day it was sent to its last due date, as two SVG drawings in one ``div``.

    Every word comes translated from the caller, except the months, which are
    named in the language that is active. ``title`` and ``description`` are what
    a screen reader says of either drawing. The style is in ``css/timeline-picture.css``.
    """
    signs = [
        *_happened(sent_on, happenings, write_date, request_label),
        *(_meeting(meeting, write_date) if meeting else ()),
        _sign(today, "today", Row(today_label, "today", strong=True), Row(write_date(today), "today")),
        *(_due(step, write_date) for step in steps),
    ]
    story = Story(sent_on, today, steps, meeting, signs, write_month=_month)
    return render_to_string(
        "cases/timeline_picture.svg",
        {
            "title": plain(title),
            "description": plain(description),
            "drawings": [
                (picture, [(mark, SHAPES[mark.status]) for mark in picture.marks])
                for picture in (layout.wide(story), layout.narrow(story))
            ],
            "prefix": f"timeline-{uuid4().hex[:12]}",
        },
    )


def _month(day: date) -> str:
    """The month as it is shortened in the language that is active; French and Spanish write it small."""
    name = format_date(day, "N").rstrip(".")
    return name.lower() if (get_language() or "").startswith(("fr", "es")) else name


def plain(words: str) -> str:
    """Words on one line, without the characters that control, reverse or break a text."""
    kept = "".join(letter for letter in str(words) if not _turns(letter))
    return re.sub("[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", kept).strip()


def _turns(letter: str) -> bool:
    """Whether it is a lone surrogate, or a mark that embeds, overrides or isolates a direction of writing."""
    return (
        unicodedata.category(letter) == "Cs"
        or letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
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


def _happened(
    sent_on: date, happenings: Sequence[Happening], write_date: Callable[[date], str], request_label: str
) -> Iterator[Sign]:
    """One flag for each day, however much happened on it; the day of the request says so first."""
    days: dict[date, list[Row]] = {sent_on: [Row(request_label, "label", strong=True)]}
    for happening in sorted(happenings, key=lambda one: one.on):
        days.setdefault(happening.on, []).append(Row(happening.label, "label"))
    for day, rows in days.items():
        yield _sign(day, "request" if day == sent_on else "happening", Row(write_date(day), "date"), *rows)


def _meeting(meeting: Band, write_date: Callable[[date], str]) -> Iterator[Sign]:
    days = [write_date(day) for day in dict.fromkeys((meeting.starts_on, meeting.ends_on))]
    if meeting.document_deadline_on:
        yield _sign(
            meeting.document_deadline_on,
            "deadline",
            Row(write_date(meeting.document_deadline_on), "date"),
            Row(meeting.document_deadline_label, "label"),
        )
    yield _sign(
        meeting.starts_on, "meeting", Row(" – ".join(days), "date"), Row(meeting.label, "label", strong=True)
    )


def _due(step: StepMark, write_date: Callable[[date], str]) -> Sign:
    return _sign(
        step.due_on,
        "promise" if step.promised else "step",
        Row(write_date(step.due_on), "date", strong=True),
        Row(step.label, "label"),
        Row(step.status_label, "status", strong=True, status=step.status, promised=step.promised),
        Row(step.paragraph, "paragraph"),
        below=True,
    )
