"""Who is on the desk, as each audience may see it: memberships and invitations live in accounts, their scope here."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cases import access
from cases.access import Act, Actor, Audience
from compliance.accounts.models import SECRETARIAT_ROLES, ApiToken, Invitation, Membership, Role, Team

CASE_STAFF = (Role.OFFICER, Role.SUPERVISOR)
"""Who works on requests: administrators act on no case."""


def memberships(*, actor: Actor) -> QuerySet[Membership]:
    """The Secretariat sees everybody; a focal point sees colleagues of the same Party; others see nobody."""
    found = Membership.objects.select_related("user", "party", "team")
    if actor.audience is Audience.SECRETARIAT:
        return found
    if actor.audience is Audience.PARTY and actor.party_id is not None:
        return found.filter(role=Role.FOCAL_POINT, party_id=actor.party_id)
    return found.none()


def present(*, actor: Actor) -> QuerySet[Membership]:
    """Memberships that have not ended, by role and name."""
    return memberships(actor=actor).filter(ended_at__isnull=True).order_by("role", "user__name", "pk")


def case_officers(*, actor: Actor) -> QuerySet[Membership]:
    """The colleagues who can be given a request, by name; the Secretariat's to read."""
    found = memberships(actor=actor).filter(role__in=CASE_STAFF, ended_at__isnull=True, user__is_active=True)
    return found.order_by("user__name", "pk")


def teams(*, actor: Actor) -> QuerySet[Team]:
    """The teams of the Secretariat, by name; its own to read."""
    found = Team.objects.order_by("name", "pk")
    return found if actor.audience is Audience.SECRETARIAT else found.none()


def with_colleagues(*, actor: Actor) -> list[tuple[Team, list[Membership]]]:
    """Each team with those who are in it today, by name; two queries."""
    inside: dict[int, list[Membership]] = {}
    for one in (
        memberships(actor=actor)
        .filter(team__isnull=False, ended_at__isnull=True)
        .order_by("user__name", "pk")
    ):
        inside.setdefault(one.team_id or 0, []).append(one)
    return [(team, inside.get(team.pk, [])) for team in teams(actor=actor)]


def team_of(*, actor: Actor) -> Team | None:
    """The team that the actor is in today."""
    found = memberships(actor=actor).filter(user_id=actor.user_id, ended_at__isnull=True).first()
    return found.team if found else None


def invitations(*, actor: Actor) -> QuerySet[Invitation]:
    """Open invitations and proposals: all for the Secretariat, those of their own Party for focal points."""
    found = Invitation.objects.select_related("party", "invited_by").filter(
        state__in=[Invitation.State.PROPOSED, Invitation.State.SENT]
    )
    if actor.audience is Audience.PARTY and actor.party_id is not None:
        found = found.filter(role=Role.FOCAL_POINT, party_id=actor.party_id)
    elif actor.audience is not Audience.SECRETARIAT:
        found = found.none()
    return found.order_by("state", "created_at", "pk")


def api_tokens(*, actor: Actor) -> QuerySet[ApiToken]:
    """One's own tokens in the present membership; for who may end them, those of the Secretariat's staff as well."""
    seen = Q(membership__user=actor.user_id, membership__ended_at__isnull=True)
    if access.may(actor=actor, act=Act.END_TOKEN_OF_STAFF):
        seen |= Q(membership__role__in=SECRETARIAT_ROLES)
    found = ApiToken.objects.filter(seen).select_related("membership__user")
    return found.order_by("-made_at", "-pk")
