"""What pages read of one meeting. Everything here starts from ``visible_to(actor)``."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from cases import selectors
from cases.access import Actor, Audience
from cases.matter_querysets import CommitteeDeadlineQuerySet
from cases.models import (
    CommitteeDeadline,
    ComplianceMatter,
    Deadline,
    Meeting,
    MeetingReport,
    MovedDate,
    PlanStep,
    Recommendation,
    Recusal,
)
from cases.querysets import MeetingQuerySet


def meetings(*, actor: Actor) -> MeetingQuerySet:
    """Every meeting, in no order."""
    found: MeetingQuerySet = Meeting.objects.visible_to(actor)
    return found


def as_secretariat(*, actor: Actor) -> MeetingQuerySet:
    """The meetings whose draft report an actor may read: all for the Secretariat, none for anybody else."""
    found = meetings(actor=actor)
    return found if actor.audience is Audience.SECRETARIAT else found.none()


def neighbours(*, actor: Actor, meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """The meetings before and after, of whichever body. Two queries."""
    found = meetings(actor=actor)
    same_day = Q(starts_on=meeting.starts_on)
    before = found.filter(Q(starts_on__lt=meeting.starts_on) | same_day & Q(pk__lt=meeting.pk))
    after = found.filter(Q(starts_on__gt=meeting.starts_on) | same_day & Q(pk__gt=meeting.pk))
    return before.order_by("-starts_on", "-pk").first(), after.order_by("starts_on", "pk").first()


def matters(*, actor: Actor, meeting: Meeting) -> QuerySet[ComplianceMatter]:
    """The matters that were brought to a meeting, by their agenda items."""
    found = selectors.matters_visible(actor=actor).filter(brought_to=meeting, brought_on__isnull=False)
    return found.order_by("agenda_item", "reference")


def drafts(*, actor: Actor, matters: list[ComplianceMatter]) -> dict[int, list[Recommendation]]:
    """The draft recommendations that wait for a decision, by the key of their matter; one query.

    Each says in ``is_released`` whether the Committee sees it.
    """
    rows = Recommendation.objects.visible_to(actor).filter(
        matter__in=matters, dropped_on__isnull=True, measures__isnull=True
    )
    found: dict[int, list[Recommendation]] = {}
    rows = rows.annotate(is_released=Q(releases__isnull=False)).select_related("matter")
    for row in rows.order_by("drafted_at", "pk"):
        found.setdefault(row.matter_id, []).append(row)
    return found


def tied(*, actor: Actor, meeting: Meeting) -> CommitteeDeadlineQuerySet:
    """Every deadline that is counted from the first day of a meeting, the earliest first."""
    found: CommitteeDeadlineQuerySet = CommitteeDeadline.objects.visible_to(actor).filter(meeting=meeting)
    return found.select_related("matter__party", "meeting").order_by("due_on", "pk")


def earlier(*, actor: Actor, deadlines: list[CommitteeDeadline]) -> dict[int, list[MovedDate]]:
    """The dates that these deadlines had before, by the key of the deadline; one query."""
    rows = MovedDate.objects.visible_to(actor).filter(deadline__in=deadlines)
    found: dict[int, list[MovedDate]] = {}
    for row in rows.order_by("recorded_at", "pk"):
        found.setdefault(row.deadline_id, []).append(row)
    return found


def moved(*, actor: Actor, meeting: Meeting, at: datetime) -> QuerySet[MovedDate]:
    """The dates that a meeting which moved at this instant took with it."""
    found = MovedDate.objects.visible_to(actor).filter(deadline__meeting=meeting, recorded_at=at)
    return found.select_related("deadline__matter").order_by("pk")


def open_steps(*, actor: Actor) -> QuerySet[Deadline]:
    """Open steps of all requests, the earliest first."""
    found: QuerySet[Deadline] = Deadline.objects.visible_to(actor).open_in_force()
    return found.select_related("request__party", "request__matter").order_by("due_on", "pk")


def open_deadlines(*, actor: Actor) -> QuerySet[CommitteeDeadline]:
    """Open deadlines of the Committee in all matters, the earliest first."""
    found: QuerySet[CommitteeDeadline] = CommitteeDeadline.objects.visible_to(actor).open()
    return found.select_related("matter__party").order_by("due_on", "pk")


def open_plan_steps(*, actor: Actor) -> QuerySet[PlanStep]:
    """Steps of plans in force that are not done, by the Party's own timetable; ``due_on`` is their day.

    One for which the Committee set a deadline is among the deadlines.
    """
    found: QuerySet[PlanStep] = PlanStep.objects.visible_to(actor).filter(
        wanted_by__isnull=False, done_on__isnull=True, measure__ends_on__isnull=True, deadline__isnull=True
    )
    found = found.annotate(due_on=F("wanted_by")).select_related("measure__matter__party")
    return found.order_by("wanted_by", "pk")


def not_released(*, actor: Actor, matters: list[ComplianceMatter]) -> list[Recommendation]:
    """Drafts of these matters that the Committee does not see yet, and that a report therefore leaves out."""
    found = drafts(actor=actor, matters=matters)
    return [one for rows in found.values() for one in rows if not one.is_released]  # type: ignore[attr-defined]


def excluded_from(*, actor: Actor) -> set[str]:
    """The references of the matters from which the Chair excluded the actor."""
    found = Recusal.objects.visible_to(actor).live().filter(member_id=actor.user_id)
    return set(found.values_list("matter__reference", flat=True))


def reports(*, actor: Actor, meeting: Meeting) -> QuerySet[MeetingReport]:
    """The reports that were issued to a meeting, the latest first, without what they say."""
    found = MeetingReport.objects.visible_to(actor).filter(meeting=meeting).defer("frozen")
    return found.select_related("issued_by").order_by("-revision")


def report(*, actor: Actor, meeting: int, revision: int) -> QuerySet[MeetingReport]:
    """One report that was issued, where the actor may see it."""
    found: QuerySet[MeetingReport] = MeetingReport.objects.visible_to(actor)
    return found.filter(meeting=meeting, revision=revision).select_related("meeting", "issued_by")
