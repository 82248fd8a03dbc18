"""Compliance matters: opened and described by the Secretariat, and brought to the Standing Committee by it alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import (
    ComplianceMatter,
    Meeting,
    Party,
    PersonalNotice,
    ReferenceSeries,
    SpeciesConcerned,
)
from cases.services import addressing, announcing, matter_stages, personal_notices
from cases.services.matter_stages import NotAtThisStage
from cases.services.refusals import Refused, clean, in_full, require
from cases.services.sent_twice import SAME_FORM
from compliance import clock
from compliance.accounts.models import User
from compliance.rules.stage_table import Action, Stage
from notifications import outbox
from notifications.letters import ActCode

PREFIX = "CM"
_BEFORE_THE_COMMITTEE = (Stage.BEFORE_COMMITTEE, Stage.MEASURES, Stage.MONITORING)


class NotToBeBrought(NotAtThisStage):
    """The matter is before the Committee already."""


@transaction.atomic
def open_matter(
    *, actor: Actor, party: Party, title: str, attention: str, officer: User, at: datetime
) -> ComplianceMatter:
    """A new matter concerning one Party, in the Secretariat's file, at the stage of identification.

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
def describe(
    *,
    actor: Actor,
    matter: ComplianceMatter,
    title: str,
    attention: str,
    provisions: str,
    significance: str,
    species: Iterable[tuple[str, str]],
    related: Iterable[ComplianceMatter] = (),
) -> ComplianceMatter:
    """What the matter is about: the provisions, its significance, the species, and the matters beside it.

    ``species`` are names with their Appendix, "" where it is not known; a species
    that a measure names stays. Raises: PermissionDenied; NotAtThisStage; Refused.
    """
    found = matter_stages.admit(actor=actor, matter=matter, action=Action.DESCRIBE_MATTER).matter
    found.title, found.attention = " ".join(title.split()), attention
    found.provisions, found.significance = " ".join(provisions.split()), significance.strip()
    clean(found)
    found.save()
    _keep_species(found, {" ".join(name.split()): appendix for name, appendix in species})
    visible = ComplianceMatter.objects.visible_to(actor).filter(pk__in=[one.pk for one in related])
    found.related.set(visible.exclude(pk=found.pk))
    return found


def _keep_species(matter: ComplianceMatter, wanted: dict[str, str]) -> None:
    gone = matter.species.exclude(name__in=wanted)
    if named := gone.filter(measures__isnull=False).order_by("name").first():
        raise Refused(_("%(name)s is named by a measure and stays.") % {"name": named.name}, field="species")
    gone.delete()
    for name, appendix in wanted.items():
        species = matter.species.filter(name=name).first() or SpeciesConcerned(matter=matter, name=name)
        species.appendix = appendix
        try:
            clean(species)
        except Refused as error:
            raise Refused(str(error), field="species") from error
        species.save()


@transaction.atomic
def bring(
    *,
    actor: Actor,
    matter: ComplianceMatter,
    because: str,
    grounds: str,
    meeting: Meeting | None,
    at: datetime,
    agenda_item: str = "",
    document_symbol: str = "",
) -> ComplianceMatter:
    """Brings a matter to the attention of the Standing Committee: the Secretariat's act, never the engine's.

    The Party is told by a letter: the reason and the meeting, and not the grounds.

    ``because`` is one of ``ComplianceMatter.Because``. A matter that was closed
    and reopened is brought anew; what was said the first time stays among its acts.
    Raises: PermissionDenied; NotToBeBrought; NotAtThisStage, also before the Chair
    was consulted; Refused without grounds. Source: paragraph 23 d).
    """
    access.require(actor=actor, act=Act.BRING_MATTER)
    _require_not_brought(actor=actor, matter=matter)
    allowed = matter_stages.admit(actor=actor, matter=matter, action=Action.BRING_MATTER)
    require(faults_of_bringing(because=because, grounds=grounds))
    found = allowed.matter
    found.grounds, found.brought_to, found.brought_because = grounds.strip(), meeting, because
    found.agenda_item, found.document_symbol = agenda_item.strip(), document_symbol.strip()
    found.brought_on = clock.legal_day(at=at)
    act = matter_stages.move(allowed=allowed, actor=actor, at=at, text=found.grounds, meeting=meeting)
    notice = outbox.record_act(
        code=ActCode.MATTER_BROUGHT, matter_id=found.pk, about_on=found.brought_on, at=at, act=act.pk
    )
    addressing.write(notice=notice, at=at)
    personal_notices.tell_committee(
        kind=PersonalNotice.Kind.BROUGHT, source=act.pk, matter=found, at=at, by=actor.user_id
    )
    announcing.matter_brought(act=act, at=at)
    return found


def faults_of_bringing(*, because: str, grounds: str) -> Iterator[Refused]:
    """What is missing where a matter is brought to the Committee (paragraph 23 d))."""
    if not grounds.strip():
        yield Refused(_("Say why no solution can be readily achieved."), field="grounds", paragraph="23 d)")
    if because not in ComplianceMatter.Because.values:
        yield Refused(_("Say which of the three reasons it is."), field="because", paragraph="23 d)")


def _require_not_brought(*, actor: Actor, matter: ComplianceMatter) -> None:
    found = ComplianceMatter.objects.visible_to(actor).select_for_update().get(pk=matter.pk)
    if found.stage in _BEFORE_THE_COMMITTEE:
        raise NotToBeBrought(
            _("The matter was brought to the Committee on %(date)s.") % {"date": in_full(found.brought_on)},
            paragraph="23 d)",
        )
