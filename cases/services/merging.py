"""The same Party, or the same person, entered twice: what hangs on the duplicate moves to the entry that is kept.

Moving is written row by row into the histories, with the reason. What is final
stays as it is: a document that was sent names the Party under which it was sent,
and who may read it follows the request, which moves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from cases import access
from cases.access import Act, Actor
from cases.models import ComplianceMatter, Document, FocalPoint, InformationRequest, Party
from cases.services import reference
from cases.services.refusals import Refused
from compliance.accounts.models import Invitation, Membership, Role

LONGEST_REASON = 100
"""Characters that a history row keeps of a reason."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge moves, counted. ``seen`` tells one state of the record from another."""

    duplicate: Any
    kept: Any
    requests: int = 0
    matters: int = 0
    focal_points: int = 0
    joined: int = 0
    """Focal points whose address is on record with both Parties: each pair becomes one."""
    memberships: int = 0
    readers: int = 0
    """Of the memberships, the focal points who act now: they then see every request to the kept Party."""
    new_readers_of: int = 0
    """Requests to the kept Party that those focal points do not see today."""
    invitations: int = 0
    documents: int = 0
    """Uploads that wait for an answer; those that were sent stay as they are."""
    seen: str = ""


def plan(*, actor: Actor, kind: type[models.Model], duplicate: int, kept: int) -> Plan:
    """What merging the two would move; changes nothing.

    Raises: PermissionDenied; DoesNotExist where the actor does not see one of
    them; Refused where they cannot be one.
    """
    access.require(actor=actor, act=Act.MERGE_DUPLICATES)
    visible = kind._default_manager.get_queryset().visible_to(actor)  # type: ignore[attr-defined]
    return _KINDS[kind][0](visible.get(pk=duplicate), visible.get(pk=kept))


