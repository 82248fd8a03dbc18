"""The approximate date: whether it is a reply, and the step that it makes (procedure, section 2)."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.rules.types import Fact, Status

from .facts import (
    ANNEX,
    BODY,
    COP19,
    INQUIRY,
    PROMISE,
    REPLY,
    adequate,
    day,
    deadline,
    inadequate,
    informed,
    justified,
    partly_informed,
    promised,
    statuses,
)

MET, MET_LATE, OVERDUE = Status.MET, Status.MET_LATE, Status.OVERDUE


@pytest.mark.parametrize(
    ("code", "given", "status"),
    [
        pytest.param(ANNEX, "2026-05-15", MET, id="Annex: four months after the request meets the reply"),
        pytest.param(BODY, "2026-05-15", OVERDUE, id="body: four months after the request does not"),
        pytest.param(BODY, "2026-04-16", OVERDUE, id="body: a day later than three months"),
        pytest.param(BODY, "2026-04-15", MET, id="body: three months to the day"),
        pytest.param(COP19, "2027-05-15", MET, id="in force: no latest date"),
        pytest.param(INQUIRY, "2027-05-15", MET, id="inquiries: notice that more time is needed"),
    ],
)
def test_the_latest_approximate_date(code: str, given: str, status: Status) -> None:
    facts = [promised("2026-01-20", given)]
    assert deadline(REPLY, facts, "2026-03-01", code=code).status is status
    assert deadline(PROMISE, facts, "2026-03-01", code=code).standing.due_on == day(given), "it is kept"


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        pytest.param([promised("2026-02-10", "2026-04-01")], MET, id="a better date in time"),
        pytest.param([promised("2026-02-20", "2026-04-01")], MET_LATE, id="a better date, late"),
        pytest.param([informed("2026-02-10")], MET, id="the information in time"),
    ],
)
def test_after_a_date_that_was_too_late(facts: list[Fact], status: Status) -> None:
    found = deadline(REPLY, [promised("2026-01-20", "2026-05-15"), *facts], "2026-03-01", code=BODY)
    assert found.status is status


def test_the_latest_approximate_date_ends_with_a_short_month() -> None:
    sent_on = date(2026, 11, 30)
    for given, status in (("2027-02-28", MET), ("2027-03-01", OVERDUE)):
        facts = [promised("2026-12-01", given)]
        assert deadline(REPLY, facts, "2026-12-31", code=BODY, sent_on=sent_on).status is status


@pytest.mark.parametrize(
    ("facts", "status", "due_on"),
    [
        pytest.param([], Status.UPCOMING, "2026-05-20", id="15 days before"),
        pytest.param([informed("2026-05-20")], MET, "2026-05-20", id="information by that date"),
        pytest.param([informed("2026-05-21")], MET_LATE, "2026-05-20", id="information after that date"),
        pytest.param([informed("2026-02-01")], MET, "2026-05-20", id="information was already there"),
        pytest.param(
            [partly_informed("2026-05-01")], OVERDUE, "2026-05-20", id="partial information is not enough"
        ),
        pytest.param([justified("2026-05-01")], OVERDUE, "2026-05-20", id="a justification does not move it"),
        pytest.param(
            [promised("2026-05-01", "2026-06-30")], Status.UPCOMING, "2026-06-30", id="a later date"
        ),
        pytest.param([promised("2026-05-01", "2026-05-10")], OVERDUE, "2026-05-10", id="an earlier date"),
        pytest.param(
            [promised("2026-05-30", "2026-06-30")], Status.UPCOMING, "2026-06-30", id="given after it passed"
        ),
        pytest.param(
            [promised("2026-05-30", "2026-06-30"), informed("2026-06-01")],
            MET,
            "2026-06-30",
            id="the new date is met",
        ),
        pytest.param(
            [informed("2026-05-10"), inadequate("2026-05-12")], MET, "2026-05-20", id="inadequate: stays met"
        ),
        pytest.param(
            [informed("2026-02-01"), inadequate("2026-02-20")],
            OVERDUE,
            "2026-05-20",
            id="inadequate when it was given",
        ),
        pytest.param(
            [informed("2026-02-01"), inadequate("2026-02-20"), informed("2026-05-01")],
            MET,
            "2026-05-20",
            id="inadequate when it was given, then a second information",
        ),
        pytest.param(
            [informed("2026-02-01"), inadequate("2026-02-20"), adequate("2026-04-01")],
            MET,
            "2026-05-20",
            id="inadequate when it was given, corrected before that date",
        ),
        pytest.param(
            [
                informed("2026-04-01", "a"),
                inadequate("2026-04-10", "a"),
                promised("2026-04-20", "2026-06-10"),
                informed("2026-06-05", "b"),
            ],
            MET,
            "2026-06-10",
            id="a new date after an inadequate information",
        ),
    ],
)
def test_the_date_that_the_party_gave(facts: list[Fact], status: Status, due_on: str) -> None:
    on = "2026-05-05" if not facts else "2026-06-10"
    found = deadline(PROMISE, [promised("2026-03-01", "2026-05-20"), *facts], on)
    assert (found.status, found.standing.due_on) == (status, day(due_on))


def test_a_date_appears_on_the_day_it_is_given_and_the_old_one_is_still_known_for_the_past() -> None:
    facts = [promised("2026-02-01", "2026-04-01"), promised("2026-03-20", "2026-06-01")]
    assert PROMISE not in statuses(facts, "2026-01-31")
    assert deadline(PROMISE, facts, "2026-03-19").standing.due_on == day("2026-04-01")
    assert deadline(PROMISE, facts, "2026-03-20").standing.due_on == day("2026-06-01")
    assert deadline(PROMISE, facts, "2026-03-20").standing.counted_from == day("2026-03-20")
