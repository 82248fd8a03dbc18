"""Which notices a day calls for: for each step the one that now applies, never those whose moment has passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from compliance.rules import timeline
from compliance.rules.types import Fact, Outcome, RuleSet, Standing, StepCode


class NoticeCode(StrEnum):
    """The notices that the calendar alone brings about."""

    STEP_DUE_SOON = "STEP_DUE_SOON"
    RESPONSE_REMINDER = "RESPONSE_REMINDER"
    """The reminder of paragraph 32: provide the response within the following three months."""
    STEP_OVERDUE = "STEP_OVERDUE"
    APPROXIMATE_DATE_PASSED = "APPROXIMATE_DATE_PASSED"
    QUALIFIES_23D = "QUALIFIES_23D"
    """A proposal to the officer and supervisor; whether to bring the matter to the Committee is theirs to decide."""
    COMMITTEE_DEADLINE_SOON = "COMMITTEE_DEADLINE_SOON"
    COMMITTEE_DEADLINE_OVERDUE = "COMMITTEE_DEADLINE_OVERDUE"


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """A notice that must exist, and the date that it is about: a date that moves gets its own notice."""

    code: NoticeCode
    step: StepCode
    about_on: date


def due(*, rule_set: RuleSet, sent_on: date, facts: Iterable[Fact], on: date) -> tuple[NoticeDue, ...]:
    """The notices that apply at the end of the day ``on``: at most one for each step, and the proposal of 23 d).

    Raises: RuleError as ``timeline.timeline`` does.
    Source: procedure, "What the engine does each time it runs".
    """
    known = [fact for fact in timeline.in_order(sent_on=sent_on, facts=facts) if fact.on <= on]
    found = [
        NoticeDue(code, standing.step, standing.due_on)
        for standing in timeline.standings(rule_set=rule_set, sent_on=sent_on, facts=known)
        if (code := of_step(standing=standing, on=on))
    ]
    qualifies_on = timeline.referral_from(rule_set=rule_set, sent_on=sent_on, facts=known)
    if qualifies_on and qualifies_on <= on and rule_set.referral_after:
        found.append(NoticeDue(NoticeCode.QUALIFIES_23D, rule_set.referral_after, qualifies_on))
    return tuple(found)


def of_step(*, standing: Standing, on: date) -> NoticeCode | None:
    """The one notice that applies to a step on a day, latest moment first; None while nothing is to be said."""
    if standing.outcome is not Outcome.OPEN:
        return None
    if standing.due_on < on:
        promised = standing.step is StepCode.APPROXIMATE_DATE
        return NoticeCode.APPROXIMATE_DATE_PASSED if promised else NoticeCode.STEP_OVERDUE
    if standing.remind_on and standing.remind_on <= on:
        return NoticeCode.STEP_DUE_SOON
    if standing.midway_on and standing.midway_on <= on:
        return NoticeCode.RESPONSE_REMINDER
    return None
