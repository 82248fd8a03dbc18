"""The three forms in which the Standing Committee sets a deadline, against the dates of its real decisions."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.rules import committee_deadlines as rules
from compliance.rules import explain
from compliance.rules.committee_deadlines import AfterDecision, BeforeMeeting, FixedDate, Terms
from compliance.rules.notices import NoticeCode
from compliance.rules.types import Outcome, Period, RuleError, Status, Unit

SC78 = date(2025, 2, 3)


@pytest.mark.parametrize(
    ("terms", "due_on"),
    [
        pytest.param(FixedDate(date(2023, 2, 28)), date(2023, 2, 28), id="SC75, a fixed date"),
        pytest.param(
            AfterDecision(Period(120, Unit.DAYS), date(2023, 11, 9)),
            date(2024, 3, 8),
            id="120 days from a decision, over 29 February",
        ),
        pytest.param(
            BeforeMeeting(90, "SC78", SC78), date(2024, 11, 5), id="SC77, 90 days before the next meeting"
        ),
        pytest.param(
            AfterDecision(Period(3, Unit.MONTHS), date(2023, 11, 30)),
            date(2024, 2, 29),
            id="months end on their last day",
        ),
        pytest.param(BeforeMeeting(0, "SC78", SC78), SC78, id="none before it"),
    ],
)
def test_each_form_gives_its_date(terms: Terms, due_on: date) -> None:
    assert rules.due_on(terms=terms) == due_on


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (FixedDate(date(2023, 2, 28)), "The Committee set this date, 28 February 2023."),
        (
            AfterDecision(Period(120, Unit.DAYS), date(2023, 11, 9)),
            "120 days from the Committee's decision of 9 November 2023.",
        ),
        (
            AfterDecision(Period(3, Unit.MONTHS), date(2023, 11, 30)),
            "Three months from the Committee's decision of 30 November 2023. That month has no day 30, "
            "so the period ends on its last day, 29 February 2024 (our choice).",
        ),
        (
            BeforeMeeting(90, "SC78", SC78),
            "90 days before SC78, which begins on 3 February 2025. The date moves when the meeting moves.",
        ),
    ],
)
def test_each_form_says_where_its_date_comes_from(terms: Terms, words: str) -> None:
    assert explain.say(rules.explanation(terms=terms)) == words


def test_a_date_outside_the_calendar_is_no_date() -> None:
    with pytest.raises(RuleError):
        rules.due_on(terms=BeforeMeeting(400, "SC1", date(1, 2, 3)))


@pytest.mark.parametrize(
    ("met_on", "lifted_on", "on", "status"),
    [
        pytest.param(None, None, date(2024, 10, 21), Status.UPCOMING, id="15 days before"),
        pytest.param(None, None, date(2024, 10, 22), Status.DUE_SOON, id="14 days before"),
        pytest.param(None, None, date(2024, 11, 5), Status.DUE_SOON, id="on the day"),
        pytest.param(None, None, date(2024, 11, 6), Status.OVERDUE, id="the day after"),
        pytest.param(date(2024, 11, 5), None, date(2024, 11, 6), Status.MET, id="received on the day"),
        pytest.param(date(2024, 11, 6), None, date(2024, 11, 7), Status.MET_LATE, id="received a day late"),
        pytest.param(None, date(2024, 10, 1), date(2024, 11, 6), Status.WITHDRAWN, id="lifted while open"),
    ],
)
def test_where_a_deadline_stands(
    met_on: date | None, lifted_on: date | None, on: date, status: Status
) -> None:
    due_on = date(2024, 11, 5)
    assert rules.status(due_on=due_on, met_on=met_on, lifted_on=lifted_on, on=on) is status


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2024, 10, 21), None),
        (date(2024, 10, 22), NoticeCode.COMMITTEE_DEADLINE_SOON),
        (date(2024, 11, 5), NoticeCode.COMMITTEE_DEADLINE_SOON),
        (date(2024, 11, 6), NoticeCode.COMMITTEE_DEADLINE_OVERDUE),
    ],
)
def test_the_one_notice_that_applies(on: date, code: NoticeCode | None) -> None:
    terms = BeforeMeeting(90, "SC78", SC78)
    remind_on = rules.remind_on(terms=terms, set_on=date(2023, 11, 22))
    due_on = rules.due_on(terms=terms)
    assert rules.notice(due_on=due_on, remind_on=remind_on, outcome=Outcome.OPEN, on=on) is code
    assert rules.notice(due_on=due_on, remind_on=remind_on, outcome=Outcome.MET, on=on) is None


def test_no_reminder_of_a_date_that_was_near_when_it_was_set() -> None:
    assert rules.remind_on(terms=FixedDate(date(2024, 1, 14)), set_on=date(2024, 1, 1)) is None
    assert rules.remind_on(terms=FixedDate(date(2024, 1, 16)), set_on=date(2024, 1, 1)) == date(2024, 1, 2)
