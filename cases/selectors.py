"""What pages and the API read. Everything here starts from ``visible_to(actor)``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases import facts
from cases.access import Actor
from cases.models import (
    Assessment,
    ComplianceMatter,
    Deadline,
    InformationRequest,
    MatterEvent,
    Meeting,
    Submission,
)
from compliance.rules import timeline
from compliance.rules import types as rules
from compliance.rules.timeline import DUE_SOON_DAYS

COUNT_CAP = 1000
"""Counts stop here: a page says "1000 or more" rather than count every case there is."""


class Work(StrEnum):
    """Where requests stand on a day, as the lists of the Secretariat divide them; each request is in exactly one."""

    DRAFT = "draft"
    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    UPCOMING = "upcoming"
    AWAITING_ASSESSMENT = "awaiting-assessment"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


WORK_LABELS = {
    Work.DRAFT: _("Draft, not sent"),
    Work.OVERDUE: _("A step is overdue"),
    Work.DUE_SOON: _("A step is due within 14 days"),
    Work.UPCOMING: _("Under way, nothing due within 14 days"),
    Work.AWAITING_ASSESSMENT: _("Answered, awaiting assessment"),
    Work.ANSWERED: _("Answered, no step open"),
    Work.WITHDRAWN: _("Withdrawn"),
}


def work_conditions(*, on: date) -> dict[Work, Q]:
    """One condition for each kind of work; they exclude each other."""
    sent = Q(stage=InformationRequest.Stage.SENT)
    settled = sent & Q(next_due_on__isnull=True)
    waiting = Q(answer=InformationRequest.AnswerGiven.AWAITING_ASSESSMENT)
    soon = on + timedelta(days=DUE_SOON_DAYS)
    return {
        Work.DRAFT: Q(stage=InformationRequest.Stage.DRAFT),
        Work.OVERDUE: sent & Q(next_due_on__lt=on),
        Work.DUE_SOON: sent & Q(next_due_on__gte=on, next_due_on__lte=soon),
        Work.UPCOMING: sent & Q(next_due_on__gt=soon),
        Work.AWAITING_ASSESSMENT: settled & waiting,
        Work.ANSWERED: settled & ~waiting,
        Work.WITHDRAWN: Q(stage=InformationRequest.Stage.WITHDRAWN),
    }


def requests_in(*, actor: Actor, work: Work, on: date) -> QuerySet[InformationRequest]:
    """The requests that an actor sees in one kind of work on a day, the most urgent first."""
    found = InformationRequest.objects.visible_to(actor).filter(work_conditions(on=on)[work])
    return _with_names(found).order_by("next_due_on", "-sent_on", "pk")


def most_urgent(
    *, actor: Actor, limit: int = 25, among: QuerySet[InformationRequest] | None = None
) -> list[InformationRequest]:
    """The requests with the earliest open due date, of all that the actor sees or among some of them."""
    visible = InformationRequest.objects.visible_to(actor) if among is None else among
    found = visible.filter(stage=InformationRequest.Stage.SENT, next_due_on__isnull=False)
    return list(_with_names(found).order_by("next_due_on", "pk")[:limit])


def is_any_sent(*, actor: Actor) -> bool:
    """Whether the actor sees any request that was sent."""
    return InformationRequest.objects.visible_to(actor).filter(sent_on__isnull=False).exists()


def proposals(*, actor: Actor, on: date) -> QuerySet[InformationRequest]:
    """Requests that qualify under 23 d) and whose matter was not brought to the Committee yet."""
    found = InformationRequest.objects.visible_to(actor).filter(proposal_condition(on=on))
    return _with_names(found).order_by("qualifies_on", "pk")


def proposal_condition(*, on: date) -> Q:
    """Which requests ``proposals`` gives."""
    qualifies = Q(stage=InformationRequest.Stage.SENT, qualifies_on__lte=on)
    return qualifies & ~Q(matter__brought_on__isnull=False)


def next_meeting(*, actor: Actor, on: date) -> Meeting | None:
    """The meeting that is under way or comes next; None where none is on record."""
    return Meeting.objects.visible_to(actor).next_after(on=on).first()


def request_of(*, actor: Actor, reference: str) -> QuerySet[InformationRequest]:
    """The one request with this reference, where the actor may see it."""
    return _with_names(InformationRequest.objects.visible_to(actor).filter(reference=reference))


def linked(*, actor: Actor, request: InformationRequest) -> list[InformationRequest]:
    """The request that this one takes up, and those that take it up, as far as the actor sees them; one query."""
    found = InformationRequest.objects.visible_to(actor).filter(Q(pk=request.follows_id) | Q(follows=request))
    return list(found.order_by("opened_at", "pk"))


def matter_of(*, actor: Actor, reference: str) -> QuerySet[ComplianceMatter]:
    """The one matter with this reference, where the actor may see it."""
    return (
        ComplianceMatter.objects.visible_to(actor)
        .filter(reference=reference)
        .select_related("party", "officer", "brought_to")
    )


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A request with all that its page shows: what came, what was made of it, and every step with its explanation.

    ``submissions`` and ``assessments`` are those that the actor may read;
    ``steps`` come from every fact on record, because a date is the same for
    every reader.
    """

    request: InformationRequest
    submissions: list[Submission]
    assessments: list[Assessment]
    steps: tuple[rules.Deadline, ...]


