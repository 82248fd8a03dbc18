"""What a calendar reads under somebody's private link: no session, no cookie, nothing written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from cases import access, calendars
from cases.access import Audience
from cases.models import Deadline
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
        written = _written(calendars.due_dates(actor=actor), audience=actor.audience)
    return HttpResponse(
        written,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="due-dates.ics"',
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex",
        },
    )


def _written(dates: Iterable[Deadline], *, audience: Audience) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Compliance desk//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Due dates of the compliance desk"))
    calendar.add("refresh-interval", READ_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", READ_EVERY)
    for step in dates:
        calendar.add_component(_event(step, audience))
    written: bytes = calendar.to_ical()
    return written


def _event(step: Deadline, audience: Audience) -> Event:
    """A whole day: the reference, the step and the subject, and nothing else of the case.

    The day on which a date came into force stands for the instant at which the
    entry was last revised, so that reading twice gives the same text.
    """
    request, event = step.request, Event()
    event.add("uid", f"{request.reference}-{step.step.lower()}@{settings.MESSAGE_ID_DOMAIN}")
    event.add("dtstamp", datetime.combine(step.in_force_from, time(), tzinfo=clock.SEAT).astimezone(UTC))
    event.add("sequence", getattr(step, "moved"))  # noqa: B009  (annotated by the query)
    event.add("dtstart", step.due_on)
    event.add("dtend", step.due_on + timedelta(days=1))
    event.add(
        "summary",
        _("%(reference)s: %(step)s") % {"reference": request.reference, "step": Step(step.step).label},
    )
    event.add("description", request.subject)
    event.add("url", settings.SITE_URL + _page(step, audience))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _page(step: Deadline, audience: Audience) -> str:
    """Where the owner reads the rest, signed in."""
    if audience is Audience.COMMITTEE and step.request.matter:
        return reverse("committee:matter", args=[step.request.matter.reference])
    desk = "party" if audience is Audience.PARTY else "secretariat"
    return reverse(f"{desk}:request", args=[step.request.reference])
