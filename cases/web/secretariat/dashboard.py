"""The first page of the Secretariat: few numbers, each a link to its list, and what is most urgent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import correspondence, selectors
from cases.access import Act, Actor, Audience, may
from cases.models.meeting import Precision
from cases.selectors import COUNT_CAP, WORK_LABELS, Work
from cases.web import dates
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import lists, rows
from compliance import clock

_FIRST = (Work.OVERDUE, Work.DUE_SOON, Work.AWAITING_ASSESSMENT)
"""What somebody must look at, before the rest."""


@dataclass(frozen=True, slots=True)
class Number:
    """A count and the list that shows exactly what it counted."""

    label: str
    count: int
    url: str
    note: str = ""

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNT_CAP


@desk(Audience.SECRETARIAT)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where everything stands today, and what comes next."""
    actor, on = actor_of(request), clock.legal_day(at=clock.now())
    counts = selectors.counts(actor=actor, on=on)
    urgent = selectors.most_urgent(actor=actor)
    context = {
        "attention": [*(_of_work(work, counts[work]) for work in _FIRST), _proposals(actor, on)],
        "others": [_of_work(work, count) for work, count in counts.items() if work not in _FIRST],
        "letters": _letters(actor),
        "rows": rows.of_requests(actor=actor, records=urgent, on=on),
        "nothing_yet": not any(counts.values()),
        "may_open": may(actor=actor, act=Act.OPEN_REQUEST),
        "on": on,
        **_next_meeting(actor, on),
    }
    return render(request, "secretariat/dashboard.html", context)


def _of_work(work: Work, count: int) -> Number:
    return Number(str(WORK_LABELS[work]), count, lists.list_url(work))


def _proposals(actor: Actor, on: date) -> Number:
    return Number(
        label=str(lists.LABELS[lists.PROPOSALS]),
        count=selectors.capped_count(found=selectors.proposals(actor=actor, on=on)),
        url=lists.list_url(lists.PROPOSALS),
        note=_("The desk proposes; the Secretariat decides."),
    )


def _letters(actor: Actor) -> list[Number]:
    """Letters that did not arrive, and letters that nobody can be sent."""
    url = reverse("secretariat:messages")
    return [
        Number(
            _("Letters not delivered"),
            selectors.capped_count(found=correspondence.messages_visible(actor=actor).failed()),
            f"{url}#not-delivered",
        ),
        Number(
            _("Notices waiting for an address"),
            selectors.capped_count(found=correspondence.waiting_for_address(actor=actor)),
            f"{url}#waiting",
        ),
    ]


def _next_meeting(actor: Actor, on: date) -> dict[str, Any]:
    """The next meeting, and how many open dates come too late for its documents."""
    meeting = selectors.next_meeting(actor=actor, on=on)
    if meeting is None or meeting.precision != Precision.DAY:
        return {"meeting": meeting, "meeting_days": dates.of_meeting(meeting) if meeting else ""}
    after = selectors.open_deadlines(actor=actor, on=on, due_on__gt=meeting.document_deadline_on)
    number = Number(
        _("open dates fall after it"), selectors.capped_count(found=after), reverse("secretariat:dates")
    )
    deadline = meeting.document_deadline_on
    return {
        "meeting": meeting,
        "meeting_days": dates.of_meeting(meeting),
        "deadline_note": lists.deadline_note(meeting),
        "days_to_documents": (deadline - on).days,
        "dates_after": number,
    }