@transaction.atomic
def merge(
    *,
    actor: Actor,
    kind: type[models.Model],
    duplicate: int,
    kept: int,
    reason: str,
    on: date,
    seen: str = "",
) -> Plan:
    """Moves everything of the duplicate to the kept entry; the duplicate stays on record and says where it went.

    This cannot be undone. ``seen`` is the plan that was shown, ``on`` today at the seat.
    Raises: PermissionDenied; Refused as ``plan``, without a reason, or where
    more would move than was shown.
    """
    access.require(actor=actor, act=Act.MERGE_DUPLICATES)
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("Say how you know that they are the same: it goes into the record."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(
            _("Give the reason in at most %(count)d characters.") % {"count": LONGEST_REASON}, field="reason"
        )
    # In one order, so that two merges at once wait for each other and do not stop each other.
    rows = {key: reference.locked(actor=actor, kind=kind, key=key) for key in sorted({duplicate, kept})}
    made, carry_out = _KINDS[kind]
    found = made(rows[duplicate], rows[kept])
    if seen and seen != found.seen:
        raise Refused(_("Something was added meanwhile: look again at what moves, then confirm."))
    carry_out(found, reason, on)
    return found


# Parties


def _plan_parties(duplicate: Party, kept: Party) -> Plan:
    _require_two_entries(duplicate, kept)
    if duplicate.is_made_up != kept.is_made_up:
        raise Refused(_("One of the two is made up for demonstrations; a real Party is never one of those."))
    _require_no_clash(duplicate, kept)
    joined = _same_address(duplicate, kept).count()
    readers = Membership.objects.filter(party=duplicate, role=Role.FOCAL_POINT, ended_at__isnull=True).count()
    to_kept = InformationRequest.objects.filter(party=kept).exclude(stage=InformationRequest.Stage.DRAFT)
    return _counted(
        duplicate,
        kept,
        requests=InformationRequest.objects.filter(party=duplicate).count(),
        matters=ComplianceMatter.objects.filter(party=duplicate).count(),
        focal_points=FocalPoint.objects.filter(party=duplicate).count() - joined,
        joined=joined,
        memberships=Membership.objects.filter(party=duplicate).count(),
        readers=readers,
        new_readers_of=to_kept.count() if readers else 0,
        invitations=Invitation.objects.filter(party=duplicate).count(),
        documents=Document.objects.waiting().filter(party=duplicate).count(),
    )


def _require_no_clash(duplicate: Party, kept: Party) -> None:
    """A person is proposed once for a Party: the two proposals are to be settled first."""
    proposed = Invitation.objects.filter(state=Invitation.State.PROPOSED)
    emails = proposed.filter(party=kept).values("email")
    if clash := proposed.filter(party=duplicate, email__in=emails).order_by("pk").first():
        raise Refused(
            _("%(name)s is proposed as a colleague under both: invite or decline one of the proposals first.")
            % {"name": clash.name}
        )


def _same_address(duplicate: Party, kept: Party) -> QuerySet[FocalPoint]:
    """Focal points of the duplicate who have not left, and whom the kept Party has already."""
    own = FocalPoint.objects.present().filter(party=kept)
    return FocalPoint.objects.present().filter(party=duplicate, email__in=own.values("email"))


def _merge_parties(found: Plan, reason: str, on: date) -> None:
    duplicate, kept = found.duplicate, found.kept
    own = {one.email: one for one in FocalPoint.objects.present().filter(party=kept)}
    for person in _same_address(duplicate, kept):
        _join(person, own[person.email], reason, on)
    for rows in (
        InformationRequest.objects.filter(party=duplicate),
        ComplianceMatter.objects.filter(party=duplicate),
        FocalPoint.objects.filter(party=duplicate),
        Membership.objects.filter(party=duplicate),
        Invitation.objects.filter(party=duplicate),
        Document.objects.waiting().filter(party=duplicate),
    ):
        _move(rows, kept, reason)
    for earlier in Party.objects.filter(merged_into=duplicate):
        _point(earlier, kept, reason)
    _point(duplicate, kept, reason)


def _move(rows: QuerySet[Any], kept: Party, reason: str) -> None:
    """A few hundred at a time: what was moved is no longer among them."""
    while chunk := list(rows.order_by("pk")[:_AT_ONCE]):
        for row in chunk:
            row.party = kept
        bulk_update_with_history(
            chunk, rows.model, ["party"], batch_size=_AT_ONCE, default_change_reason=reason
        )


def _point(duplicate: Any, kept: Any, reason: str) -> None:
    duplicate.merged_into, duplicate._change_reason = kept, reason
    reference.save(duplicate)


# Focal points


def _plan_focal_points(duplicate: FocalPoint, kept: FocalPoint) -> Plan:
    _require_two_entries(duplicate, kept)
    if duplicate.party_id != kept.party_id:
        raise Refused(_("They are focal points of two Parties; a person can be that."))
    return _counted(duplicate, kept)


def _merge_focal_points(found: Plan, reason: str, on: date) -> None:
    _join(found.duplicate, found.kept, reason, on)


def _join(duplicate: FocalPoint, kept: FocalPoint, reason: str, on: date) -> None:
    """Letters go to the kept entry alone from now on."""
    duplicate.left_on = duplicate.left_on or on
    _point(duplicate, kept, reason)


# Both


def _require_two_entries(duplicate: Any, kept: Any) -> None:
    if duplicate.pk == kept.pk:
        raise Refused(_("This is the same entry; choose the other one."), field="kept")
    for one in (duplicate, kept):
        if one.merged_into_id:
            raise Refused(_("%(name)s was merged already.") % {"name": one}, field="kept")


def _counted(duplicate: Any, kept: Any, **counts: int) -> Plan:
    state = (reference.version(duplicate), reference.version(kept), sorted(counts.items()))
    seen = hashlib.sha256(repr(state).encode()).hexdigest()[:32]
    return Plan(duplicate, kept, **counts, seen=seen)


_KINDS: dict[type[models.Model], tuple[Callable[[Any, Any], Plan], Callable[[Plan, str, date], None]]] = {
    Party: (_plan_parties, _merge_parties),
    FocalPoint: (_plan_focal_points, _merge_focal_points),
}
