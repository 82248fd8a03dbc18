"""Writes what the rules say of a request into the rows that the sweep and the lists read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cases import facts
from cases.models import Deadline, InformationRequest
from compliance.rules import timeline
from compliance.rules.types import Fact, Outcome, RuleError, Spell, StepCode


def project(*, request: InformationRequest) -> None:
    """Brings the deadlines of a request in line with the facts on record.

    Called by every service that records a fact, in its transaction. Rows that
    are still true keep their place; the others are replaced. Does nothing for a
    draft, whose clock has not started.

    Source: ``compliance.rules.timeline``, under the rule set that the request is pinned to.
    """
    if request.sent_on is None:
        return
    told = projected(request=request, known=facts.of_request(request=request))
    _write(request=request, spells=told)
    request.save()


def projected(*, request: InformationRequest, known: Sequence[Fact]) -> tuple[Spell, ...]:
    """Writes what the rules say of these facts into the fields of a sent request; gives the spells of its steps.

    Nothing is saved. Raises: RuleError for facts that the rules do not admit, or a request without its date.
    """
    if request.sent_on is None:
        raise RuleError("a request that was not sent has no due dates")
    told = timeline.spells(rule_set=request.rule_set, sent_on=request.sent_on, facts=known)
    last = [spell.standing for spell in told if spell.until is None]
    open_dates = [standing.due_on for standing in last if standing.outcome is Outcome.OPEN]
    request.next_due_on = min(open_dates, default=None)
    request.qualifies_on = timeline.referral_from(
        rule_set=request.rule_set, sent_on=request.sent_on, facts=known
    )
    request.answer = timeline.answer(sent_on=request.sent_on, facts=known).value
    met = {standing.step: standing.met_on for standing in last if standing.met_on}
    request.replied_on, request.justified_on = met.get(StepCode.REPLY), met.get(StepCode.JUSTIFICATION)
    request.responded_on = met.get(StepCode.RESPONSE)
    return told


def rows(*, request: InformationRequest, spells: Iterable[Spell]) -> list[Deadline]:
    """The rows that say these spells, unsaved."""
    return [Deadline(request=request, **_fields(spell)) for spell in spells]


def _write(*, request: InformationRequest, spells: tuple[Spell, ...]) -> None:
    wanted = [_fields(spell) for spell in spells]
    stale = []
    for row in request.deadlines.all():
        fields = {name: getattr(row, name) for name in wanted[0]}
        if fields in wanted:
            wanted.remove(fields)
        else:
            stale.append(row.pk)
    Deadline.objects.filter(pk__in=stale).delete()
    Deadline.objects.bulk_create([Deadline(request=request, **fields) for fields in wanted])


def _fields(spell: Spell) -> dict[str, Any]:
    standing = spell.standing
    return {
        "step": standing.step.value,
        "counted_from": standing.counted_from,
        "due_on": standing.due_on,
        "remind_on": standing.remind_on,
        "midway_on": standing.midway_on,
        "outcome": standing.outcome.value,
        "met_on": standing.met_on,
        "source": standing.source,
        "in_force_from": spell.since,
        "in_force_until": spell.until,
    }
