"""What moves with a meeting: told before its dates are changed, and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import meeting_file
from cases.access import Actor
from cases.models import Meeting
from cases.web import dates


@dataclass(frozen=True, slots=True)
class Tied:
    """An open deadline that is counted from the first day of the meeting."""

    name: str
    due_on: date
    url: str


def tied(*, actor: Actor, record: Any) -> list[Tied]:
    """What moves when the first day of this meeting changes; nothing for an entry that is no meeting."""
    if not isinstance(record, Meeting):
        return []
    found = meeting_file.tied(actor=actor, meeting=record).open()
    return [
        Tied(
            name=f"{one.matter.reference}, {one.matter.party.name}: {one.what}",
            due_on=one.due_on,
            url=reverse("secretariat:matter", args=[one.matter.reference]),
        )
        for one in found
    ]


def moved(*, actor: Actor, record: Any, at: datetime) -> list[str]:
    """What the change of this instant moved, one sentence for each deadline."""
    if not isinstance(record, Meeting):
        return []
    words = _("%(matter)s: “%(what)s” was due on %(before)s and is now due on %(after)s.")
    return [
        words
        % {
            "matter": one.deadline.matter.reference,
            "what": one.deadline.what,
            "before": dates.plain(one.due_on),
            "after": dates.plain(one.deadline.due_on),
        }
        for one in meeting_file.moved(actor=actor, meeting=record, at=at)
    ]
