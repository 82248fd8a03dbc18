"""What the Secretariat would have the Committee recommend: drafted, and dropped with a reason (paragraph 23 e))."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.access import Actor
from cases.models import ComplianceMatter, Recommendation
from cases.services import matter_stages
from cases.services.matter_stages import require_words, sent_twice
from cases.services.refusals import Refused, clean, in_full
from compliance import clock
from compliance.rules.stage_table import Action


@transaction.atomic
def draft(*, actor: Actor, matter: ComplianceMatter, kind: str, text: str, at: datetime) -> Recommendation:
    """A draft recommendation; the Committee sees it once it is released.

    Raises: PermissionDenied; NotAtThisStage; Refused.
    """
    found = matter_stages.admit(actor=actor, matter=matter, action=Action.DRAFT_RECOMMENDATION).matter
    drafted = Recommendation(
        matter=found,
        kind=kind,
        text=require_words(text, paragraph="23 e)"),
        drafted_on=clock.legal_day(at=at),
        drafted_at=at,
        drafted_by_id=actor.user_id,
    )
    clean(drafted)
    same = {"matter": found, "kind": kind, "text": drafted.text, "drafted_by_id": actor.user_id}
    if twin := sent_twice(Recommendation, at=at, when="drafted_at", **same):
        return twin
    drafted.save()
    return drafted


@transaction.atomic
def drop(*, actor: Actor, recommendation: Recommendation, reason: str, at: datetime) -> Recommendation:
    """A draft that goes no further; it stays in the record with the reason.

    Raises: PermissionDenied; NotAtThisStage; Refused, also for one that became a measure.
    """
    matter_stages.admit(actor=actor, matter=recommendation.matter, action=Action.DROP_RECOMMENDATION)
    found: Recommendation = Recommendation.objects.visible_to(actor).get(pk=recommendation.pk)
    if found.dropped_on:
        raise Refused(_("It was dropped on %(date)s.") % {"date": in_full(found.dropped_on)})
    if found.measures.exists():
        raise Refused(_("The Committee decided on it: it is a measure now."))
    found.dropped_because = require_words(reason, field="reason")
    found.dropped_on = clock.legal_day(at=at)
    clean(found)
    found.save()
    return found
