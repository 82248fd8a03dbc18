"""Meetings as both desks show them: their dates, what goes to them, and what comes too late for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import meeting_file, selectors
from cases.access import Actor
from cases.models import CommitteeDeadline, ComplianceMatter, Deadline, Meeting, PlanStep, Recommendation
from cases.models.deadline import Step
from cases.models.meeting import DOCUMENT_DEADLINE_DAYS, Precision
from cases.selectors import COUNT_CAP
from cases.web import dates, matters
from cases.web.matters import DeadlineView
from cases.web.middleware import actor_of

PAGE = 25
SHOWN = 10
"""How many open dates of one kind the page of a meeting names; it counts them all."""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    meeting: Meeting
    days: str
    documents_due: date | None
    """Empty while its own days are not known."""


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter that was brought to the meeting, with the drafts that the reader sees."""

    matter: ComplianceMatter
    url: str
    drafts: list[Recommendation]


@dataclass(frozen=True, slots=True)
class TiedRow:
    """A deadline that is counted from the first day of the meeting."""

    view: DeadlineView
    url: str


@dataclass(frozen=True, slots=True)
class OpenDate:
    """Something that is due and has not come, with the page that tells of it."""

    due_on: date
    days_left: int
    what: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Open dates of one kind on one side of a document deadline: the first of them, and how many there are."""

    label: str
    count: int
    rows: list[OpenDate]

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNT_CAP

    @property
    def has_more(self) -> bool:
        return self.count > len(self.rows)


def deadline_note(meeting: Meeting) -> str:
    """Where the document deadline of a meeting comes from."""
    if meeting.own_document_deadline_on:
        return _("As set for this meeting.")
    return _("Our choice: %(days)d days before the meeting; no source sets it.") % {
        "days": DOCUMENT_DEADLINE_DAYS
    }


def find(*, actor: Actor, meeting: int) -> Meeting:
    """The meeting of a page. Raises: Http404 where the actor does not see it."""
    found: Meeting = get_object_or_404(meeting_file.meetings(actor=actor), pk=meeting)
    return found


def lists(*, request: HttpRequest, today: date) -> dict[str, Any]:
    """The meetings that are under way or to come, the next first; and a page of those that are past."""
    visible = meeting_file.meetings(actor=actor_of(request))
    coming = visible.next_after(on=today)
    past = visible.exclude(pk__in=coming.order_by().values("pk")).order_by("-starts_on", "-pk")
    page = Paginator(past, PAGE).get_page(request.GET.get("page"))
    return {
        "coming": [_row(one) for one in coming[:PAGE]],
        "past": [_row(one) for one in page],
        "page": page,
    }


def _row(meeting: Meeting) -> MeetingRow:
    is_known = meeting.precision == Precision.DAY
    return MeetingRow(meeting, dates.of_meeting(meeting), meeting.document_deadline_on if is_known else None)


def page(*, request: HttpRequest, meeting: Meeting, today: date, desk: str) -> dict[str, Any]:
    """What the page of a meeting shows on the desk whose addresses begin with ``desk``."""
    actor = actor_of(request)
    before, after = meeting_file.neighbours(actor=actor, meeting=meeting)
    brought = Paginator(meeting_file.matters(actor=actor, meeting=meeting), PAGE)
    shown = brought.get_page(request.GET.get("page"))
    is_known = meeting.precision == Precision.DAY
    is_past = (meeting.ends_on or meeting.starts_on) < today
    weighed = is_known and not is_past
    return {
        "meeting": meeting,
        "days": dates.of_meeting(meeting),
        "days_left": (meeting.starts_on - today).days if is_known else None,
        "is_known": is_known,
        "is_past": is_past,
        "days_to_documents": (meeting.document_deadline_on - today).days,
        "deadline_note": deadline_note(meeting),
        "before": before,
        "after": after,
        "page": shown,
        "matters": _brought(actor, list(shown), desk),
        "tied": _tied(actor, meeting, today, desk),
        "weighed": weighed,
        "in_time": list(_groups(actor, meeting, today, desk, late=False)) if weighed else [],
        "too_late": list(_groups(actor, meeting, today, desk, late=True)) if weighed else [],
        "reports": list(meeting_file.reports(actor=actor, meeting=meeting)),
    }


def _brought(actor: Actor, found: list[ComplianceMatter], desk: str) -> list[MatterRow]:
    drafts = meeting_file.drafts(actor=actor, matters=found)
    return [
        MatterRow(one, reverse(f"{desk}:matter", args=[one.reference]), drafts.get(one.pk, []))
        for one in found
    ]


def _tied(actor: Actor, meeting: Meeting, today: date, desk: str) -> list[TiedRow]:
    found = list(meeting_file.tied(actor=actor, meeting=meeting))
    earlier = meeting_file.earlier(actor=actor, deadlines=found)
    return [
        TiedRow(
            matters.deadline_view(one, earlier.get(one.pk, []), None, today),
            reverse(f"{desk}:matter", args=[one.matter.reference]),
        )
        for one in found
    ]


def _groups(actor: Actor, meeting: Meeting, today: date, desk: str, *, late: bool) -> Iterator[Group]:
    """The open dates on one side of the document deadline (SC78 Doc. 37, paragraph 30); two queries a kind."""
    deadline = meeting.document_deadline_on
    side = Q(due_on__gt=deadline) if late else Q(due_on__lte=deadline)
    here = Q(request__matter__brought_to=meeting)
    steps = meeting_file.open_steps(actor=actor).filter(side)
    kinds: Sequence[tuple[str, QuerySet[Any]]] = (
        (_("Requests in the matters of this meeting"), steps.filter(here)),
        (_("Other information requests"), steps.exclude(here)),
        (_("Deadlines of the Committee"), meeting_file.open_deadlines(actor=actor).filter(side)),
        (
            _("Steps of action plans, by the Party's timetable"),
            meeting_file.open_plan_steps(actor=actor).filter(side),
        ),
    )
    for label, found in kinds:
        rows = [_open_date(one, today, desk) for one in found[:SHOWN]]
        yield Group(label, selectors.capped_count(found=found), rows)


def _open_date(one: Deadline | CommitteeDeadline | PlanStep, today: date, desk: str) -> OpenDate:
    if isinstance(one, Deadline):
        request = one.request
        about = f"{request.reference}, {request.party.name}"
        return _dated(one.due_on, today, str(Step(one.step).label), about, _request_url(one, desk))
    matter = one.matter if isinstance(one, CommitteeDeadline) else one.measure.matter
    what = one.what if isinstance(one, CommitteeDeadline) else one.text
    due_on: date = one.due_on  # type: ignore[union-attr]  # of a step of a plan: annotated
    url = reverse(f"{desk}:matter", args=[matter.reference])
    return _dated(due_on, today, what, f"{matter.reference}, {matter.party.name}", url)


def _dated(due_on: date, today: date, what: str, about: str, url: str) -> OpenDate:
    return OpenDate(due_on, (due_on - today).days, what, about, url)


def _request_url(step: Deadline, desk: str) -> str:
    """The request's own page, or for the Committee that of its matter."""
    if desk == "secretariat":
        return reverse("secretariat:request", args=[step.request.reference])
    assert step.request.matter  # noqa: S101  # the Committee sees requests of matters alone
    return reverse(f"{desk}:matter", args=[step.request.matter.reference])
