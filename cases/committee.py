"""The Standing Committee: what was brought to it and what it is asked; its members, and their own notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from cases import selectors
from cases.access import Actor, Audience
from cases.models import ComplianceMatter, Measure, Meeting, MemberNote, Recommendation, Recusal
from compliance.accounts.models import COMMITTEE_ROLES, Membership, Role, User


@dataclass(frozen=True, slots=True)
class Glance:
    """What a list says of a matter: how much the Committee is asked to decide, how many measures are in force."""

    asked: int
    in_force: int


def brought(*, actor: Actor) -> QuerySet[ComplianceMatter]:
    """The matters brought to the Committee that the actor sees, with their names; in no order."""
    return selectors.matters_visible(actor=actor).filter(
        origin=ComplianceMatter.Origin.SECRETARIAT, brought_on__isnull=False
    )


def meetings(*, actor: Actor) -> QuerySet[Meeting]:
    """The meetings that matters were brought to, the latest first."""
    found: QuerySet[Meeting] = Meeting.objects.visible_to(actor).filter(
        pk__in=brought(actor=actor).values("brought_to")
    )
    return found.order_by("-starts_on", "pk")


def at_a_glance(*, actor: Actor, matters: Iterable[ComplianceMatter]) -> dict[int, Glance]:
    """Each of these matters at a glance, by its key. Two queries."""
    keys = [matter.pk for matter in matters]
    asked = _counted(Recommendation.objects.visible_to(actor).undecided(), keys)
    in_force = _counted(Measure.objects.visible_to(actor).in_force(), keys)
    return {key: Glance(asked.get(key, 0), in_force.get(key, 0)) for key in keys}


def _counted(found: QuerySet[Any], matters: list[int]) -> dict[int, int]:
    rows = found.filter(matter__in=matters).order_by().values_list("matter")
    return dict(rows.annotate(Count("pk", distinct=True)))


def excluded_from(*, actor: Actor) -> set[int]:
    """The keys of the matters from which the Chair excluded the actor. One query."""
    live = Recusal.objects.visible_to(actor).live().filter(member_id=actor.user_id)
    return set(live.values_list("matter", flat=True))


def asked(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[Recommendation]:
    """What the Committee is asked to decide in a matter: drafts that were released to it, in their order."""
    found: QuerySet[Recommendation] = Recommendation.objects.visible_to(actor).undecided()
    return found.filter(matter=matter).order_by("drafted_at", "pk")


def own_notes(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[MemberNote]:
    """What a member noted for themselves on a matter, the newest first; nothing for anybody else."""
    found: QuerySet[MemberNote] = MemberNote.objects.visible_to(actor).filter(matter=matter)
    return found.order_by("-written_at", "-pk")


def members(*, actor: Actor) -> QuerySet[User]:
    """The members whom the Chair can exclude from a matter; nobody for anybody else."""
    if actor.role is not Role.CHAIR:
        return User.objects.none()
    sitting = Membership.objects.filter(role=Role.MEMBER, ended_at__isnull=True, user__is_active=True)
    return User.objects.filter(pk__in=sitting.values("user")).order_by("name", "pk")


def of_the_party(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[User]:
    """Members from the Party concerned, as the Chair sees them."""
    of_party = Membership.objects.filter(party_id=matter.party_id, ended_at__isnull=True)
    return members(actor=actor).filter(pk__in=of_party.values("user"))


def is_of_the_party(*, actor: Actor, matter: ComplianceMatter) -> bool:
    """Whether a member of the Committee comes from the Party that the matter concerns."""
    return (
        actor.audience is Audience.COMMITTEE
        and Membership.objects.filter(
            user_id=actor.user_id,
            party_id=matter.party_id,
            role__in=COMMITTEE_ROLES,
            ended_at__isnull=True,
        ).exists()
    )
