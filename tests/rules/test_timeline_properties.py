"""What holds for any facts and any day: the status is a function of them and of nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from compliance.rules import timeline
from compliance.rules.types import ASSESSMENTS, Fact, FactKind, Spell, Status, StepCode

from .facts import (
    ANNEX,
    BODY,
    JUSTIFICATION,
    PROMISE,
    REPLY,
    RESPONSE,
    Story,
    fact_lists,
    stories,
    stories_on_a_day,
)

SETTLED = {Status.MET, Status.MET_LATE, Status.NOT_REQUIRED, Status.MISSED, Status.WITHDRAWN}
IN_TIME = [Status.UPCOMING, Status.DUE_SOON, Status.OVERDUE]
"""How a step that nothing meets goes on."""


def spells_of(story: Story) -> tuple[Spell, ...]:
    return timeline.spells(rule_set=story.rule_set, sent_on=story.sent_on, facts=story.facts)


@given(stories_on_a_day())
def test_each_step_has_exactly_one_status(told: tuple[Story, date]) -> None:
    story, on = told
    found = story.timeline(on)
    steps = [step.code for step in story.rule_set.steps]
    withdrawals = [fact.on for fact in story.known(on) if fact.kind is FactKind.WITHDRAWN]
    last = min(withdrawals, default=on)
    given_dates = [f for f in story.known(on) if f.kind is FactKind.APPROXIMATE_DATE and f.on <= last]
    assert [one.standing.step for one in found] == steps + [PROMISE] * bool(given_dates)
    assert all(one.status in Status for one in found)


@given(stories_on_a_day())
def test_an_open_step_follows_the_calendar_alone(told: tuple[Story, date]) -> None:
    story, on = told
    for one in story.timeline(on):
        days_left = (one.standing.due_on - on).days
        expected = (
            Status.OVERDUE if days_left < 0 else Status.DUE_SOON if days_left <= 14 else Status.UPCOMING
        )
        assert one.status in SETTLED or one.status is expected


@given(stories_on_a_day())
def test_a_met_step_was_met_in_time_or_late(told: tuple[Story, date]) -> None:
    story, on = told
    for one in story.timeline(on):
        met_on = one.standing.met_on
        assert (met_on is not None) is (one.status in (Status.MET, Status.MET_LATE))
        assert met_on is None or met_on <= on
        assert met_on is None or (met_on <= one.standing.due_on) is (one.status is Status.MET)


@given(stories_on_a_day())
def test_facts_of_later_days_change_nothing(told: tuple[Story, date]) -> None:
    story, on = told
    assert story.timeline(on) == Story(story.code, story.sent_on, story.known(on)).timeline(on)


@given(stories(), st.randoms(use_true_random=False))
def test_the_order_in_which_facts_of_different_days_are_told_does_not_matter(
    story: Story, random: Random
) -> None:
    by_day = [
        list(group) for _, group in groupby(sorted(story.facts, key=lambda f: f.on), key=lambda f: f.on)
    ]
    random.shuffle(by_day)
    retold = Story(story.code, story.sent_on, tuple(fact for group in by_day for fact in group))
    assert spells_of(retold) == spells_of(story)


@given(stories_on_a_day())
def test_spells_agree_with_the_timeline_on_any_day(told: tuple[Story, date]) -> None:
    story, on = told
    holding = [s.standing for s in spells_of(story) if s.since <= on and (s.until is None or on < s.until)]
    expected = [one.standing for one in story.timeline(on)]
    assert sorted(holding, key=lambda s: s.step) == sorted(expected, key=lambda s: s.step)


@given(stories())
def test_spells_of_a_step_follow_each_other_and_only_the_last_is_open(story: Story) -> None:
    spells = spells_of(story)
    for step in {spell.standing.step for spell in spells}:
        own = sorted((spell for spell in spells if spell.standing.step is step), key=lambda s: s.since)
        assert [spell.until for spell in own[:-1]] == [spell.since for spell in own[1:]]
        assert own[-1].until is None
        assert all(spell.until is None or spell.since < spell.until for spell in own)
        assert all(a.standing != b.standing for a, b in pairwise(own)), "else it is one spell"
        assert step is PROMISE or own[0].since == story.sent_on


@given(stories_on_a_day(), st.integers(1, 400))
def test_only_a_later_fact_changes_a_settled_step(told: tuple[Story, date], days: int) -> None:
    story, on = told
    later = on + timedelta(days=days)
    assume(story.known(on) == story.known(later))
    now, then = story.statuses(on), story.statuses(later)
    for step, status in now.items():
        if status in SETTLED:
            assert then[step] is status
        else:
            assert IN_TIME.index(then[step]) >= IN_TIME.index(status)


@given(stories_on_a_day(codes=[ANNEX, BODY]))
def test_a_request_qualifies_under_23_d_while_its_response_is_overdue(told: tuple[Story, date]) -> None:
    story, on = told
    since = timeline.referral_from(rule_set=story.rule_set, sent_on=story.sent_on, facts=story.known(on))
    overdue = story.statuses(on)[RESPONSE] is Status.OVERDUE
    gone = any(fact.kind is FactKind.WITHDRAWN for fact in story.known(on))
    assert (since is not None and since <= on) is (overdue and not gone)


@given(stories_on_a_day(withdrawn=True))
def test_nothing_is_open_once_withdrawn(told: tuple[Story, date]) -> None:
    story, on = told
    assert set(story.statuses(on).values()) <= SETTLED
    known = story.known(on)
    assert timeline.referral_from(rule_set=story.rule_set, sent_on=story.sent_on, facts=known) is None


@given(st.data(), stories_on_a_day(withdrawn=True))
def test_after_a_withdrawal_facts_change_nothing(data: st.DataObject, told: tuple[Story, date]) -> None:
    story, _ = told
    after = min(fact.on for fact in story.facts if fact.kind is FactKind.WITHDRAWN) + timedelta(days=1)
    more = data.draw(fact_lists(after, max_size=4))
    on = after + timedelta(days=600)
    extended = Story(story.code, story.sent_on, (*story.facts, *more))
    assert extended.statuses(on) == story.statuses(on)
    assert [one.standing for one in extended.timeline(on)] == [one.standing for one in story.timeline(on)]


@given(stories_on_a_day())
def test_an_assessment_touches_the_response_alone(told: tuple[Story, date]) -> None:
    story, on = told
    unjudged = Story(story.code, story.sent_on, tuple(f for f in story.facts if f.kind not in ASSESSMENTS))
    for step in (REPLY, JUSTIFICATION):
        assert story.statuses(on).get(step) is unjudged.statuses(on).get(step)


@given(stories_on_a_day())
def test_acknowledgements_and_partial_information_change_no_step(told: tuple[Story, date]) -> None:
    story, on = told
    nothing = {FactKind.ACKNOWLEDGEMENT, FactKind.PARTIAL_INFORMATION}
    without = Story(story.code, story.sent_on, tuple(f for f in story.facts if f.kind not in nothing))
    assert story.statuses(on) == without.statuses(on)


SINGLE_ANSWER = [kind for kind in FactKind if kind not in ASSESSMENTS and kind is not FactKind.WITHDRAWN]


def first(facts: tuple[Fact, ...], kind: FactKind) -> date | None:
    return min((fact.on for fact in facts if fact.kind is kind), default=None)


def by_the_table(story: Story, on: date) -> dict[StepCode, str]:
    """The table read anew, with no assessment and no withdrawal: met when, not required or missed."""
    known = story.known(on)
    came, why = first(known, FactKind.INFORMATION), first(known, FactKind.JUSTIFICATION)
    due = {one.standing.step: one.standing.due_on for one in story.timeline(on)}
    replies = [day for day in (came, first(known, FactKind.APPROXIMATE_DATE)) if day]
    found = {REPLY: f"{min(replies)}" if replies else "open"}
    if JUSTIFICATION in due:
        if why and (came is None or why <= came):
            found[JUSTIFICATION] = f"{why}"
        elif came:
            found[JUSTIFICATION] = "NOT_REQUIRED" if came <= due[JUSTIFICATION] else "MISSED"
        else:
            found[JUSTIFICATION] = "open"
    found.update({step: f"{came}" if came else "open" for step in due if step in (RESPONSE, PROMISE)})
    return found


@given(
    stories(codes=[ANNEX, "CONF-11.3-REV-COP19", "CONF-11.3-3C"], kinds=SINGLE_ANSWER), st.integers(0, 400)
)
def test_the_table_read_anew_agrees(story: Story, days: int) -> None:
    on = story.sent_on + timedelta(days=days)
    found = {
        one.standing.step: f"{one.standing.met_on}"
        if one.standing.met_on
        else one.status.value
        if one.status in SETTLED
        else "open"
        for one in story.timeline(on)
    }
    assert found == by_the_table(story, on)
