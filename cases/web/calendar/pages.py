"""The private link of one's own calendar: made, shown once, ended."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import calendars
from cases.access import Audience
from cases.calendars import Whose
from cases.services import calendar_feeds
from cases.web import dates
from cases.web.door import desk
from cases.web.middleware import actor_of
from compliance import clock

_SHOWN_ONCE = "calendar_link"
_EVERYBODY = (Audience.SECRETARIAT, Audience.PARTY, Audience.COMMITTEE)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*_EVERYBODY)
def calendar(request: HttpRequest) -> HttpResponse:
    """What the feed would hold and whether there is a link; a POST makes one, and ends the one before."""
    actor = actor_of(request)
    if request.method == "POST":
        request.session[_SHOWN_ONCE] = calendar_feeds.make(actor=actor, at=clock.now())
        return redirect("calendar")
    secret = request.session.pop(_SHOWN_ONCE, "")
    link = settings.SITE_URL + reverse("calendar_feed", args=[secret]) if secret else ""
    feed = calendar_feeds.in_use(actor=actor)
    context = {
        "link": link,
        "subscribe": link.replace("https:", "webcal:", 1).replace("http:", "webcal:", 1),
        "made": dates.moment(feed.made_at) if feed else "",
        "team_link": f"{link}?whose={Whose.TEAM}" if link and calendars.has_team(actor=actor) else "",
        "count": calendars.due_dates(actor=actor).count()
        + calendars.committee_deadlines(actor=actor).count(),
    }
    return render(request, "calendar/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*_EVERYBODY)
def end(request: HttpRequest) -> HttpResponse:
    """Asks whether to end the link; a POST ends it."""
    actor = actor_of(request)
    if request.method == "POST":
        calendar_feeds.revoke(actor=actor, at=clock.now())
        messages.success(request, _("The link works no longer. Calendars that used it show no new dates."))
        return redirect("calendar")
    if calendar_feeds.in_use(actor=actor) is None:
        return redirect("calendar")
    return render(request, "calendar/end.html")
