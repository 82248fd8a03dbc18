"""A request as the Secretariat knew it at the end of a past day."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from cases import correspondence, facts
from cases.access import Actor
from cases.models import ComplianceMatter, InformationRequest
from compliance import clock
from compliance.accounts.models import User
from compliance.rules import timeline

_KEPT_BY_HAND = ("subject", "questions", "rule_set_code", "officer_id", "matter_id", "follows_id")
"""What people change on the row itself; the rest follows from the legal record."""


def request(*, actor: Actor, record: InformationRequest, known_by: datetime) -> InformationRequest:
    """A copy of a request as it was known before the instant ``known_by``, which ends a day at the seat.

    Whether it was sent or withdrawn by then, and what its answer came to, is told
    by the legal record and the rules; its words, officer and matter by the audit
    of its row, as far as that reaches back. The copy is for reading: it is never
    saved. Five queries at most; the audit is the Secretariat's to read.
    """
    as_known = copy.copy(record)
    _as_the_row_was(actor, as_known, known_by)
    if as_known.withdrawn_on and as_known.withdrawn_on >= clock.legal_day(at=known_by):
        as_known.stage = InformationRequest.Stage.SENT
        as_known.withdrawn_on, as_known.withdrawal_reason = None, ""
    if as_known.sent_at and as_known.sent_at >= known_by:
        as_known.stage = InformationRequest.Stage.DRAFT
        as_known.sent_on = as_known.sent_at = None
    _as_the_rules_say(as_known, known_by)
    _as_the_matter_was(as_known, known_by)
    return as_known


def _as_the_row_was(actor: Actor, as_known: InformationRequest, known_by: datetime) -> None:
    readable = correspondence.as_secretariat(actor).filter(pk=as_known.pk).values("pk")
    rows = InformationRequest.history.filter(id__in=readable, history_date__lt=known_by)
    row = rows.order_by("-history_date", "-history_id").first()
    if row is None:
        return
    for name in _KEPT_BY_HAND:
        if getattr(as_known, name) != getattr(row, name):
            setattr(as_known, name, getattr(row, name))
    _with_names(actor, as_known)


def _with_names(actor: Actor, as_known: InformationRequest) -> None:
    """Puts the officer and the matter of then beside their keys; a page of today has them already."""
    matters = ComplianceMatter.objects.visible_to(actor)
    wanted: tuple[tuple[str, Any], ...] = (("officer", User.objects), ("matter", matters))
    for name, known in wanted:
        key = getattr(as_known, f"{name}_id")
        if key is not None and name not in as_known._state.fields_cache:
            setattr(as_known, name, known.get(pk=key))


def _as_the_rules_say(as_known: InformationRequest, known_by: datetime) -> None:
    """What ``cases.services.deadlines.project`` wrote, from the facts that were known."""
    if as_known.sent_on is None:
        as_known.qualifies_on, as_known.answer = None, InformationRequest.AnswerGiven.NONE
        return
    known = facts.of_request(request=as_known, known_by=known_by)
    as_known.qualifies_on = timeline.referral_from(
        rule_set=as_known.rule_set, sent_on=as_known.sent_on, facts=known
    )
    as_known.answer = timeline.answer(sent_on=as_known.sent_on, facts=known).value


def _as_the_matter_was(as_known: InformationRequest, known_by: datetime) -> None:
    """A matter that was brought to the Committee later was not before it yet."""
    matter = as_known.matter
    if matter and matter.brought_on and matter.brought_on >= clock.legal_day(at=known_by):
        as_known.matter = copy.copy(matter)
        as_known.matter.brought_on = None
