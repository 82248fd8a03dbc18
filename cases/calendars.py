"""The due dates that belong into somebody's own calendar."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.access import Actor, Audience
from cases.models import Deadline

MOST = 1000
"""A calendar is read whole and often: the earliest dates of so many steps. Our choice."""


def due_dates(*, actor: Actor) -> QuerySet[Deadline]:
    """The open steps that concern an actor, the earliest first, each with how often its date has ``moved``.

    A focal point's are those of the Party, a Committee member's those of requests in
    matters brought; of the Secretariat's, each person has those of their own
    requests. One query.
    """
    visible = Deadline.objects.visible_to(actor)
    found = visible.open_in_force()
    if actor.audience is Audience.SECRETARIAT:
        found = found.filter(request__officer_id=actor.user_id)
    other_dates = (
        visible.filter(request=OuterRef("request"), step=OuterRef("step"), in_force_until__isnull=False)
        .exclude(due_on=OuterRef("due_on"))
        .order_by()
        .values("step")
        .annotate(count=Count("pk"))
        .values("count")
    )
    moved = Coalesce(Subquery(other_dates, output_field=IntegerField()), 0)
    dates: QuerySet[Deadline] = (
        found.annotate(moved=moved).select_related("request__matter").order_by("due_on", "pk")[:MOST]
    )
    return dates
