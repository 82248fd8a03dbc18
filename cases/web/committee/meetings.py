"""Meetings on the Committee's desk, and the reports that were issued to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import Audience
from cases.web import meetings as shared
from cases.web import report_page
from cases.web.door import desk
from cases.web.middleware import actor_of
from compliance import clock

_BASE = {"base": "base.html", "desk": "committee"}


@require_safe
@desk(Audience.COMMITTEE)
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings to come and those that are past."""
    return render(request, "meetings/list.html", _BASE | shared.lists(request=request, today=clock.today()))


@require_safe
@desk(Audience.COMMITTEE)
def meeting(request: HttpRequest, meeting: int) -> HttpResponse:
    """One meeting as its members see it."""
    found = shared.find(actor=actor_of(request), meeting=meeting)
    context = shared.page(request=request, meeting=found, today=clock.today(), desk="committee")
    return render(request, "meetings/meeting.html", _BASE | context)


@require_safe
@desk(Audience.COMMITTEE)
def report(request: HttpRequest, meeting: int, revision: int) -> HttpResponse:
    """A report that was issued; a matter from which the Chair excluded the reader is not in it."""
    return report_page.page(request, meeting=meeting, revision=revision, frame=_BASE)


@require_safe
@desk(Audience.COMMITTEE)
def report_file(request: HttpRequest, meeting: int, revision: int, kind: str) -> HttpResponse:
    """The same as a file."""
    return report_page.issued_file(request, meeting=meeting, revision=revision, kind=kind)
