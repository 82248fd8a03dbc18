"""Where a due date comes from: the steps of a request, on any day, as a function of its facts.

Read top down: ``timeline`` is what one asks, ``standings`` says what the facts
make of each step, and the four small functions below it are the table "what
meets a step" of the procedure, a row each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from compliance.rules import explain, periods
from compliance.rules.types import (
    ASSESSMENTS,
    Answer,
    Deadline,
    Fact,
    FactKind,
    Outcome,
    RuleError,
    RuleSet,
    Spell,
    Standing,
    Status,
    StepCode,
    StepRule,
)

DUE_SOON_DAYS = 14
"""Days before the due date from which a step is due soon (procedure, section 2)."""

_FROM_OUTCOME = {
    Outcome.MET: Status.MET,
    Outcome.MET_LATE: Status.MET_LATE,
    Outcome.NOT_REQUIRED: Status.NOT_REQUIRED,
    Outcome.MISSED: Status.MISSED,
    Outcome.WITHDRAWN: Status.WITHDRAWN,
}


def timeline(*, rule_set: RuleSet, sent_on: date, facts: Iterable[Fact], on: date) -> tuple[Deadline, ...]:
    """Every step of the request as it stood at the end of the day ``on``.

    ``sent_on`` is the date of the Secretariat's request. Facts of a later day
    than ``on`` are not yet known and change nothing.

    Raises: RuleError for a fact before the request or an approximate date without its date.
    Source: the rule set's own steps; procedure, section 2.
    """
    known = [fact for fact in in_order(sent_on=sent_on, facts=facts) if fact.on <= on]
    return tuple(
        Deadline(
            standing=standing,
            status=status(standing=standing, on=on),
            explanation=explain.deadline(
                rule_set=rule_set, sent_on=sent_on, facts=_effective(known), standing=standing
            ),
        )
        for standing in standings(rule_set=rule_set, sent_on=sent_on, facts=known)
    )


def status(*, standing: Standing, on: date) -> Status:
    """What a standing comes to on a day."""
    return status_of(outcome=standing.outcome, due_on=standing.due_on, on=on)


def status_of(*, outcome: Outcome, due_on: date, on: date) -> Status:
    """What an outcome comes to on a day: the only place that compares a due date with a day."""
    if outcome is not Outcome.OPEN:
        return _FROM_OUTCOME[outcome]
    days_left = (due_on - on).days
    if days_left < 0:
        return Status.OVERDUE
    return Status.DUE_SOON if days_left <= DUE_SOON_DAYS else Status.UPCOMING


def spells(*, rule_set: RuleSet, sent_on: date, facts: Iterable[Fact]) -> tuple[Spell, ...]:
    """The whole story of the steps: each standing with the days on which it was so.

    The standings of any day are those of the spells that contain it, so that a
    table of spells answers for the past as ``timeline`` does. The spells of one
    step never overlap; only the last of each has no ``until``.
    """
    ordered = in_order(sent_on=sent_on, facts=facts)
    days = sorted({sent_on, *(fact.on for fact in ordered)})
    running: dict[StepCode, Spell] = {}
    finished: list[Spell] = []
    for day in days:
        known = [fact for fact in ordered if fact.on <= day]
        for standing in standings(rule_set=rule_set, sent_on=sent_on, facts=known):
            before = running.get(standing.step)
            if before and before.standing == standing:
                continue
            if before:
                finished.append(Spell(before.standing, before.since, day))
            running[standing.step] = Spell(standing, day, None)
    return (*finished, *running.values())


def referral_from(*, rule_set: RuleSet, sent_on: date, facts: Iterable[Fact]) -> date | None:
    """The first day on which the request qualifies under paragraph 23 d), as the facts stand.

    That is the day after the final due date. None while complete information
    stands that has not been assessed as inadequate, once the request is
    withdrawn, or where the rule set does not lead to 23 d).

    Source: the rule set's ``referral``.
    """
    ordered = in_order(sent_on=sent_on, facts=facts)
    final = rule_set.step(rule_set.referral_after) if rule_set.referral_after else None
    if final is None or _withdrawn_on(ordered) or _standing_information(_effective(ordered)):
        return None
    return periods.add_days(day=periods.add(day=sent_on, period=final.period), days=1)


def answer(*, sent_on: date, facts: Iterable[Fact]) -> Answer:
    """How far the information itself has come, as the facts stand: given, and what the Secretariat made of it."""
    known = _effective(in_order(sent_on=sent_on, facts=facts))
    informed = _standing_information(known)
    if informed is None:
        given = any(fact.kind is FactKind.INFORMATION for fact in known)
        return Answer.INADEQUATE if given else Answer.NONE
    adequate = _verdict(informed, known) is FactKind.ADEQUATE
    return Answer.ADEQUATE if adequate else Answer.AWAITING_ASSESSMENT


def in_order(*, sent_on: date, facts: Iterable[Fact]) -> list[Fact]:
    """The facts by their legal day; those of one day stay in the order given.

    Raises: RuleError for a fact before the request, an approximate date that
    names no date or a date before the day it was given.
    """
    ordered = sorted(facts, key=lambda fact: fact.on)
    for fact in ordered:
        if fact.on < sent_on:
            raise RuleError(f"{fact.kind} of {fact.on} is before the request of {sent_on}")
        if fact.kind is FactKind.APPROXIMATE_DATE and fact.date_given is None:
            raise RuleError(f"approximate_date of {fact.on} names no date")
        if fact.date_given and fact.date_given < fact.on:
            raise RuleError(
                f"the approximate date {fact.date_given} is before the day it was given, {fact.on}"
            )
    return ordered


def standings(*, rule_set: RuleSet, sent_on: date, facts: Sequence[Fact]) -> list[Standing]:
    """What the facts make of each step, in the order of the rule set, the date the Party gave last.

    ``facts`` are all that is known, ordered as by ``in_order``. A withdrawal
    ends every step that is still open; what was met before it stays met.
    """
    known = _effective(facts)
    found = [_of_rule(rule_set, rule, sent_on, known) for rule in rule_set.steps]
    promise = _promise(rule_set, sent_on, known)
    if promise:
        found.append(promise)
    if _withdrawn_on(facts) is None:
        return found
    return [
        replace(standing, outcome=Outcome.WITHDRAWN) if standing.outcome is Outcome.OPEN else standing
        for standing in found
    ]


# What meets a step (procedure, section 2), a function for each row of the table.


def _reply(rule: StepRule, standing: Standing, facts: Sequence[Fact]) -> tuple[Outcome, date | None]:
    """An approximate date, not later than the latest where the text sets one, or complete information."""
    latest = periods.latest_approximate_date(rule=rule, sent_on=standing.counted_from)
    for fact in facts:
        if fact.kind is FactKind.INFORMATION:
            return _met(fact.on, standing.due_on)
        if fact.kind is FactKind.APPROXIMATE_DATE and _in_reach(fact.date_given, latest):
            return _met(fact.on, standing.due_on)
    return Outcome.OPEN, None


def _in_reach(date_given: date | None, latest: date | None) -> bool:
    return date_given is not None and (latest is None or date_given <= latest)


def _justification(standing: Standing, facts: Sequence[Fact]) -> tuple[Outcome, date | None]:
    """Settled by what comes first: a justification meets it, complete information makes it moot.

    Information by the due date: not required. Information later with no
    justification until then: recorded as missed, and stays so.
    """
    justified_on = _first(facts, FactKind.JUSTIFICATION)
    informed_on = _first(facts, FactKind.INFORMATION)
    if justified_on and (informed_on is None or justified_on <= informed_on):
        return _met(justified_on, standing.due_on)
    if informed_on:
        return (Outcome.NOT_REQUIRED if informed_on <= standing.due_on else Outcome.MISSED), None
    return Outcome.OPEN, None


def _response(standing: Standing, facts: Sequence[Fact]) -> tuple[Outcome, date | None]:
    """Complete information, for as long as no assessment calls it inadequate."""
    informed = _standing_information(facts)
    return _met(informed.on, standing.due_on) if informed else (Outcome.OPEN, None)


def _promise(rule_set: RuleSet, sent_on: date, facts: Sequence[Fact]) -> Standing | None:
    """Complete information by the date that the Party itself gave last.

    Information already held inadequate when the date was given does not count,
    unless that assessment was corrected; a later one does not undo what was met.
    """
    at = max((i for i, fact in enumerate(facts) if fact.kind is FactKind.APPROXIMATE_DATE), default=None)
    due_on = facts[at].date_given if at is not None else None
    if at is None or due_on is None:
        return None
    met = next(
        (
            fact
            for i, fact in enumerate(facts)
            if fact.kind is FactKind.INFORMATION
            and (i > at or not _held_inadequate(fact, facts[: at + 1]) or not _held_inadequate(fact, facts))
        ),
        None,
    )
    outcome, met_on = _met(met.on, due_on) if met else (Outcome.OPEN, None)
    standing = Standing(
        step=StepCode.APPROXIMATE_DATE,
        counted_from=facts[at].on,
        due_on=due_on,
        outcome=outcome,
        met_on=met_on,
        source=_promise_source(rule_set),
    )
    return _with_reminder(rule_set, standing)


def _promise_source(rule_set: RuleSet) -> str:
    """An approximate date comes from the paragraph that asks for a reply."""
    reply = rule_set.step(StepCode.REPLY)
    return reply.source if reply else rule_set.source


# The parts they share.


def _of_rule(rule_set: RuleSet, rule: StepRule, sent_on: date, facts: Sequence[Fact]) -> Standing:
    standing = Standing(
        step=rule.code,
        counted_from=sent_on,
        due_on=periods.add(day=sent_on, period=rule.period),
        midway_on=_midway(rule, sent_on, facts),
        source=rule.source,
    )
    if rule.code is StepCode.REPLY:
        outcome, met_on = _reply(rule, standing, facts)
    elif rule.code is StepCode.JUSTIFICATION:
        outcome, met_on = _justification(standing, facts)
    else:
        outcome, met_on = _response(standing, facts)
    return _with_reminder(rule_set, replace(standing, outcome=outcome, met_on=met_on))


def _midway(rule: StepRule, sent_on: date, facts: Sequence[Fact]) -> date | None:
    """The day of the reminder of paragraph 32; none where the information stood on that day."""
    if rule.midway_reminder is None:
        return None
    midway_on = periods.add(day=sent_on, period=rule.midway_reminder)
    by_then = [fact for fact in facts if fact.on <= midway_on]
    return None if _standing_information(by_then) else midway_on


def _with_reminder(rule_set: RuleSet, standing: Standing) -> Standing:
    """Our choice: no reminder where its day is not after the day that the period counts from."""
    remind_on = periods.add_days(day=standing.due_on, days=-rule_set.reminder_days)
    return replace(standing, remind_on=remind_on) if remind_on > standing.counted_from else standing


def _met(on: date, due_on: date) -> tuple[Outcome, date]:
    return (Outcome.MET if on <= due_on else Outcome.MET_LATE), on


def _first(facts: Sequence[Fact], kind: FactKind) -> date | None:
    return next((fact.on for fact in facts if fact.kind is kind), None)


def _withdrawn_on(facts: Sequence[Fact]) -> date | None:
    return _first(facts, FactKind.WITHDRAWN)


def _effective(facts: Sequence[Fact]) -> Sequence[Fact]:
    """The facts up to the day of a withdrawal: what comes after it changes no step."""
    withdrawn_on = _withdrawn_on(facts)
    return facts if withdrawn_on is None else [fact for fact in facts if fact.on <= withdrawn_on]


def _standing_information(facts: Sequence[Fact]) -> Fact | None:
    """The earliest complete information that is not held inadequate."""
    for fact in facts:
        if fact.kind is FactKind.INFORMATION and not _held_inadequate(fact, facts):
            return fact
    return None


def _held_inadequate(information: Fact, facts: Sequence[Fact]) -> bool:
    return _verdict(information, facts) is FactKind.INADEQUATE


def _verdict(information: Fact, facts: Sequence[Fact]) -> FactKind | None:
    """The last assessment of this information; a later one corrects an earlier one.

    One that names its communication judges it wherever it stands; one that names
    none judges what came before it.
    """
    after, verdict = False, None
    for fact in facts:
        after = after or fact is information
        named = fact.about != "" and fact.about == information.about
        if fact.kind in ASSESSMENTS and (named or (after and fact.about == "")):
            verdict = fact.kind
    return verdict
