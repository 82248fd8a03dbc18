"""What goes into the report to a meeting: the record as a member sees it whom nobody excluded from a matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Prefetch, Q, QuerySet

from cases.access import Actor
from cases.models import (
    Assistance,
    CommitteeContact,
    CommitteeDeadline,
    ComplianceMatter,
    Deadline,
    InformationRequest,
    MatterAct,
    MatterReport,
    Measure,
    Meeting,
    MovedDate,
    PlanStep,
    Recommendation,
    SpeciesConcerned,
)
from compliance.accounts.models import Role
from compliance.rules.stage_table import Stage

T = TypeVar("T")
READER = Actor(role=Role.MEMBER)
"""Whoever makes the report, it holds what this reader may see: it goes to the Committee, and then it is public.

Of correspondence, and of what was said in contacts, it holds that and when it
came, never the words, released or not (our choice).
"""
_UNDER_WAY = (Stage.BEFORE_COMMITTEE.value, Stage.MEASURES.value, Stage.MONITORING.value)


@dataclass(frozen=True, slots=True)
class MatterFile:
    """One matter with what the report tells of it, each in the order in which it happened."""

    matter: ComplianceMatter
    species: list[SpeciesConcerned]
    acts: list[MatterAct]
    assistance: list[Assistance]
    contacts: list[CommitteeContact]
    statements: list[MatterReport]
    requests: list[InformationRequest]
    steps: dict[int, list[Deadline]]
    """By the key of the request."""
    measures: list[Measure]
    deadlines: list[CommitteeDeadline]
    moved: dict[int, list[MovedDate]]
    """By the key of the deadline."""
    recommendations: list[Recommendation]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything for one report, in no language yet; ``on`` is the day that it is told for."""

    meeting: Meeting
    on: date
    since: Meeting | None
    """The meeting before, after which matters that were closed are still told of."""
    files: list[MatterFile]


def gather(*, meeting: Meeting, on: date) -> Material:
    """The matters of a report and all that it says of them, as known on the day ``on``, which is today at the seat.

    Seventeen queries at most, however many matters there are. Past days are told
    by the reports that were issued then.
    """
    since = previous(meeting=meeting)
    matters = list(in_scope(meeting=meeting, since=since).order_by("reference"))
    parts = _parts(matters, on)
    return Material(meeting, on, since, [_file(matter, parts) for matter in matters])


def previous(*, meeting: Meeting) -> Meeting | None:
    """The meeting of the same body before this one."""
    found = Meeting.objects.visible_to(READER).filter(body=meeting.body, starts_on__lt=meeting.starts_on)
    return found.order_by("-starts_on", "-pk").first()


def in_scope(*, meeting: Meeting, since: Meeting | None) -> QuerySet[ComplianceMatter]:
    """What is before the Committee, under measures or monitored, and what was closed since the meeting before.

    A matter that was brought to a later meeting waits for the report to that one;
    the public record is no file of the Secretariat.
    """
    closed = Q(stage=Stage.CLOSED.value)
    if since:
        closed &= Q(closed_on__gte=since.starts_on)
    found = ComplianceMatter.objects.visible_to(READER).filter(
        Q(stage__in=_UNDER_WAY) | closed,
        Q(brought_to__isnull=True) | Q(brought_to__starts_on__lte=meeting.starts_on),
        origin=ComplianceMatter.Origin.SECRETARIAT,
    )
    return found.select_related("party", "brought_to")


def _parts(matters: list[ComplianceMatter], on: date) -> dict[str, dict[int, list[Any]]]:
    """By kind, the rows of each matter by its key."""
    requests = _of(InformationRequest, matters).order_by("sent_on", "pk")
    steps = Deadline.objects.visible_to(READER).as_of(on=on).filter(request__matter__in=matters)
    moved = MovedDate.objects.visible_to(READER).filter(deadline__matter__in=matters)
    plan = Prefetch("plan_steps", queryset=PlanStep.objects.visible_to(READER).order_by("pk"))
    measures = _of(Measure, matters).select_related("meeting").prefetch_related("species", plan)
    drafts = _of(Recommendation, matters).filter(dropped_on__isnull=True, measures__isnull=True)
    return {
        "species": _grouped(_of(SpeciesConcerned, matters).order_by("name", "pk")),
        "acts": _grouped(_of(MatterAct, matters).select_related("meeting").order_by("on", "pk")),
        "assistance": _grouped(_of(Assistance, matters).order_by("offered_at", "pk")),
        "contacts": _grouped(_of(CommitteeContact, matters).order_by("on", "pk")),
        "statements": _grouped(_of(MatterReport, matters).defer("text").order_by("received_on", "pk")),
        "requests": _grouped(requests),
        "steps": _grouped(steps.order_by("due_on", "pk"), by="request_id"),
        "measures": _grouped(measures.order_by("decided_on", "pk")),
        "deadlines": _grouped(
            _of(CommitteeDeadline, matters).select_related("meeting", "measure").order_by("due_on", "pk")
        ),
        "moved": _grouped(moved.order_by("recorded_at", "pk"), by="deadline_id"),
        "recommendations": _grouped(drafts.order_by("drafted_at", "pk")),
    }


def _of(model: Any, matters: list[ComplianceMatter]) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.visible_to(READER).filter(matter__in=matters)
    return found


def _grouped(rows: Iterable[T], *, by: str = "matter_id") -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def _file(matter: ComplianceMatter, parts: dict[str, dict[int, list[Any]]]) -> MatterFile:
    by_other_keys = ("steps", "moved")
    own = {kind: found.get(matter.pk, []) for kind, found in parts.items() if kind not in by_other_keys}
    return MatterFile(matter=matter, steps=parts["steps"], moved=parts["moved"], **own)
