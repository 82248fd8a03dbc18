"""What the pages of the Committee's desk show: matters, dates, public events; no correspondence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import committee
from cases.access import Actor
from cases.models import ComplianceMatter, MatterEvent, Meeting
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


@dataclass(frozen=True, slots=True)
class Row:
    """A matter in the list; its grounds are empty for a member whom the Chair excluded from it."""

    matter: ComplianceMatter
    meeting: str
    grounds: str
    glance: committee.Glance


def rows(*, actor: Actor, matters: Sequence[ComplianceMatter]) -> list[Row]:
    """The rows of the list, in the order given. Three queries."""
    glances = committee.at_a_glance(actor=actor, matters=matters)
    excluded = committee.excluded_from(actor=actor)
    return [
        Row(
            matter=one,
            meeting=meeting_words(meeting=one.brought_to),
            grounds="" if one.pk in excluded else one.grounds,
            glance=glances[one.pk],
        )
        for one in matters
    ]


def meeting_words(*, meeting: Meeting | None) -> str:
    """The meeting that a matter was brought to, with its days as far as they are known."""
    if meeting is None:
        return _("No meeting named yet")
    return _("%(meeting)s, %(days)s") % {"meeting": meeting.code, "days": dates.of_meeting(meeting)}
