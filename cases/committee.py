"""Who sits on the Standing Committee, as its Chair sees it, and which members represent the Party of a matter."""

from __future__ import annotations

from django.db.models import QuerySet

from cases.access import Actor, Audience
from cases.models import ComplianceMatter
from compliance.accounts.models import COMMITTEE_ROLES, Membership, Role, User


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
