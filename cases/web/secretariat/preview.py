"""The dates that would follow if a request were sent today, under one text or under each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.models.deadline import Step
from cases.web.steps import StepView, step_views
from compliance.rules import loader, timeline
from compliance.rules.types import RuleSet, StepCode

STEPS = (StepCode.REPLY, StepCode.JUSTIFICATION, StepCode.RESPONSE)


@dataclass(frozen=True, slots=True)
class Preview:
    """One rule set and its steps for a request of the day ``on``."""

    rule_set: RuleSet
    on: date
    steps: list[StepView]

    @property
    def cells(self) -> list[tuple[str, StepView | None]]:
        """The label of every step that a text may have, with that of this text or None."""
        own = {step.code: step for step in self.steps}
        return [(str(Step(code).label), own.get(code)) for code in STEPS]


def if_sent(*, code: str, on: date) -> Preview:
    """The dates under one rule set. Raises: UnknownRuleSet."""
    rule_set = loader.get(code=code)
    steps = timeline.timeline(rule_set=rule_set, sent_on=on, facts=(), on=on)
    return Preview(rule_set, on, step_views(steps=steps, today=on))


def side_by_side(*, on: date) -> list[Preview]:
    """The dates under every published rule set, the default first."""
    return [if_sent(code=rule_set.code, on=on) for rule_set in loader.all_rule_sets()]


def step_labels() -> list[str]:
    """The columns of a table of previews."""
    return [str(Step(code).label) for code in STEPS]
