"""What the Committee's members see: items released to them one by one, and members excluded from a matter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.access import Actor
from cases.models import (
    ComplianceMatter,
    Document,
    MatterReport,
    PersonalNotice,
    Recommendation,
    Recusal,
    Release,
    Submission,
)
from cases.services import matter_stages, personal_notices
from cases.services.matter_stages import require_words
from cases.services.refusals import Refused, clean, in_full
from compliance import clock
from compliance.accounts.models import COMMITTEE_ROLES, Membership, User
from compliance.rules.stage_table import Action

Item = Submission | Document | MatterReport | Recommendation
_FIELDS: dict[type[Any], str] = {
    Submission: "submission",
    Document: "document",
    MatterReport: "report",
    Recommendation: "recommendation",
}


@transaction.atomic
def release(
    *, actor: Actor, matter: ComplianceMatter, items: Iterable[Item], at: datetime, note: str = ""
) -> list[Release]:
    """Shows these items to the Committee from now on; what was released already stays so.

    ``note`` says what was reviewed before.

    Raises: PermissionDenied; NotAtThisStage before the matter is brought; Refused
    for nothing at all, an item of another matter, or one that may not be shown. Source: paragraph 23 d).
    """
    found = matter_stages.admit(actor=actor, matter=matter, action=Action.RELEASE_ITEM).matter
    chosen = list(items)
    if not chosen:
        raise Refused(_("Choose what the Committee is to see."), field="items")
    note = " ".join(note.split())
    made = [_release(actor=actor, matter=found, item=item, note=note, at=at) for item in chosen]
    personal_notices.tell_committee(
        kind=PersonalNotice.Kind.RELEASED,
        source=max(one.pk for one in made),
        matter=found,
        at=at,
        by=actor.user_id,
    )
    return made


def _release(*, actor: Actor, matter: ComplianceMatter, item: Item, note: str, at: datetime) -> Release:
    scoped: Any = type(item)._default_manager
    item = scoped.visible_to(actor).get(pk=item.pk)
    _require_releasable(matter=matter, item=item)
    found, _made = Release.objects.get_or_create(
        **{_FIELDS[type(item)]: item},
        defaults={
            "matter": matter,
            "note": note,
            "released_on": clock.legal_day(at=at),
            "released_at": at,
            "released_by_id": actor.user_id,
        },
    )
    return found


def _require_releasable(*, matter: ComplianceMatter, item: Item) -> None:
    holder: Any = item
    if isinstance(item, Submission | Document) and item.request:
        holder = item.request
    if holder.matter_id != matter.pk:
        raise Refused(_("This belongs to another matter."), field="items")
    if isinstance(item, Document) and (not item.is_sent or item.scan == "INFECTED"):
        raise Refused(
            _("%(name)s cannot be released: it was not sent, or the scanner found it infected.")
            % {"name": item.name},
            field="items",
        )
    if isinstance(item, Recommendation) and item.dropped_on:
        raise Refused(
            _("This draft was dropped on %(date)s.") % {"date": in_full(item.dropped_on)}, field="items"
        )


@transaction.atomic
def recuse(*, actor: Actor, matter: ComplianceMatter, member: User, reason: str, at: datetime) -> Recusal:
    """The Chair excludes a member from a matter: no document of it is shown to them from now on.

    Raises: PermissionDenied; NotAtThisStage; Refused without a reason, or for nobody of the Committee.
    """
    found = matter_stages.admit(actor=actor, matter=matter, action=Action.RECUSE_MEMBER).matter
    members = Membership.objects.filter(user=member, role__in=COMMITTEE_ROLES, ended_at__isnull=True)
    if not members.exists():
        raise Refused(_("Choose a member of the Committee."), field="member")
    reason = require_words(reason, field="reason")
    live: Recusal | None = Recusal.objects.live().filter(matter=found, member=member).first()
    if live:
        return live
    recusal = Recusal(
        matter=found,
        member=member,
        reason=reason,
        since=clock.legal_day(at=at),
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    clean(recusal)
    recusal.save()
    return recusal


@transaction.atomic
def readmit(*, actor: Actor, recusal: Recusal, at: datetime) -> Recusal:
    """The Chair ends an exclusion. Raises: PermissionDenied; NotAtThisStage."""
    matter_stages.admit(actor=actor, matter=recusal.matter, action=Action.RECUSE_MEMBER)
    found: Recusal = Recusal.objects.visible_to(actor).get(pk=recusal.pk)
    if found.ended_on is None:
        found.ended_on = clock.legal_day(at=at)
        found.save()
    return found
