"""The lists behind the numbers: each shows exactly what its number counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import selectors
from cases.access import Act, Actor, Audience, may
from cases.models import InformationRequest, Meeting, Party
from cases.models.meeting import DOCUMENT_DEADLINE_DAYS, Precision
from cases.selectors import COUNT_CAP, WORK_LABELS, Work
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import forms, paging, rows
from compliance import clock

ALL, PROPOSALS = "", "proposals"
LABELS = {
    ALL: gettext_lazy("All requests"),
    **{work.value: label for work, label in WORK_LABELS.items()},
    PROPOSALS: gettext_lazy("Proposals under paragraph 23 d)"),
}
_BY_DUE_DATE = frozenset({Work.OVERDUE, Work.DUE_SOON, Work.UPCOMING})
_NEWEST_FIRST = frozenset({ALL, Work.DRAFT, Work.ANSWERED, Work.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice of the list with how many it holds."""

    label: str
    count: int
    url: str
    chosen: bool

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNT_CAP


@desk(Audience.SECRETARIAT)
def requests(request: HttpRequest) -> HttpResponse:
    """The requests of one kind of work, of one Party where it is given, a page at a time."""
    actor, on = actor_of(request), clock.legal_day(at=clock.now())
    work = request.GET.get("work", ALL)
    if work not in LABELS:
        raise Http404
    party = _party(actor, request.GET.get("party", ""))
    code = party.iso2 if party else ""
    page = _page(actor, on, work, code, after=request.GET.get("after", ""))
    context = {
        "label": LABELS[work],
        "work": work,
        "chips": _chips(actor, on, work, code),
        "rows": rows.of_requests(actor=actor, records=page.rows, on=on),
        "page": page,
        "next_url": list_url(work, party=code, after=page.next_key),
        "first_url": list_url(work, party=code),
        "without_party_url": list_url(work),
        "party": party,
        "parties": forms.parties(actor),
        "may_open": may(actor=actor, act=Act.OPEN_REQUEST),
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
    page = paging.page(found=found, after=request.GET.get("after", ""), due="due_on")
    count = selectors.capped_count(found=found)
    context = {
        "meeting": meeting,
        "rows": [rows.of_step(step=step, on=on) for step in page.rows],
        "page": page,
        "next_url": url("secretariat:dates", after=page.next_key),
        "count": count,
        "is_capped": count >= COUNT_CAP,
        "deadline_note": deadline_note(meeting),
    }
    return render(request, "secretariat/dates.html", context)


def deadline_note(meeting: Meeting) -> str:
    """Where the document deadline of a meeting comes from."""
    if meeting.own_document_deadline_on:
        return _("As set for this meeting.")
    return _("Our choice: %(days)d days before the meeting; no source sets it.") % {
        "days": DOCUMENT_DEADLINE_DAYS
    }


def list_url(work: str, *, party: str = "", after: str = "") -> str:
    """Where the list of one kind of work is."""
    return url("secretariat:requests", work=work, party=party, after=after)


def url(name: str, **query: str) -> str:
    """A page with the parts of its query that are given."""
    given = urlencode({key: value for key, value in query.items() if value})
    return f"{reverse(name)}?{given}" if given else reverse(name)


def _party(actor: Actor, code: str) -> Party | None:
    return get_object_or_404(Party.objects.visible_to(actor), iso2=code.upper()) if code else None


def _found(actor: Actor, on: date, work: str, party: str) -> QuerySet[InformationRequest]:
    if work == PROPOSALS:
        found = selectors.proposals(actor=actor, on=on)
        return found.filter(party__iso2=party) if party else found
    kind = Work(work) if work else None
    return selectors.requests_matching(actor=actor, on=on, work=kind, party=party)


def _page(actor: Actor, on: date, work: str, party: str, *, after: str) -> paging.Page:
    return paging.page(
        found=_found(actor, on, work, party),
        after=after,
        due=_walked_by(work),
        newest_first=work in _NEWEST_FIRST,
    )


def _walked_by(work: str) -> str:
    if work == PROPOSALS:
        return "qualifies_on"
    return "next_due_on" if work in _BY_DUE_DATE else ""


def _chips(actor: Actor, on: date, chosen: str, party: str) -> list[Chip]:
    """Every choice with its count under the same Party; one query each."""
    return [
        Chip(
            label=str(label),
            count=selectors.capped_count(found=_found(actor, on, work, party)),
            url=list_url(work, party=party),
            chosen=work == chosen,
        )
        for work, label in LABELS.items()
    ]
