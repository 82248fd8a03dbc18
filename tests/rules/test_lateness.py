"""How long a step was overdue: by hand, and against the timeline asked about every single day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from compliance.rules import lateness, loader
from compliance.rules.types import Fact, Outcome, Status, StepCode

from .facts import (
    ANNEX,
    COP19,
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
    promised,
    stories_on_a_day,
    withdrawn,
)


def told(step: StepCode, facts: list[Fact], on: str, code: str = ANNEX) -> lateness.StepStory:
    found = lateness.stories(rule_set=loader.get(code=code), sent_on=SENT, facts=facts, on=day(on))
    [story] = [one for one in found if one.standing.step is step]
    return story


@pytest.mark.parametrize(
    ("code", "status", "since", "days"),
    [
        pytest.param(COP19, Status.MET, None, 0, id="in force: within six months"),
        pytest.param(ANNEX, Status.MET_LATE, date(2026, 4, 16), 30, id="Annex: a month after the three"),
    ],
)
def test_a_justification_at_month_four_is_in_time_or_late(
    code: str, status: Status, since: date | None, days: int
) -> None:
    """The debate of SC78 Doc. 37, paragraphs 30 to 32, in one fact."""
    story = told(JUSTIFICATION, [justified("2026-05-15")], "2026-12-01", code)
    assert (story.status, story.overdue_since, story.days_late) == (status, since, days)


@pytest.mark.parametrize(
    ("step", "facts", "on", "since", "days"),
    [
        pytest.param(REPLY, [], "2026-02-15", None, 0, id="the due date itself is in time"),
        pytest.param(REPLY, [], "2026-02-16", "2026-02-16", 1, id="the day after, one day"),
        pytest.param(REPLY, [], "2026-03-01", "2026-02-16", 14, id="still awaited"),
        pytest.param(
            REPLY,
            [informed("2026-02-16")],
            "2026-06-01",
            "2026-02-16",
            1,
            id="came the day after: one day late",
        ),
        pytest.param(
            JUSTIFICATION,
            [informed("2026-05-01")],
            "2026-06-01",
            "2026-04-16",
            16,
            id="made moot while overdue",
        ),
        pytest.param(REPLY, [withdrawn("2026-02-20")], "2026-06-01", "2026-02-16", 5, id="until withdrawn"),
        pytest.param(
            RESPONSE,
            [informed("2026-03-01"), inadequate("2026-08-01"), informed("2026-08-10")],
            "2026-12-01",
            "2026-08-01",
            10,
            id="opened again after the due date: from the assessment",
        ),
        pytest.param(
            PROMISE,
            [promised("2026-02-01", "2026-03-01"), promised("2026-03-05", "2026-04-01")],
            "2026-04-03",
            "2026-03-02",
            6,
            id="each date that the Party let pass",
        ),
        pytest.param(
            REPLY, [informed("2026-03-01")], "2026-02-20", "2026-02-16", 5, id="later facts unknown"
        ),
    ],
)
def test_days_late(step: StepCode, facts: list[Fact], on: str, since: str | None, days: int) -> None:
    story = told(step, facts, on)
    assert (story.overdue_since, story.days_late) == (day(since) if since else None, days)


@given(stories_on_a_day())
def test_it_agrees_with_the_timeline_of_every_day(story_and_day: tuple[Story, date]) -> None:
    """Late is a day that began or ended with the step open and its due date past; no shortcut is taken here."""
    story, on = story_and_day
    late: dict[StepCode, list[date]] = {}
    overdue_before: set[StepCode] = set()
    for n in range((on - story.sent_on).days + 1):
        today = story.sent_on + timedelta(days=n)
        tomorrow = today + timedelta(days=1)
        standings = [one.standing for one in story.timeline(today)]
        overdue = {one.step for one in standings if one.outcome is Outcome.OPEN and one.due_on < today}
        for step in overdue | overdue_before:
            late.setdefault(step, []).append(today)
        overdue_before = {
            one.step for one in standings if one.outcome is Outcome.OPEN and one.due_on < tomorrow
        }
    found = lateness.stories(rule_set=story.rule_set, sent_on=story.sent_on, facts=story.facts, on=on)
    assert [(one.standing, one.status) for one in found] == [
        (one.standing, one.status) for one in story.timeline(on)
    ]
    assert {one.standing.step: one.days_late for one in found if one.days_late} == {
        step: len(days) for step, days in late.items()
    }
    assert {one.standing.step: one.overdue_since for one in found if one.overdue_since} == {
        step: days[0] for step, days in late.items()
    }
