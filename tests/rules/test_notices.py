"""The notices that each day calls for (procedure, "What the engine does each time it runs")."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given

from compliance.rules import loader, notices
from compliance.rules.notices import NoticeCode
from compliance.rules.types import Fact, Status, StepCode

from .facts import (
    ANNEX,
    BODY,
    COP19,
    INQUIRY,
    JUSTIFICATION,
    PROMISE,
    REPLY,
    RESPONSE,
    SENT,
    Story,
    day,
    inadequate,
    informed,
    justified,
    partly_informed,
    promised,
    stories_on_a_day,
    withdrawn,
)

SOON, OVERDUE = NoticeCode.STEP_DUE_SOON, NoticeCode.STEP_OVERDUE
REMINDER, PASSED, QUALIFIES = (
    NoticeCode.RESPONSE_REMINDER,
    NoticeCode.APPROXIMATE_DATE_PASSED,
    NoticeCode.QUALIFIES_23D,
)
Expected = set[tuple[StepCode, NoticeCode]]


def on_a_day(facts: list[Fact], on: str, code: str = ANNEX) -> Expected:
    due = notices.due(rule_set=loader.get(code=code), sent_on=SENT, facts=facts, on=day(on))
    assert len({(one.step, one.code) for one in due}) == len(due)
    return {(one.step, one.code) for one in due}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2026-01-15", set(), id="the day of the request"),
        pytest.param("2026-01-31", set(), id="15 days before the reply"),
        pytest.param("2026-02-01", {(REPLY, SOON)}, id="14 days before the reply"),
        pytest.param("2026-02-15", {(REPLY, SOON)}, id="the reply is due today"),
        pytest.param("2026-02-16", {(REPLY, OVERDUE)}, id="the day after the reply"),
        pytest.param("2026-03-31", {(REPLY, OVERDUE)}, id="15 days before the justification"),
        pytest.param("2026-04-01", {(REPLY, OVERDUE), (JUSTIFICATION, SOON)}, id="14 days before it"),
        pytest.param(
            "2026-04-14", {(REPLY, OVERDUE), (JUSTIFICATION, SOON)}, id="the day before three months"
        ),
        pytest.param(
            "2026-04-15",
            {(REPLY, OVERDUE), (JUSTIFICATION, SOON), (RESPONSE, REMINDER)},
            id="three months with no information",
        ),
        pytest.param(
            "2026-04-16",
            {(REPLY, OVERDUE), (JUSTIFICATION, OVERDUE), (RESPONSE, REMINDER)},
            id="the day after the justification",
        ),
        pytest.param(
            "2026-07-01",
            {(REPLY, OVERDUE), (JUSTIFICATION, OVERDUE), (RESPONSE, SOON)},
            id="14 days before the response",
        ),
        pytest.param(
            "2026-07-15",
            {(REPLY, OVERDUE), (JUSTIFICATION, OVERDUE), (RESPONSE, SOON)},
            id="the response is due today: nothing qualifies yet",
        ),
        pytest.param(
            "2026-07-16",
            {(REPLY, OVERDUE), (JUSTIFICATION, OVERDUE), (RESPONSE, OVERDUE), (RESPONSE, QUALIFIES)},
            id="the day after the final due date",
        ),
    ],
)
@pytest.mark.parametrize("code", [ANNEX, BODY])
def test_silence(code: str, on: str, expected: Expected) -> None:
    assert on_a_day([], on, code) == expected


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        pytest.param(COP19, "2026-04-15", {(REPLY, OVERDUE)}, id="in force: no reminder at three months"),
        pytest.param(COP19, "2026-06-30", {(REPLY, OVERDUE)}, id="in force: 15 days before six months"),
        pytest.param(
            COP19, "2026-07-01", {(REPLY, OVERDUE), (JUSTIFICATION, SOON)}, id="in force: 14 days before"
        ),
        pytest.param(
            COP19,
            "2026-07-16",
            {(REPLY, OVERDUE), (JUSTIFICATION, OVERDUE), (JUSTIFICATION, QUALIFIES)},
            id="in force: the day after six months",
        ),
        pytest.param(INQUIRY, "2026-01-21", set(), id="inquiries: eight days before"),
        pytest.param(
            INQUIRY, "2026-01-22", {(REPLY, SOON)}, id="inquiries: seven days before, as its text says"
        ),
        pytest.param(INQUIRY, "2026-01-29", {(REPLY, SOON)}, id="inquiries: due today"),
        pytest.param(INQUIRY, "2026-01-30", {(REPLY, OVERDUE)}, id="inquiries: the day after, no referral"),
    ],
)
def test_silence_under_the_other_texts(code: str, on: str, expected: Expected) -> None:
    assert on_a_day([], on, code) == expected


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        pytest.param(
            [informed("2026-01-20")], "2027-01-01", set(), id="all is said once the information is there"
        ),
        pytest.param(
            [informed("2026-08-01")], "2026-08-01", set(), id="late information ends it, nothing qualifies"
        ),
        pytest.param([promised("2026-01-20", "2026-05-01")], "2026-02-16", set(), id="replied with a date"),
        pytest.param(
            [promised("2026-01-20", "2026-03-20")], "2026-03-05", set(), id="15 days before that date"
        ),
        pytest.param(
            [promised("2026-01-20", "2026-03-20")],
            "2026-03-06",
            {(PROMISE, SOON)},
            id="14 days before that date",
        ),
        pytest.param(
            [promised("2026-01-20", "2026-03-20")], "2026-03-20", {(PROMISE, SOON)}, id="that date is today"
        ),
        pytest.param(
            [promised("2026-01-20", "2026-03-20")], "2026-03-21", {(PROMISE, PASSED)}, id="that date passed"
        ),
        pytest.param(
            [promised("2026-01-20", "2026-03-20"), informed("2026-03-20")],
            "2026-03-21",
            set(),
            id="it was kept",
        ),
        pytest.param(
            [promised("2026-01-20", "2026-02-10"), promised("2026-02-08", "2026-03-20")],
            "2026-02-20",
            set(),
            id="the date was replaced before it passed",
        ),
        pytest.param(
            [promised("2026-02-08", "2026-02-22")],
            "2026-02-08",
            set(),
            id="14 days away when given: no reminder",
        ),
        pytest.param(
            [promised("2026-02-08", "2026-02-22")],
            "2026-02-22",
            set(),
            id="nor later, its day had come already",
        ),
        pytest.param(
            [promised("2026-02-08", "2026-02-23")],
            "2026-02-09",
            {(PROMISE, SOON)},
            id="15 days away: the next day",
        ),
        pytest.param(
            [promised("2026-01-20", "2026-12-01"), justified("2026-04-01")],
            "2026-07-16",
            {(RESPONSE, OVERDUE), (RESPONSE, QUALIFIES)},
            id="a date after six months does not move the final due date",
        ),
        pytest.param(
            [promised("2026-01-20", "2026-12-01"), justified("2026-02-01"), partly_informed("2026-04-01")],
            "2026-04-15",
            {(RESPONSE, REMINDER)},
            id="justified and partly informed: still reminded at three months",
        ),
        pytest.param([informed("2026-02-01")], "2026-04-15", set(), id="at three months with information"),
        pytest.param(
            [informed("2026-02-01"), inadequate("2026-03-01")],
            "2026-07-16",
            {(RESPONSE, OVERDUE), (RESPONSE, QUALIFIES)},
            id="no adequate response",
        ),
        pytest.param(
            [informed("2026-02-01"), inadequate("2026-07-05")],
            "2026-07-05",
            {(RESPONSE, SOON)},
            id="open again",
        ),
        pytest.param(
            [informed("2026-02-01"), inadequate("2026-05-10")],
            "2026-05-10",
            set(),
            id="at three months there was information: that reminder's moment has passed",
        ),
        pytest.param([withdrawn("2026-02-16")], "2026-02-16", set(), id="withdrawn on the day"),
        pytest.param([withdrawn("2026-02-16")], "2027-02-16", set(), id="withdrawn for good"),
        pytest.param([withdrawn("2026-02-17")], "2026-02-16", {(REPLY, OVERDUE)}, id="not yet withdrawn"),
        pytest.param([informed("2026-02-17")], "2026-02-16", {(REPLY, OVERDUE)}, id="not yet informed"),
    ],
)
def test_what_the_facts_call_for(facts: list[Fact], on: str, expected: Expected) -> None:
    assert on_a_day(facts, on) == expected


def test_a_date_that_was_too_late_leaves_the_reply_open_under_the_body() -> None:
    facts = [promised("2026-01-20", "2026-05-15")]
    assert on_a_day(facts, "2026-02-16", BODY) == {(REPLY, OVERDUE)}
    assert on_a_day(facts, "2026-05-16", BODY) >= {(REPLY, OVERDUE), (PROMISE, PASSED)}
    assert on_a_day(facts, "2026-02-16", ANNEX) == set()


def test_in_force_a_justification_is_no_response() -> None:
    assert on_a_day([justified("2026-02-01")], "2026-07-16", COP19) >= {(JUSTIFICATION, QUALIFIES)}
    assert on_a_day([informed("2026-02-01")], "2026-07-16", COP19) == set()


@pytest.mark.parametrize(
    ("facts", "on", "about"),
    [
        pytest.param([], "2026-02-01", {(REPLY, SOON, "2026-02-15")}, id="a reminder: its due date"),
        pytest.param(
            [], "2026-03-01", {(REPLY, OVERDUE, "2026-02-15")}, id="overdue: the same due date, any day"
        ),
        pytest.param(
            [promised("2026-01-20", "2026-02-10"), promised("2026-02-08", "2026-02-20")],
            "2026-02-21",
            {(PROMISE, PASSED, "2026-02-20")},
            id="a date that moved gets its own notice",
        ),
        pytest.param(
            [promised("2026-01-20", "2026-12-01"), justified("2026-02-01")],
            "2026-09-01",
            {(RESPONSE, OVERDUE, "2026-07-15"), (RESPONSE, QUALIFIES, "2026-07-16")},
            id="qualifying: the day after the final due date, any day",
        ),
    ],
)
def test_a_notice_says_which_date_it_is_about(
    facts: list[Fact], on: str, about: set[tuple[StepCode, NoticeCode, str]]
) -> None:
    found = notices.due(rule_set=loader.get(code=ANNEX), sent_on=SENT, facts=facts, on=day(on))
    assert {(one.step, one.code, one.about_on.isoformat()) for one in found} == about


@pytest.mark.parametrize("start", range(0, 200, 5))
def test_after_forty_days_of_outage_each_step_gets_one_notice(start: int) -> None:
    """The run after the outage makes, for each step, no more than the one notice that now applies."""
    back = SENT + timedelta(days=start + 40)
    found = notices.due(rule_set=loader.get(code=ANNEX), sent_on=SENT, facts=(), on=back)
    counts = Counter(one.step for one in found if one.code is not QUALIFIES)
    assert set(counts.values()) == {1}, "at 40 days and more the reply at least is overdue, and said once"


def due(story: Story, on: date) -> tuple[notices.NoticeDue, ...]:
    return notices.due(rule_set=story.rule_set, sent_on=story.sent_on, facts=story.facts, on=on)


@given(stories_on_a_day())
def test_never_two_notices_for_one_step_on_a_day(told: tuple[Story, date]) -> None:
    found = due(*told)
    assert max(Counter(one.step for one in found if one.code is not QUALIFIES).values(), default=1) == 1
    assert sum(one.code is QUALIFIES for one in found) <= 1


@given(stories_on_a_day(withdrawn=True))
def test_nothing_is_said_once_withdrawn(told: tuple[Story, date]) -> None:
    assert due(*told) == ()


@given(stories_on_a_day())
def test_notices_agree_with_statuses(told: tuple[Story, date]) -> None:
    """Overdue is said of the overdue steps and of no other; a reminder only of what is still to come."""
    story, on = told
    statuses = story.statuses(on)
    said = {one.step: one.code for one in due(story, on) if one.code is not QUALIFIES}
    late = {step for step, code in said.items() if code in (OVERDUE, PASSED)}
    assert late == {step for step, status in statuses.items() if status is Status.OVERDUE}
    assert {said[step] for step in late & {PROMISE}} <= {PASSED}
    assert all(code is OVERDUE for step, code in said.items() if step in late - {PROMISE})
    assert all(statuses[step] in (Status.UPCOMING, Status.DUE_SOON) for step in set(said) - late)
