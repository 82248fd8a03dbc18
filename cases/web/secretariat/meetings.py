"""Meetings on the Secretariat's desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import access
from cases.access import Act, Audience
from cases.web import meetings as shared
from cases.web.door import desk
from cases.web.middleware import actor_of
from compliance import clock


@require_safe
@desk(Audience.SECRETARIAT)
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings to come and those that are past."""
    context = {"base": "secretariat/base.html", "desk": "secretariat"}
    return render(request, "meetings/list.html", context | shared.lists(request=request, today=clock.today()))


@require_safe
@desk(Audience.SECRETARIAT)
def meeting(request: HttpRequest, meeting: int) -> HttpResponse:
    """One meeting: what goes to it, what comes too late for it, and the reports that were issued to it."""
    actor = actor_of(request)
    found = shared.find(actor=actor, meeting=meeting)
    context = {
        "base": "secretariat/base.html",
        "desk": "secretariat",
        "may_change": access.may(actor=actor, act=Act.KEEP_REFERENCE_DATA),
        **shared.page(request=request, meeting=found, today=clock.today(), desk="secretariat"),
    }
    return render(request, "meetings/meeting.html", context)
