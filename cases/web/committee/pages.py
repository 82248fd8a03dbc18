"""What the pages of the Committee's desk show: matters, dates, public events; no correspondence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import Actor
from cases.models import Deadline, InformationRequest, MatterEvent, Meeting
from cases.web import dates, steps
from cases.web.steps import StepView
from compliance.rules import explain, timeline
from compliance.rules import types as rules
from compliance.rules.types import StepCode

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


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as the Committee sees it: its dates and where each step stands."""

    request: InformationRequest
    steps: list[StepView]
    next_step: StepView | None
    picture: SafeString


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


def requests(
    *, actor: Actor, found: Sequence[InformationRequest], meeting: Meeting | None, today: date
) -> list[RequestView]:
    """The requests of a matter with their steps and pictures; one query for all of them.

    The steps come from the stored due dates, which the Committee sees, because
    it sees none of the communications behind them.
    """
    rows = Deadline.objects.visible_to(actor).in_force().filter(request__in=found)
    standings: dict[int, list[rules.Standing]] = {}
    for row in rows.order_by("pk"):
        standings.setdefault(row.request_id, []).append(row.standing)
    return [_request(one, standings.get(one.pk, []), meeting, today) for one in found]


def _request(
    request: InformationRequest, standings: Sequence[rules.Standing], meeting: Meeting | None, today: date
) -> RequestView:
    found = steps.step_views(steps=_deadlines(request, standings, today), today=today)
    drawn = steps.picture(
        request=request,
        steps=found,
        today=today,
        meeting=meeting,
        happenings=steps.happenings_from_steps(request=request, steps=found),
    )
    return RequestView(request, found, steps.next_open(found), drawn)


def _deadlines(
    request: InformationRequest, standings: Sequence[rules.Standing], today: date
) -> list[rules.Deadline]:
    """The steps in the order of the procedure, each with its status on the day and its explanation."""
    if request.sent_on is None:
        return []
    order = list(StepCode)
    return [
        rules.Deadline(
            standing=standing,
            status=timeline.status(standing=standing, on=today),
            explanation=explain.deadline(
                rule_set=request.rule_set, sent_on=request.sent_on, facts=(), standing=standing
            ),
        )
        for standing in sorted(standings, key=lambda one: order.index(one.step))
    ]


def meeting_words(*, meeting: Meeting | None) -> str:
    """The meeting that a matter was brought to, with its days as far as they are known."""
    if meeting is None:
        return _("No meeting named yet")
    return _("%(meeting)s, %(days)s") % {"meeting": meeting.code, "days": dates.of_meeting(meeting)}
