"""How long each step of a request was overdue, from its story: for comparing what one text makes of it with another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.rules import periods, timeline
from compliance.rules.types import Fact, Outcome, RuleSet, Spell, Standing, Status, StepCode

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StepStory:
    """One step from the request until the end of a day: how it stands, and what of that time it was overdue."""

    standing: Standing
    status: Status
    overdue_since: date | None
    """The first day on which it was overdue; None where it never was."""
    days_late: int
    """Days on which it was overdue, the one on which it was settled included: a justification
    due on the 15th and received on the 20th is 5 days late, and so is one still awaited on the 20th."""


def stories(*, rule_set: RuleSet, sent_on: date, facts: Iterable[Fact], on: date) -> tuple[StepStory, ...]:
    """What became of every step by the end of the day ``on``, in the order of the rule set.

    A step that information met and an assessment opened again counts anew from
    that assessment, if its due date is past. Facts of a later day than ``on`` are
    not yet known. Raises: RuleError as ``timeline.timeline``.
    """
    known = [fact for fact in facts if fact.on <= on]
    told: dict[StepCode, list[Spell]] = {}
    for spell in timeline.spells(rule_set=rule_set, sent_on=sent_on, facts=known):
        told.setdefault(spell.standing.step, []).append(spell)
    in_order = [*(step.code for step in rule_set.steps), StepCode.APPROXIMATE_DATE]
    return tuple(_story(told[code], on) for code in in_order if code in told)


def _story(spells: list[Spell], on: date) -> StepStory:
    """Of the spells of one step; the last is how it stands."""
    spells = sorted(spells, key=lambda spell: spell.since)
    runs = _runs(spells, on)
    standing = spells[-1].standing
    return StepStory(
        standing=standing,
        status=timeline.status(standing=standing, on=on),
        overdue_since=runs[0][0] if runs else None,
        days_late=sum((last - since).days + 1 for since, last in runs),
    )


def _runs(spells: list[Spell], on: date) -> list[tuple[date, date]]:
    """The stretches of days on which a step was overdue at their beginning or at their end, none touching another."""
    runs: list[tuple[date, date]] = []
    for spell in spells:
        last = spell.until or on
        if spell.standing.outcome is not Outcome.OPEN or spell.standing.due_on >= last:
            continue
        since = max(spell.since, periods.add_days(day=spell.standing.due_on, days=1))
        if runs and since <= runs[-1][1] + _DAY:
            since, _ = runs.pop()
        runs.append((since, last))
    return runs
