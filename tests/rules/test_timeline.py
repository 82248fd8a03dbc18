"""Where each step stands on a day: dates, statuses and their edges (procedure, section 2)."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.rules import loader, timeline
from compliance.rules.types import Answer, Fact, FactKind, RuleError, Status, StepCode

from .facts import (
    ANNEX,
    BODY,
    CODES,
    COP19,
    INQUIRY,
    JUSTIFICATION,
    PROMISE,
    REPLY,
    RESPONSE,
    SENT,
    adequate,
    day,
    deadline,
    due_dates,
    inadequate,
    informed,
    justified,
    partly_informed,
    promised,
    statuses,
    withdrawn,
)

UPCOMING, DUE_SOON, OVERDUE = Status.UPCOMING, Status.DUE_SOON, Status.OVERDUE


@pytest.mark.parametrize(
    ("code", "sent_on", "dates"),
    [
        pytest.param(ANNEX, "2026-11-30", ["2026-12-30", "2027-02-28", "2027-05-30"], id="30 November"),
        pytest.param(ANNEX, "2027-11-30", ["2027-12-30", "2028-02-29", "2028-05-30"], id="before a leap day"),
        pytest.param(ANNEX, "2027-08-31", ["2027-09-30", "2027-11-30", "2028-02-29"], id="31 August"),
        pytest.param(ANNEX, "2026-01-31", ["2026-02-28", "2026-04-30", "2026-07-31"], id="31 January"),
        pytest.param(BODY, "2026-11-30", ["2026-12-30", "2027-02-28", "2027-05-30"], id="30 November, body"),
        pytest.param(COP19, "2026-11-30", ["2026-12-30", "2027-05-30"], id="30 November, in force"),
        pytest.param(COP19, "2027-08-31", ["2027-09-30", "2028-02-29"], id="31 August, in force"),
        pytest.param(INQUIRY, "2026-12-25", ["2027-01-08"], id="two weeks, over the holidays"),
        pytest.param(
            ANNEX, "2026-01-15", ["2026-02-15", "2026-04-15", "2026-07-15"], id="Sunday stays Sunday"
        ),
    ],
)
def test_every_step_counts_from_the_request(code: str, sent_on: str, dates: list[str]) -> None:
    assert list(due_dates(code, day(sent_on)).values()) == [day(text) for text in dates]


@pytest.mark.parametrize("code", CODES)
def test_the_steps_are_those_of_the_text_and_a_date_given_comes_last(code: str) -> None:
    steps = [step.code for step in loader.get(code=code).steps]
    assert list(statuses((), "2026-01-15", code=code)) == steps
    assert list(statuses([promised("2026-01-20", "2026-03-01")], "2026-01-20", code=code)) == [
        *steps,
        PROMISE,
    ]


@pytest.mark.parametrize(
    ("step", "on", "status"),
    [
        pytest.param(REPLY, "2026-01-15", UPCOMING, id="the day of the request"),
        pytest.param(REPLY, "2026-01-31", UPCOMING, id="15 days before"),
        pytest.param(REPLY, "2026-02-01", DUE_SOON, id="14 days before"),
        pytest.param(REPLY, "2026-02-14", DUE_SOON, id="the day before"),
        pytest.param(REPLY, "2026-02-15", DUE_SOON, id="the due date itself is in time"),
        pytest.param(REPLY, "2026-02-16", OVERDUE, id="the day after"),
        pytest.param(REPLY, "2036-02-16", OVERDUE, id="ten years after: never dropped"),
        pytest.param(JUSTIFICATION, "2026-03-31", UPCOMING, id="justification, 15 days before"),
        pytest.param(JUSTIFICATION, "2026-04-01", DUE_SOON, id="justification, 14 days before"),
        pytest.param(JUSTIFICATION, "2026-04-15", DUE_SOON, id="justification, the due date"),
        pytest.param(JUSTIFICATION, "2026-04-16", OVERDUE, id="justification, the day after"),
        pytest.param(RESPONSE, "2026-06-30", UPCOMING, id="response, 15 days before"),
        pytest.param(RESPONSE, "2026-07-01", DUE_SOON, id="response, 14 days before"),
        pytest.param(RESPONSE, "2026-07-15", DUE_SOON, id="response, the due date"),
        pytest.param(RESPONSE, "2026-07-16", OVERDUE, id="response, the day after"),
    ],
)
def test_a_step_that_nothing_met(step: StepCode, on: str, status: Status) -> None:
    assert deadline(step, (), on).status is status


@pytest.mark.parametrize(
    ("facts", "step", "on", "status"),
    [
        pytest.param(promised("2026-02-15", "2026-03-01"), REPLY, "2026-02-15", Status.MET, id="reply"),
        pytest.param(
            promised("2026-02-16", "2026-03-01"), REPLY, "2026-02-16", Status.MET_LATE, id="late reply"
        ),
        pytest.param(justified("2026-04-15"), JUSTIFICATION, "2026-05-01", Status.MET, id="justification"),
        pytest.param(
            justified("2026-04-16"), JUSTIFICATION, "2026-05-01", Status.MET_LATE, id="justified late"
        ),
        pytest.param(
            informed("2026-04-15"), JUSTIFICATION, "2026-05-01", Status.NOT_REQUIRED, id="not required"
        ),
        pytest.param(informed("2026-04-16"), JUSTIFICATION, "2026-05-01", Status.MISSED, id="missed"),
        pytest.param(informed("2026-07-15"), RESPONSE, "2026-08-01", Status.MET, id="response"),
        pytest.param(informed("2026-07-16"), RESPONSE, "2026-08-01", Status.MET_LATE, id="late response"),
        pytest.param(withdrawn("2026-07-15"), RESPONSE, "2026-08-01", Status.WITHDRAWN, id="withdrawn"),
        pytest.param(
            withdrawn("2026-07-16"), RESPONSE, "2026-08-01", Status.WITHDRAWN, id="withdrawn, overdue"
        ),
    ],
)
def test_received_on_the_due_date_is_in_time(facts: Fact, step: StepCode, on: str, status: Status) -> None:
    assert deadline(step, [facts], on).status is status


@pytest.mark.parametrize(
    ("on", "status"),
    [
        pytest.param("2026-02-20", OVERDUE, id="the day before it came: nothing is known of it"),
        pytest.param("2026-02-21", Status.MET_LATE, id="the day it came"),
    ],
)
def test_a_fact_of_a_later_day_is_not_yet_known(on: str, status: Status) -> None:
    facts = [promised("2026-02-21", "2026-05-15"), withdrawn("2026-06-01")]
    assert deadline(REPLY, facts, on).status is status
    assert (PROMISE in statuses(facts, on)) is (status is Status.MET_LATE)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        pytest.param("2026-03-05", UPCOMING, id="before any information"),
        pytest.param("2026-03-10", Status.MET, id="information came"),
        pytest.param("2026-05-01", UPCOMING, id="held inadequate, with its first due date"),
        pytest.param("2026-06-01", Status.MET, id="the assessment is corrected"),
        pytest.param("2026-08-01", OVERDUE, id="held inadequate again after the due date"),
        pytest.param("2026-09-01", Status.MET_LATE, id="a second information, late"),
    ],
)
def test_what_was_known_on_a_day_in_the_past(on: str, status: Status) -> None:
    facts = [
        informed("2026-03-10", "first"),
        inadequate("2026-05-01", "first"),
        adequate("2026-06-01", "first"),
        inadequate("2026-08-01", "first"),
        informed("2026-09-01", "second"),
    ]
    found = deadline(RESPONSE, facts, on)
    assert found.status is status
    assert found.standing.due_on == day("2026-07-15")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param([], dict.fromkeys((REPLY, JUSTIFICATION, RESPONSE), Status.WITHDRAWN), id="all open"),
        pytest.param(
            [promised("2026-02-01", "2026-03-01"), justified("2026-03-02")],
            {
                REPLY: Status.MET,
                JUSTIFICATION: Status.MET,
                RESPONSE: Status.WITHDRAWN,
                PROMISE: Status.WITHDRAWN,
            },
            id="what was met stays met",
        ),
        pytest.param(
            [informed("2026-03-01")],
            {REPLY: Status.MET_LATE, JUSTIFICATION: Status.NOT_REQUIRED, RESPONSE: Status.MET},
            id="nothing was open",
        ),
        pytest.param(
            [informed("2026-03-01"), inadequate("2026-03-02")],
            {REPLY: Status.MET_LATE, JUSTIFICATION: Status.NOT_REQUIRED, RESPONSE: Status.WITHDRAWN},
            id="the response was open again",
        ),
        pytest.param(
            [informed("2026-06-01")],
            dict.fromkeys((REPLY, JUSTIFICATION, RESPONSE), Status.WITHDRAWN),
            id="what comes after a withdrawal changes nothing",
        ),
        pytest.param(
            [
                informed("2026-02-10"),
                inadequate("2026-06-01"),
                justified("2026-06-01"),
                withdrawn("2026-06-02"),
            ],
            {REPLY: Status.MET, JUSTIFICATION: Status.NOT_REQUIRED, RESPONSE: Status.MET},
            id="nor does an assessment",
        ),
        pytest.param(
            [promised("2026-06-01", "2026-07-01")],
            dict.fromkeys((REPLY, JUSTIFICATION, RESPONSE), Status.WITHDRAWN),
            id="nor does a date given",
        ),
    ],
)
def test_a_withdrawal_ends_what_is_open(facts: list[Fact], expected: dict[StepCode, Status]) -> None:
    assert statuses([*facts, withdrawn("2026-05-20")], "2026-12-31") == expected


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        pytest.param([informed("2026-05-20"), withdrawn("2026-05-20")], Status.MET, id="told before it"),
        pytest.param([withdrawn("2026-05-20"), informed("2026-05-20")], Status.MET, id="told after it"),
        pytest.param([withdrawn("2026-05-20"), informed("2026-05-21")], Status.WITHDRAWN, id="a day later"),
        pytest.param(
            [withdrawn("2026-05-20"), informed("2026-05-21"), withdrawn("2026-05-22")],
            Status.WITHDRAWN,
            id="withdrawn twice: the first counts",
        ),
    ],
)
def test_what_comes_on_the_day_of_the_withdrawal_still_counts(facts: list[Fact], status: Status) -> None:
    assert deadline(RESPONSE, facts, "2026-12-31").status is status


@pytest.mark.parametrize("kind", list(FactKind))
@pytest.mark.parametrize("code", CODES)
def test_a_fact_before_the_request_is_refused(code: str, kind: FactKind) -> None:
    given = day("2026-03-01") if kind is FactKind.APPROXIMATE_DATE else None
    with pytest.raises(RuleError, match="2026-01-14 is before the request of 2026-01-15"):
        statuses([Fact(kind, day("2026-01-14"), given)], "2026-02-01", code=code)
    assert REPLY in statuses([Fact(kind, SENT, given)], "2026-02-01", code=code)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        pytest.param(Fact(FactKind.APPROXIMATE_DATE, day("2026-02-01")), "names no date", id="names no date"),
        pytest.param(promised("2026-02-02", "2026-02-01"), "before the day it was given", id="already past"),
    ],
)
def test_an_approximate_date_names_a_date_that_can_still_come(fact: Fact, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        statuses([fact], "2026-03-01")


def test_an_approximate_date_may_be_the_day_it_is_given() -> None:
    assert deadline(PROMISE, [promised("2026-02-01", "2026-02-01")], "2026-02-01").status is DUE_SOON


def test_a_request_at_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(RuleError, match="outside the calendar"):
        statuses((), "9999-12-31", sent_on=date(9999, 12, 31))


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        pytest.param([], Answer.NONE, id="silence"),
        pytest.param(
            [partly_informed("2026-03-01"), justified("2026-03-01")], Answer.NONE, id="partial only"
        ),
        pytest.param([informed("2026-03-01")], Answer.AWAITING_ASSESSMENT, id="not yet assessed"),
        pytest.param([informed("2026-03-01"), adequate("2026-03-02")], Answer.ADEQUATE, id="adequate"),
        pytest.param(
            [adequate("2026-03-01"), informed("2026-03-02")],
            Answer.AWAITING_ASSESSMENT,
            id="judged too early",
        ),
        pytest.param([informed("2026-03-01"), inadequate("2026-03-02")], Answer.INADEQUATE, id="inadequate"),
        pytest.param(
            [informed("2026-03-01"), inadequate("2026-03-02"), adequate("2026-03-03")],
            Answer.ADEQUATE,
            id="corrected",
        ),
        pytest.param(
            [informed("2026-03-01"), inadequate("2026-03-02"), informed("2026-03-03")],
            Answer.AWAITING_ASSESSMENT,
            id="a second information after an inadequate one",
        ),
        pytest.param(
            [informed("2026-03-01"), withdrawn("2026-03-02"), adequate("2026-03-03")],
            Answer.AWAITING_ASSESSMENT,
            id="assessed after the withdrawal",
        ),
    ],
)
def test_how_far_the_information_has_come(facts: list[Fact], answer: Answer) -> None:
    assert timeline.answer(sent_on=SENT, facts=facts) is answer