def case_file(
    *, actor: Actor, request: InformationRequest, on: date, known_by: datetime | None = None
) -> CaseFile:
    """The file of one request as it stands on the day ``on``; six queries at most.

    Only what was recorded before ``known_by``, where it is given; the request is
    then ``cases.known.request``.
    """
    recorded = {"recorded_at__lt": known_by} if known_by else {}
    submissions = list(
        Submission.objects.visible_to(actor)
        .filter(request=request, **recorded)
        .select_related("recorded_by")
        .order_by("received_on", "recorded_at", "pk")
    )
    assessments = list(
        Assessment.objects.visible_to(actor)
        .filter(submission__request=request, **recorded)
        .select_related("assessed_by")
        .order_by("recorded_at", "pk")
    )
    steps = steps_of(request=request, on=on, known_by=known_by)
    return CaseFile(request, submissions, assessments, steps)


def steps_of(
    *, request: InformationRequest, on: date, known_by: datetime | None = None
) -> tuple[rules.Deadline, ...]:
    """Every step of a request on a day, explained, from what was recorded before ``known_by``; none of a draft."""
    if request.sent_on is None:
        return ()
    return timeline.timeline(
        rule_set=request.rule_set,
        sent_on=request.sent_on,
        facts=facts.of_request(request=request, known_by=known_by),
        on=on,
    )


def open_deadlines(*, actor: Actor, on: date, **condition: Any) -> QuerySet[Deadline]:
    """Open steps with their status on a day, the earliest first."""
    return (
        Deadline.objects.visible_to(actor)
        .open_in_force()
        .with_status(on=on)
        .filter(**condition)
        .select_related("request__party")
        .order_by("due_on", "pk")
    )


def _with_names(found: QuerySet[InformationRequest]) -> QuerySet[InformationRequest]:
    return found.select_related("party", "officer", "matter")


def requests_matching(*, actor: Actor, conditions: Iterable[Q] = ()) -> QuerySet[InformationRequest]:
    """The requests that an actor sees and for which all of these hold, with their names.

    In no order: the page that reads them walks them by key.
    """
    return _with_names(InformationRequest.objects.visible_to(actor).filter(*conditions))


def step_condition(*, actor: Actor, step: str, on: date, overdue: bool = False) -> Q:
    """Requests with an open step of one kind; on the day ``on`` overdue where that is asked."""
    found = Deadline.objects.visible_to(actor).open_in_force().filter(request=OuterRef("pk"), step=step)
    return Q(Exists(found.filter(due_on__lt=on) if overdue else found))


def capped_count(*, found: QuerySet[Any]) -> int:
    """How many rows there are, counted up to ``COUNT_CAP``; one query."""
    return found.order_by()[:COUNT_CAP].count()


def next_steps(*, actor: Actor, requests: Iterable[InformationRequest], on: date) -> dict[int, Deadline]:
    """The earliest open step of each request and its status on a day, by the request's key; one query."""
    found: dict[int, Deadline] = {}
    for row in open_deadlines(actor=actor, on=on, request__in=[request.pk for request in requests]):
        found.setdefault(row.request_id, row)
    return found


def matters_visible(*, actor: Actor) -> QuerySet[ComplianceMatter]:
    """The matters that an actor sees, with their names; in no order."""
    return ComplianceMatter.objects.visible_to(actor).select_related("party", "officer", "brought_to")


def related_matters(*, actor: Actor, matter: ComplianceMatter) -> list[ComplianceMatter]:
    """The matters that were put beside this one, as far as the actor sees them."""
    found = matters_visible(actor=actor).filter(pk__in=matter.related.values("pk"))
    return list(found.order_by("reference"))


def request_counts(*, actor: Actor, matters: Iterable[ComplianceMatter]) -> dict[int, int]:
    """How many requests the actor sees in each of these matters, by the key of the matter; one query."""
    found = (
        InformationRequest.objects.visible_to(actor)
        .filter(matter__in=[matter.pk for matter in matters])
        .order_by()
        .values_list("matter")
        .annotate(Count("pk"))
    )
    return dict(found)


def matter_events(*, actor: Actor, matter: ComplianceMatter) -> list[MatterEvent]:
    """What public sources tell of a matter, the earliest first."""
    return list(MatterEvent.objects.visible_to(actor).filter(matter=matter).order_by("on", "pk"))


def requests_of_matter(*, actor: Actor, matter: ComplianceMatter) -> list[InformationRequest]:
    """The requests of a matter, as far as the actor sees them, in the order in which they were opened."""
    found = _with_names(InformationRequest.objects.visible_to(actor).filter(matter=matter))
    return list(found.order_by("opened_at", "pk"))
