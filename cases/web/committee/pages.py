"""What the pages of the Committee's desk show: matters, dates, public events; no correspondence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import MatterEvent, Meeting
from cases.web import dates

KINDS = {
    "mission": gettext_lazy("Mission"),
    "reminder": gettext_lazy("Reminder"),
    "response": gettext_lazy("Response of the Party"),
    "sc_recommendation": gettext_lazy("Recommendation of the Standing Committee"),
    "secretariat_report": gettext_lazy("Report of the Secretariat"),
    "suspension": gettext_lazy("Recommendation to suspend trade"),
    "withdrawal": gettext_lazy("Recommendation withdrawn"),
}
"""The kinds of event that the public record tells of; a kind that is not named here is shown without one."""


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of the public record, its date as exactly as it is known."""

    when: str
    kind: str
    text: str
    source: str
    source_is_link: bool
    note: str


def events(*, found: Sequence[MatterEvent]) -> list[EventView]:
    """The events of a matter, in the order given."""
    return [
        EventView(
            when=dates.known(event.on, precision=event.precision),
            kind=str(KINDS.get(event.kind, "")),
            text=event.text,
            source=event.source,
            source_is_link=is_link(event.source),
            note=event.note,
        )
        for event in found
    ]


def is_link(source: str) -> bool:
    """Whether a source is an address that a browser may open."""
    return source.startswith(("http://", "https://")) and not any(letter.isspace() for letter in source)


def meeting_words(*, meeting: Meeting | None) -> str:
    """The meeting that a matter was brought to, with its days as far as they are known."""
    if meeting is None:
        return _("No meeting named yet")
    return _("%(meeting)s, %(days)s") % {"meeting": meeting.code, "days": dates.of_meeting(meeting)}
