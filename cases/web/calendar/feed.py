"""What a calendar reads under somebody's private link: no session, no cookie, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from cases import access, calendars
from cases.access import Actor, Audience
from cases.calendars import Whose
from cases.models import CommitteeDeadline, Deadline, Meeting
from cases.models.deadline import Step
from cases.services import calendar_feeds
from compliance import clock

READ_EVERY = timedelta(hours=6)
"""How often a calendar is asked to look; our choice."""


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The due dates that the owner of the link sees at this moment; 404 for any link that does not work."""
    if not ratelimit.consume(request, app="allauth.account", action="calendar_feed", limit_get=True):
        refused: HttpResponse = ratelimit.respond_429(request)
        return refused
    owner = calendar_feeds.owner_of(secret=secret)
    actor = access.actor_of(user_id=owner.pk) if owner else access.NOBODY
    if owner is None or actor.audience is Audience.NOBODY:
        raise Http404
    with translation.override(owner.language):
        written = _written(_entries(actor, _whose(request)))
    return HttpResponse(
        written,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="due-dates.ics"',
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex",
        },
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry: whole days, and what it says; ``revised_on`` and ``moved`` tell a calendar that it is another."""

    name: str
    first: date
    last: date
    revised_on: date
    moved: int
    summary: str
    description: str
    url: str


def _whose(request: HttpRequest) -> Whose:
    return Whose.TEAM if request.GET.get("whose") == Whose.TEAM else Whose.MINE


def _entries(actor: Actor, whose: Whose) -> Iterator[_Entry]:
    """The open steps, the deadlines of the Committee, and the meetings: three queries."""
    for step in calendars.due_dates(actor=actor, whose=whose):
        yield _of_step(step, actor.audience)
    for deadline in calendars.committee_deadlines(actor=actor, whose=whose):
        yield _of_deadline(deadline, actor.audience)
    for meeting in calendars.meetings(actor=actor, on=clock.today()):
        yield from _of_meeting(meeting)


def _written(entries: Iterable[_Entry]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Compliance desk//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Due dates of the compliance desk"))
    calendar.add("refresh-interval", READ_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", READ_EVERY)
    for entry in entries:
        calendar.add_component(_event(entry))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: _Entry) -> Event:
    """Whole days, and nothing of a case but what the entry says.

    The day on which a date came into force stands for the instant at which the
    entry was last revised, so that reading twice gives the same text.
    """
    event = Event()
    event.add("uid", f"{entry.name}@{settings.MESSAGE_ID_DOMAIN}")
    event.add("dtstamp", datetime.combine(entry.revised_on, time(), tzinfo=clock.SEAT).astimezone(UTC))
    event.add("sequence", entry.moved)
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + timedelta(days=1))
    event.add("summary", entry.summary)
    if entry.description:
        event.add("description", entry.description)
    if entry.url:
        event.add("url", settings.SITE_URL + entry.url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _of_step(step: Deadline, audience: Audience) -> _Entry:
    """The reference, the step and the subject."""
    request = step.request
    return _Entry(
        name=f"{request.reference}-{step.step.lower()}",
        first=step.due_on,
        last=step.due_on,
        revised_on=step.in_force_from,
        moved=getattr(step, "times_moved"),  # noqa: B009  (annotated by the query)
        summary=_("%(reference)s: %(step)s")
        % {"reference": request.reference, "step": Step(step.step).label},
        description=request.subject,
        url=_page(step, audience),
    )


def _of_deadline(deadline: CommitteeDeadline, audience: Audience) -> _Entry:
    """The reference, and that the Committee set it; what it is about is the title of the matter."""
    matter = deadline.matter
    return _Entry(
        name=f"{matter.reference}-deadline-{deadline.pk}",
        first=deadline.due_on,
        last=deadline.due_on,
        revised_on=deadline.in_force_from,
        moved=getattr(deadline, "times_moved"),  # noqa: B009  (annotated by the query)
        summary=_("%(reference)s: deadline of the Committee") % {"reference": matter.reference},
        description=matter.title,
        url=reverse(f"{audience.value.lower()}:matter", args=[matter.reference]),
    )


def _of_meeting(meeting: Meeting) -> Iterator[_Entry]:
    """Its days, and the last day for documents. Nothing says when they were entered: their first day stands for it."""
    ends_on, documents_on = meeting.ends_on or meeting.starts_on, meeting.document_deadline_on
    words = _("Documents for %(meeting)s due") % {"meeting": meeting.code}
    name = f"meeting-{meeting.pk}"
    yield _Entry(name, meeting.starts_on, ends_on, documents_on, 0, meeting.code, meeting.place, "")
    yield _Entry(f"{name}-documents", documents_on, documents_on, documents_on, 0, words, "", "")


def _page(step: Deadline, audience: Audience) -> str:
    """Where the owner reads the rest, signed in."""
    if audience is Audience.COMMITTEE and step.request.matter:
        return reverse("committee:matter", args=[step.request.matter.reference])
    desk = "party" if audience is Audience.PARTY else "secretariat"
    return reverse(f"{desk}:request", args=[step.request.reference])
