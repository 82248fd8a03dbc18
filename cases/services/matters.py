"""Compliance matters: opened by the Secretariat, and brought to the Standing Committee by it alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import ComplianceMatter, Meeting, Party, ReferenceSeries
from cases.services.refusals import Refused, clean, in_full
from cases.services.requests import SAME_FORM
from compliance import clock
from compliance.accounts.models import User

PREFIX = "CM"


class NotToBeBrought(Refused):
    """The matter is before the Committee already, or is not the Secretariat's file."""


@transaction.atomic
def open_matter(
    *, actor: Actor, party: Party, title: str, attention: str, officer: User, at: datetime
) -> ComplianceMatter:
    """A new matter concerning one Party, in the Secretariat's file.

    Raises: PermissionDenied; Refused. Source: Article XIII, paragraph 1.
    """
    access.require(actor=actor, act=Act.OPEN_MATTER)
    matter = ComplianceMatter(
        party=party, title=" ".join(title.split()), attention=attention, officer=officer, opened_at=at
    )
    clean(matter, exclude={"reference"})
    if twin := _opened_just_now(matter, actor=actor):
        return twin
    matter.reference = ReferenceSeries.next_reference(prefix=PREFIX, year=clock.legal_day(at=at).year)
    matter.save()
    return matter


def _opened_just_now(matter: ComplianceMatter, *, actor: Actor) -> ComplianceMatter | None:
    """The matter that the same form made a moment ago, when it is sent twice."""
    list(User.objects.select_for_update().filter(pk=actor.user_id))
    return (
        ComplianceMatter.objects.visible_to(actor)
        .filter(
            party=matter.party,
            title=matter.title,
            attention=matter.attention,
            officer=matter.officer,
            brought_on__isnull=True,
            opened_at__range=(matter.opened_at - SAME_FORM, matter.opened_at),
        )
        .order_by("pk")
        .first()
    )


@transaction.atomic
def bring(
    *, actor: Actor, matter: ComplianceMatter, grounds: str, meeting: Meeting | None, at: datetime
) -> ComplianceMatter:
    """Brings a matter to the attention of the Standing Committee: the Secretariat's act, never the engine's.

    Raises: PermissionDenied; NotToBeBrought; Refused without grounds. Source: paragraph 23 d).
    """
    access.require(actor=actor, act=Act.BRING_MATTER)
    matter = ComplianceMatter.objects.visible_to(actor).select_for_update().get(pk=matter.pk)
    if matter.origin != ComplianceMatter.Origin.SECRETARIAT:
        raise NotToBeBrought(_("This is the public record; it is not a file of the Secretariat."))
    if matter.brought_on:
        raise NotToBeBrought(
            _("The matter was brought to the Committee on %(date)s.") % {"date": in_full(matter.brought_on)},
            paragraph="23 d)",
        )
    if not grounds.strip():
        raise Refused(_("Say why no solution can be readily achieved."), field="grounds", paragraph="23 d)")
    matter.grounds, matter.brought_to = grounds.strip(), meeting
    matter.brought_on = clock.legal_day(at=at)
    clean(matter)
    matter.save()
    return matter
