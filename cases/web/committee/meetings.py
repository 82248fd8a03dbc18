"""Meetings on the Committee's desk, and the reports that were issued to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases import meeting_file
from cases.access import Actor, Audience
from cases.meeting_report import values
from cases.models import MeetingReport
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
    actor, language = actor_of(request), report_page.language_of(request)
    found, excluded = _found(actor, meeting, revision)
    context = {
        **_BASE,
        "meeting": found.meeting,
        "issued": found,
        "report": report_page.shown(_read_by(found, language, excluded)),
        "is_shortened": any(one["reference"] in excluded for one in found.values_in(language)["matters"]),
        "languages": report_page.languages(language),
        "language": language,
    }
    return render(request, "meetings/report.html", context)


@require_safe
@desk(Audience.COMMITTEE)
def report_file(request: HttpRequest, meeting: int, revision: int, kind: str) -> HttpResponse:
    """The same as a file."""
    found, excluded = _found(actor_of(request), meeting, revision)
    plain = _read_by(found, report_page.language_of(request), excluded)
    return report_page.file(values=plain, kind=kind, at=found.issued_at)


def _found(actor: Actor, meeting: int, revision: int) -> tuple[MeetingReport, set[str]]:
    """The report, and the matters that are kept from this reader. Raises: Http404."""
    found = get_object_or_404(meeting_file.report(actor=actor, meeting=meeting, revision=revision))
    return found, meeting_file.excluded_from(actor=actor)


def _read_by(report: MeetingReport, language: str, excluded: set[str]) -> dict[str, Any]:
    return values.without(report.values_in(language), excluded)
