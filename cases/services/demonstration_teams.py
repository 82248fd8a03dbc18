"""A team for the demonstration: the case officer and the supervisor share their work."""

from __future__ import annotations

from cases import access
from cases.services import teams
from compliance.accounts.models import Membership


def put_into_a_team(*, supervisor: str, colleagues: tuple[str, ...]) -> None:
    """Makes one team and puts these people into it, by their addresses."""
    head = Membership.objects.get(user__email=supervisor)
    actor = access.actor_of(user_id=head.user_id)
    team = teams.make(actor=actor, name="Timber and plants")
    for membership in Membership.objects.filter(user__email__in=(supervisor, *colleagues)).order_by("pk"):
        teams.put(actor=actor, membership=membership, team=team)
