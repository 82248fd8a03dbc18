"""Teams of the Secretariat: made, renamed, deleted while empty, and who is in which."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.services.refusals import Refused, clean
from compliance.accounts.models import SECRETARIAT_ROLES, Membership, Team


@transaction.atomic
def make(*, actor: Actor, name: str) -> Team:
    """Makes a team. Raises: PermissionDenied; Refused where another has the name."""
    access.require(actor=actor, act=Act.KEEP_TEAM)
    return _saved(Team(), name)


@transaction.atomic
def rename(*, actor: Actor, team: Team, name: str) -> Team:
    """Gives a team another name; who is in it stays. Raises: as ``make``."""
    access.require(actor=actor, act=Act.KEEP_TEAM)
    return _saved(Team.objects.select_for_update().get(pk=team.pk), name)


@transaction.atomic
def delete(*, actor: Actor, team: Team) -> None:
    """Deletes a team that nobody is in; those who left the desk leave it here too.

    Raises: PermissionDenied; Refused while somebody who works here is in it.
    """
    access.require(actor=actor, act=Act.KEEP_TEAM)
    team = Team.objects.select_for_update().get(pk=team.pk)
    if Membership.objects.filter(team=team, ended_at__isnull=True).exists():
        raise Refused(
            _("There are colleagues in this team: put them into another first, then delete the empty team.")
        )
    for ended in Membership.objects.filter(team=team):
        ended.team = None
        ended.save()
    team.delete()


@transaction.atomic
def put(*, actor: Actor, membership: Membership, team: Team | None) -> Membership:
    """Puts a colleague of the Secretariat into a team, or into none. Their requests go with them.

    Raises: PermissionDenied; Refused for somebody of another desk, or who has left.
    """
    access.require(actor=actor, act=Act.KEEP_TEAM)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.role not in SECRETARIAT_ROLES:
        raise Refused(_("Teams are the Secretariat's own: this person belongs to another desk."))
    if membership.ended_at:
        raise Refused(_("This membership has ended already."))
    # Held until the end, so that the team is not deleted meanwhile.
    membership.team = Team.objects.select_for_update().get(pk=team.pk) if team else None
    membership.save()
    return membership


def _saved(team: Team, name: str) -> Team:
    """Raises: Refused also where another team took the name at the same instant."""
    team.name = " ".join(name.split())
    clean(team)
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError:
        clean(team)
        raise
    return team
