"""The lists behind the numbers: each shows exactly what its number counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import paging, selectors
from cases.access import Act, Actor, Audience, may
from cases.models.meeting import Precision
from cases.selectors import COUNT_CAP
from cases.web import meetings
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import columns, filters, rows, saved_views, together
from cases.web.secretariat.asked import SORT, Asked
from cases.web.secretariat.filters import Reader
from compliance import clock

LABELS, PROPOSALS = filters.WORK, filters.PROPOSALS


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice of a list with how many it holds."""

    label: str
    count: int
    url: str
    chosen: bool

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNT_CAP


@desk(Audience.SECRETARIAT)
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that the filters keep, a page at a time; a filter that cannot be read is told at its field."""
    actor, on = actor_of(request), clock.legal_day(at=clock.now())
    asked = Asked(request.GET, reader=Reader(actor, on))
    page = paging.page(found=asked.found(), after=request.GET.get("after", ""), order=asked.order)
    shown = columns.chosen_by(actor=actor)
    context = {
        "asked": asked,
        # The kind of work is among the chips already.
        "applied": asked.applied(without=("work", SORT)),
        "form": asked.form,
        "label": LABELS[asked.work],
        "chips": _chips(asked),
        "rows": rows.of_requests(actor=actor, records=page.rows, on=on),
        "headings": columns.headings(columns=shown, asked=asked),
        "columns": [(one, one in shown) for one in columns.TO_CHOOSE],
        "page": page,
        "next_url": asked.url(after=page.next_key),
        "first_url": asked.url(),
        "without_filters_url": list_url(asked.work),
        "views": saved_views.menu(actor=actor, query=asked.query()),
        "may_open": may(actor=actor, act=Act.OPEN_REQUEST),
        **_together(actor),
    }
    return render(request, "secretariat/requests.html", context)


@desk(Audience.SECRETARIAT)
def dates(request: HttpRequest) -> HttpResponse:
    """The open dates that fall after the document deadline of the next meeting."""
    actor, on = actor_of(request), clock.legal_day(at=clock.now())
    meeting = selectors.next_meeting(actor=actor, on=on)
    if meeting is None or meeting.precision != Precision.DAY:
        raise Http404(_("No meeting with its days is on record."))
    found = selectors.open_deadlines(actor=actor, on=on, due_on__gt=meeting.document_deadline_on)
    page = paging.page(
        found=found, after=request.GET.get("after", ""), order=paging.Order("due_on", is_date=True)
    )
    count = selectors.capped_count(found=found)
    context = {
        "meeting": meeting,
        "rows": [rows.of_step(step=step, on=on) for step in page.rows],
        "page": page,
        "next_url": url("secretariat:dates", after=page.next_key),
        "count": count,
        "is_capped": count >= COUNT_CAP,
        "deadline_note": meetings.deadline_note(meeting),
    }
    return render(request, "secretariat/dates.html", context)


def list_url(work: str, *, party: str = "", after: str = "") -> str:
    """Where the list of one kind of work is."""
    return url("secretariat:requests", work=work, party=party, after=after)


def url(name: str, **query: str) -> str:
    """A page with the parts of its query that are given."""
    given = urlencode({key: value for key, value in query.items() if value})
    return f"{reverse(name)}?{given}" if given else reverse(name)


def _together(actor: Actor) -> dict[str, Any]:
    """What can be done with several requests at once."""
    return {"together": together.offered(actor=actor), "at_most": together.AT_MOST}


def _chips(asked: Asked) -> list[Chip]:
    """Every kind of work with its count under the other filters; one query each."""
    if not asked.is_valid:
        return []
    return [
        Chip(
            label=str(label),
            count=selectors.capped_count(found=asked.found(work=work)),
            url=asked.url(work=work),
            chosen=work == asked.work,
        )
        for work, label in LABELS.items()
    ]
