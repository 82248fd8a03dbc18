"""What Parties may have sent, as facts for the rules: from these the proof makes its requests and what it expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from compliance.rules import loader, notices
from compliance.rules.notices import NoticeDue
from compliance.rules.types import Fact, FactKind

OUTAGE = timedelta(days=40)
_LONGEST = 430
"""Days since a request was sent, beyond which no period of any rule set ends."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a Party sent, so many days after the request."""

    kind: FactKind
    after: int
    promised_after: int = 0


_TOLD: tuple[tuple[Told, ...], ...] = (
    (),
    (Told(FactKind.ACKNOWLEDGEMENT, 5),),
    (Told(FactKind.APPROXIMATE_DATE, 12, promised_after=55),),
    (Told(FactKind.APPROXIMATE_DATE, 20, promised_after=120),),
    (Told(FactKind.JUSTIFICATION, 40),),
    (Told(FactKind.PARTIAL_INFORMATION, 25),),
    (Told(FactKind.APPROXIMATE_DATE, 8, promised_after=30), Told(FactKind.JUSTIFICATION, 60)),
    (Told(FactKind.INFORMATION, 15),),
)


@dataclass(frozen=True, slots=True)
class Story:
    """A request of a day under a rule set, and what came of it by then."""

    rule_set_code: str
    sent_on: date
    facts: tuple[Fact, ...]

    def due(self, *, on: date) -> frozenset[NoticeDue]:
        """The notices that the rules call for on a day."""
        rule_set = loader.get(code=self.rule_set_code)
        return frozenset(notices.due(rule_set=rule_set, sent_on=self.sent_on, facts=self.facts, on=on))


@cache
def told_until(*, day: date) -> tuple[Story, ...]:
    """Every story with a notice that is new on this day, and nothing recorded after the day before."""
    return tuple(_new_on(day))


def _new_on(day: date) -> Iterator[Story]:
    for rule_set in loader.all_rule_sets():
        for told in _TOLD:
            for ago in range(2, _LONGEST):
                sent_on = day - timedelta(days=ago)
                if any(one.after >= ago for one in told):
                    continue
                story = Story(rule_set.code, sent_on, tuple(_fact(one, sent_on) for one in told))
                if story.due(on=day) - story.due(on=day - timedelta(days=1)):
                    yield story


def _fact(told: Told, sent_on: date) -> Fact:
    promised = sent_on + timedelta(days=told.promised_after) if told.promised_after else None
    return Fact(told.kind, sent_on + timedelta(days=told.after), date_given=promised)
