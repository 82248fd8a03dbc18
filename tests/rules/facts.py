"""Facts, requests and whole stories, built in few words.

The request of most tables is sent on 15 January 2026. Under SC78-DOC-37-ANNEX its
reply is due on 15 February, its justification on 15 April and its response on 15 July.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from compliance.rules import loader, timeline
from compliance.rules.types import Deadline, Fact, FactKind, RuleSet, Status, StepCode

ANNEX = "SC78-DOC-37-ANNEX"
BODY = "SC78-DOC-37-BODY"
COP19 = "CONF-11.3-REV-COP19"
INQUIRY = "CONF-11.3-3C"
CODES = (ANNEX, BODY, COP19, INQUIRY)

SENT = date(2026, 1, 15)
REPLY, JUSTIFICATION, RESPONSE, PROMISE = (
    StepCode.REPLY,
    StepCode.JUSTIFICATION,
    StepCode.RESPONSE,
    StepCode.APPROXIMATE_DATE,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def acknowledged(on: str) -> Fact:
    return Fact(FactKind.ACKNOWLEDGEMENT, day(on))


def promised(on: str, given: str) -> Fact:
    """On the first day the Party gives the second as its approximate date."""
    return Fact(FactKind.APPROXIMATE_DATE, day(on), date_given=day(given))


def justified(on: str) -> Fact:
    return Fact(FactKind.JUSTIFICATION, day(on))


def partly_informed(on: str) -> Fact:
    return Fact(FactKind.PARTIAL_INFORMATION, day(on))


def informed(on: str, about: str = "") -> Fact:
    return Fact(FactKind.INFORMATION, day(on), about=about)


def inadequate(on: str, about: str = "") -> Fact:
    return Fact(FactKind.INADEQUATE, day(on), about=about)


def adequate(on: str, about: str = "") -> Fact:
    return Fact(FactKind.ADEQUATE, day(on), about=about)


def withdrawn(on: str) -> Fact:
    return Fact(FactKind.WITHDRAWN, day(on))


def deadline(
    step: StepCode, facts: Iterable[Fact], on: str, *, code: str = ANNEX, sent_on: date = SENT
) -> Deadline:
    """One step of a request on a day; fails the test where the step is missing or there twice."""
    [found] = [
        one
        for one in timeline.timeline(rule_set=loader.get(code=code), sent_on=sent_on, facts=facts, on=day(on))
        if one.standing.step is step
    ]
    return found


def statuses(
    facts: Iterable[Fact], on: str, *, code: str = ANNEX, sent_on: date = SENT
) -> dict[StepCode, Status]:
    found = timeline.timeline(rule_set=loader.get(code=code), sent_on=sent_on, facts=facts, on=day(on))
    return {one.standing.step: one.status for one in found}


def due_dates(code: str, sent_on: date) -> dict[StepCode, date]:
    found = timeline.timeline(rule_set=loader.get(code=code), sent_on=sent_on, facts=(), on=sent_on)
    return {one.standing.step: one.standing.due_on for one in found}


@dataclass(frozen=True)
class Story:
    """A request and everything that happened to it, in the order it is told."""

    code: str
    sent_on: date
    facts: tuple[Fact, ...]

    @property
    def rule_set(self) -> RuleSet:
        return loader.get(code=self.code)

    def known(self, on: date) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.on <= on)

    def timeline(self, on: date) -> tuple[Deadline, ...]:
        return timeline.timeline(rule_set=self.rule_set, sent_on=self.sent_on, facts=self.facts, on=on)

    def statuses(self, on: date) -> dict[StepCode, Status]:
        return {one.standing.step: one.status for one in self.timeline(on)}


SENDING_DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
OFFSETS = st.integers(0, 260)
"""Days after the request: past the last due date, yet close enough that facts often meet."""


@st.composite
def fact_lists(
    draw: st.DrawFn, sent_on: date, kinds: Sequence[FactKind] = tuple(FactKind), max_size: int = 8
) -> tuple[Fact, ...]:
    """Any facts that the procedure admits, in any order."""
    found = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=max_size)):
        on = sent_on + timedelta(days=draw(OFFSETS))
        given = on + timedelta(days=draw(OFFSETS)) if kind is FactKind.APPROXIMATE_DATE else None
        found.append(Fact(kind, on, date_given=given, about=draw(st.sampled_from(("", "first", "second")))))
    return tuple(found)


@st.composite
def stories(
    draw: st.DrawFn, codes: Sequence[str] = CODES, kinds: Sequence[FactKind] = tuple(FactKind)
) -> Story:
    sent_on = draw(SENDING_DAYS)
    return Story(draw(st.sampled_from(codes)), sent_on, draw(fact_lists(sent_on, kinds)))


@st.composite
def stories_on_a_day(
    draw: st.DrawFn, codes: Sequence[str] = CODES, withdrawn: bool = False
) -> tuple[Story, date]:
    """A story and a day, often one on which something happens or falls due; by then withdrawn if so asked."""
    story = draw(stories(codes))
    telling = {fact.on for fact in story.facts} | set(due_dates(story.code, story.sent_on).values())
    near = st.builds(
        lambda on, shift: max(story.sent_on, on + timedelta(days=shift)),
        st.sampled_from(sorted(telling)),
        st.sampled_from((-15, -14, -1, 0, 1)),
    )
    on = draw(near | OFFSETS.map(lambda days: story.sent_on + timedelta(days=days)))
    if not withdrawn:
        return story, on
    end = Fact(FactKind.WITHDRAWN, draw(st.dates(story.sent_on, on)))
    return replace(story, facts=(*story.facts, end)), on
