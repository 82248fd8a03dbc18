"""The due dates that belong into somebody's own calendar."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases import people
from cases.access import Actor, Audience
from cases.models import CommitteeDeadline, Deadline, Meeting, MovedDate
from cases.models.meeting import Precision

MOST = 1000
"""A calendar is read whole and often: the earliest dates of so many steps. Our choice."""


class Whose(StrEnum):
    """Of the Secretariat's: the dates of one's own cases, or of one's whole team's."""

    MINE = "mine"
    TEAM = "team"


def due_dates(*, actor: Actor, whose: Whose = Whose.MINE) -> QuerySet[Deadline]:
    """The open steps that concern an actor, the earliest first, each with how often it was moved (``times_moved``).

    A focal point's are those of the Party, a Committee member's those of requests in
    matters brought; of the Secretariat's, each person has those of their own
    requests, or of their team's. One query.
    """
    visible = Deadline.objects.visible_to(actor)
    other_dates = (
        visible.filter(request=OuterRef("request"), step=OuterRef("step"), in_force_until__isnull=False)
        .exclude(due_on=OuterRef("due_on"))
        .order_by()
        .values("step")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found = visible.open_in_force().filter(_of_officer("request__officer", actor, whose))
    dates: QuerySet[Deadline] = (
        found.annotate(times_moved=_counted(other_dates))
        .select_related("request__matter")
        .order_by("due_on", "pk")[:MOST]
    )
    return dates


def committee_deadlines(*, actor: Actor, whose: Whose = Whose.MINE) -> QuerySet[CommitteeDeadline]:
    """The open deadlines of the Committee that concern an actor, in the same way. One query."""
    moves = MovedDate.objects.filter(deadline=OuterRef("pk"))  # of deadlines that are seen
    counted = moves.order_by().values("deadline").annotate(count=Count("pk")).values("count")
    found = CommitteeDeadline.objects.visible_to(actor).open()
    dates: QuerySet[CommitteeDeadline] = (
        found.filter(_of_officer("matter__officer", actor, whose))
        .annotate(times_moved=_counted(counted))
        .select_related("matter")
        .order_by("due_on", "pk")[:MOST]
    )
    return dates


def meetings(*, actor: Actor, on: date) -> QuerySet[Meeting]:
    """The meetings with known days that have not ended; for whoever prepares for them, which a Party does not here."""
    found: QuerySet[Meeting] = Meeting.objects.visible_to(actor).next_after(on=on)
    return found.none() if actor.audience is Audience.PARTY else found.filter(precision=Precision.DAY)


def has_team(*, actor: Actor) -> bool:
    """Whether the actor is in a team, whose dates can be had."""
    return actor.audience is Audience.SECRETARIAT and people.team_of(actor=actor) is not None


def _of_officer(field: str, actor: Actor, whose: Whose) -> Q:
    """Whose cases: everybody's that are seen, but for the Secretariat, which sees all."""
    if actor.audience is not Audience.SECRETARIAT:
        return Q()
    if whose is Whose.MINE:
        return Q(**{field: actor.user_id})
    staff = people.memberships(actor=actor).filter(ended_at__isnull=True, team__isnull=False)
    own = staff.filter(user=actor.user_id).order_by().values("team")
    return Q(**{f"{field}__in": staff.filter(team__in=own).order_by().values("user")})


def _counted(query: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(query, output_field=IntegerField()), 0)
