"""The lists of requests and of matters as files, narrowed as their pages are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from cases.access import Audience
from cases.exports import lists
from cases.exports.of_matters import MATTERS
from cases.web import files
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import exports
from cases.web.secretariat.asked import Asked
from cases.web.secretariat.filters import Reader
from cases.web.secretariat.matter_list import AskedMatters
from compliance import clock


@desk(Audience.SECRETARIAT)
def requests(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All requests that the filters keep; filters that cannot be read are told on the list."""
    asked = Asked(request.GET, reader=_reader(request))
    if not asked.is_valid:
        return redirect(asked.url())
    return exports.of_requests(request, kind=kind, found=asked.found(), asked=asked)


@desk(Audience.SECRETARIAT)
def matters(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All matters that the filters keep; filters that cannot be read are told on the list."""
    asked = AskedMatters(request.GET, reader=_reader(request))
    if not asked.is_valid:
        return redirect(asked.url())
    taking = files.taking_of(request)
    table = lists.table(of=MATTERS, taking=taking, found=asked.found(), filters=exports.stated(asked))
    return files.sent_table(request, name=f"matters-{taking.on.isoformat()}", kind=kind, of=table)


def _reader(request: HttpRequest) -> Reader:
    return Reader(actor_of(request), clock.legal_day(at=clock.now()))
