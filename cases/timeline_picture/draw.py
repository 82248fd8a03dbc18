"""The timeline picture as two drawings, lying and standing, of which a page shows the one that fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import uuid4

from django.template.loader import render_to_string
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cases.timeline_picture import signs
from cases.timeline_picture.narrow import narrow
from cases.timeline_picture.story import Band, Happening, StepMark, Story
from cases.timeline_picture.wide import wide
from cases.timeline_picture.words import plain
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
    told = [
        *signs.happened(sent_on, happenings, write_date, request_label),
        *(signs.meeting(meeting, write_date) if meeting else ()),
        signs.now(today, write_date, today_label),
        *(signs.due(step, write_date) for step in steps),
    ]
    return _drawn(title, description, Story(sent_on, today, steps, meeting, told, write_month=_month))


def _drawn(title: str, description: str, story: Story) -> SafeString:
    """Both drawings of a story, under ids of their own, so that one page may carry several."""
    return render_to_string(
        "cases/timeline_picture.svg",
        {
            "title": plain(title),
            "description": plain(description),
            "drawings": [
                (picture, [(mark, SHAPES[mark.status]) for mark in picture.marks])
                for picture in (wide(story), narrow(story))
            ],
            "prefix": f"timeline-{uuid4().hex[:12]}",
        },
    )


def _month(day: date) -> str:
    """The month as it is shortened in the language that is active; French and Spanish write it small."""
    name = format_date(day, "N").rstrip(".")
    return name.lower() if (get_language() or "").startswith(("fr", "es")) else name
