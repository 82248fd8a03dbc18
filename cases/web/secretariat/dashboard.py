"""The first page of the Secretariat: few numbers, each a link to its list, and what is most urgent.

Every number of requests is a query of the list of requests, counted: the list
behind it cannot show another number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import correspondence, internal, people, selectors
from cases.access import Act, Actor, Audience, may
from cases.models.deadline import Step
from cases.models.meeting import Precision
from cases.selectors import COUNT_CAP, Work
from cases.web import dates, meetings
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import lists, rows
from cases.web.secretariat.asked import Asked
from cases.web.secretariat.filters import PROPOSALS, WORK, Reader
from compliance import clock
from compliance.accounts.models import Role

_FIRST = (Work.OVERDUE, Work.DUE_SOON, Work.AWAITING_ASSESSMENT)
"""What somebody must look at, before the rest."""
_REST = tuple(work for work in Work if work not in _FIRST)
WEEKS = 8
"""How many weeks ahead the page looks; our choice."""
_NAMED = 5
"""How many notes and tasks the page names."""


class Whose(StrEnum):
    """Whose work is counted."""

    MINE = "mine"
    TEAM = "team"
    ALL = "all"


_SWITCH = {
    Whose.MINE: gettext_lazy("My requests"),
    Whose.TEAM: gettext_lazy("My team's requests"),
    Whose.ALL: gettext_lazy("All requests"),
}
_QUERY = {Whose.MINE: "officer=me", Whose.TEAM: "team=mine", Whose.ALL: ""}
"""The same choice as the list of requests writes it."""


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
    whose, team = _whose(request, actor), people.team_of(actor=actor)
    asked = Asked(QueryDict(_QUERY[whose]), reader=Reader(actor, on))
    urgent = selectors.most_urgent(actor=actor, among=asked.found())
    context = {
        "switch": _switch(whose, has_team=team is not None),
        "whose": whose,
        "team": team,
        "attention": [*(_of_work(asked, work) for work in _FIRST), _proposals(asked)],
        "others": [_of_work(asked, work) for work in _REST],
        "overdue": [_counted(asked, str(step.label), step=step.value, overdue="1") for step in Step],
        "weeks": list(_weeks(asked)),
        "letters": _letters(actor),
        "rows": rows.of_requests(actor=actor, records=urgent, on=on),
        "nothing_sent": not selectors.is_any_sent(actor=actor),
        "may_open": may(actor=actor, act=Act.OPEN_REQUEST),
        "on": on,
        **_waiting(actor, on),
        **_next_meeting(actor, on),
    }
    return render(request, "secretariat/dashboard.html", context)


def _whose(request: HttpRequest, actor: Actor) -> Whose:
    """What was asked for; without a word, an officer's own work and for everybody else all of it."""
    usual = Whose.MINE if actor.role is Role.OFFICER else Whose.ALL
    try:
        return Whose(request.GET.get("whose", usual))
    except ValueError as error:
        raise Http404 from error


def _switch(chosen: Whose, *, has_team: bool) -> list[tuple[str, str, bool]]:
    return [
        (str(label), lists.url("secretariat:dashboard", whose=one), one is chosen)
        for one, label in _SWITCH.items()
        if has_team or one is not Whose.TEAM or chosen is Whose.TEAM
    ]


def _counted(asked: Asked, label: str, note: str = "", **query: str) -> Number:
    """How many requests the list shows with these filters added, and that list."""
    count = selectors.capped_count(found=asked.found(**query))
    return Number(label, count, asked.url(**query), note)


def _of_work(asked: Asked, work: Work) -> Number:
    return _counted(asked, str(WORK[work]), work=work.value)


def _proposals(asked: Asked) -> Number:
    return _counted(
        asked, str(WORK[PROPOSALS]), _("The desk proposes; the Secretariat decides."), work=PROPOSALS
    )


def _weeks(asked: Asked) -> Iterator[Number]:
    """The coming weeks, Monday to Sunday (ISO 8601), by the next date of each request; of this week what is left."""
    on = asked.reader.on
    monday = on - timedelta(days=on.weekday())
    for number in range(WEEKS):
        first, last = monday + timedelta(weeks=number), monday + timedelta(weeks=number, days=6)
        if number:
            label = _("Week of %(day)s") % {"day": dates.plain(first)}
        else:
            label = _("This week, until %(day)s") % {"day": dates.plain(last)}
        yield _counted(asked, label, due_from=max(first, on).isoformat(), due_to=last.isoformat())


def _waiting(actor: Actor, on: date) -> dict[str, Any]:
    """What colleagues ask of the reader: the notes that name them, and their tasks with the days left."""
    earliest = F("wanted_by").asc(nulls_last=True)
    tasks = internal.my_tasks(actor=actor).order_by(earliest, "pk")[:_NAMED]
    return {
        "tasks": [(one, (one.wanted_by - on).days if one.wanted_by else None) for one in tasks],
        "mentions": list(internal.my_mentions(actor=actor)[:_NAMED]),
    }


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
        "deadline_note": meetings.deadline_note(meeting),
        "days_to_documents": (deadline - on).days,
        "dates_after": number,
    }
