"""Counts what became of the steps of many requests under each text, and keeps the count as plain JSON.

A tally can be put away and taken up again, so that a run over every request may
be interrupted at any point. Days late are kept as how often each number came,
from which the total and the median follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from compliance.rules.lateness import StepStory
from compliance.rules.types import RuleSet, Status, StepCode

Stories = Mapping[str, tuple[StepStory, ...]]
"""What became of one request: under each text, by its code, every step."""

KEPT_DIFFERING = 1000
"""So many of the requests on which texts differ are kept by name, the newest. Our choice."""

_NOT_DUE = (Status.UPCOMING, Status.DUE_SOON)
OPEN = "OPEN"
"""Not met and not yet due: upcoming and due soon are one here."""


@dataclass(slots=True)
class StepTally:
    """One step of one text: how many requests came to each status, how late, and when they became overdue."""

    statuses: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    """By the month (``2026-05``) in which the step first became overdue."""

    def add(self, story: StepStory) -> None:
        self.statuses[OPEN if story.status in _NOT_DUE else story.status.value] += 1
        if story.overdue_since:
            self.days[story.days_late] += 1
            self.months[f"{story.overdue_since:%Y-%m}"] += 1

    @property
    def considered(self) -> int:
        """Requests that have this step under this text; the statuses divide them."""
        return self.statuses.total()

    @property
    def ever_overdue(self) -> int:
        """Requests on which this step was overdue at any time until the day asked about."""
        return self.days.total()

    @property
    def total_days_late(self) -> int:
        return sum(days * times for days, times in self.days.items())

    @property
    def median_days_late(self) -> float | None:
        """Of those that were ever overdue; None where none was."""
        return float(median(self.days.elements())) if self.days else None

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it: the figures, and what they are counted from."""
        return {
            "considered": self.considered,
            "ever_overdue": self.ever_overdue,
            "statuses": dict(self.statuses),
            "total_days_late": self.total_days_late,
            "median_days_late": self.median_days_late,
            "became_overdue": dict(sorted(self.months.items())),
            "days_late": {str(days): times for days, times in sorted(self.days.items())},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> StepTally:
        days = Counter({int(number): times for number, times in data["days_late"].items()})
        return cls(Counter(data["statuses"]), days, Counter(data["became_overdue"]))


@dataclass(slots=True)
class Tally:
    """Every step of every text over the requests counted so far."""

    steps: dict[str, dict[str, StepTally]] = field(default_factory=dict)
    """By the code of the text, then of the step."""
    sent_under: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    unreadable: int = 0
    """Requests whose record the rules do not admit; they are in no figure."""
    differing: int = 0
    differing_keys: list[int] = field(default_factory=list)
    """The keys of the last ``KEPT_DIFFERING`` of them, in the order in which they were counted."""

    def add(self, *, key: int, sent_under: str, told: Stories, debated: Iterable[RuleSet]) -> None:
        """Counts one request. ``debated`` are the texts whose disagreement is noted."""
        self.requests += 1
        self.sent_under[sent_under] += 1
        for code, stories in told.items():
            steps = self.steps.setdefault(code, {})
            for story in stories:
                steps.setdefault(story.standing.step.value, StepTally()).add(story)
        if texts_differ(told=told, texts=debated):
            self.differing += 1
            self.differing_keys = [*self.differing_keys, key][-KEPT_DIFFERING:]

    def step(self, *, code: str, step: StepCode) -> StepTally:
        """One cell of the table; empty where no request came to it."""
        return self.steps.get(code, {}).get(step.value, StepTally())

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "requests": self.requests,
            "unreadable": self.unreadable,
            "sent_under": dict(self.sent_under),
            "rule_sets": {
                code: {step: one.as_data() for step, one in steps.items()}
                for code, steps in self.steps.items()
            },
            "differing": self.differing,
            "differing_keys": self.differing_keys,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Tally:
        """A tally as it was put away; an empty one from an empty mapping."""
        return cls(
            steps={
                code: {step: StepTally.from_data(one) for step, one in steps.items()}
                for code, steps in data.get("rule_sets", {}).items()
            },
            sent_under=Counter(data.get("sent_under", {})),
            requests=data.get("requests", 0),
            unreadable=data.get("unreadable", 0),
            differing=data.get("differing", 0),
            differing_keys=list(data.get("differing_keys", [])),
        )


def texts_differ(*, told: Stories, texts: Iterable[RuleSet]) -> bool:
    """Whether some step was overdue at some time under one of the texts and not under another."""
    overdue = {
        frozenset(story.standing.step for story in told[text.code] if story.overdue_since) for text in texts
    }
    return len(overdue) > 1
