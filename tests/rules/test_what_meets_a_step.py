"""Every row of the table "What meets a step" (procedure, section 2)."""

from __future__ import annotations

import pytest

from compliance.rules.types import Fact, Status

from .facts import (
    JUSTIFICATION,
    PROMISE,
    REPLY,
    RESPONSE,
    acknowledged,
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
    ("facts", "status", "met_on"),
    [
        pytest.param([], OVERDUE, None, id="nothing came"),
        pytest.param(
            [acknowledged("2026-01-20")], OVERDUE, None, id="an acknowledgement alone meets nothing"
        ),
        pytest.param([partly_informed("2026-01-20")], OVERDUE, None, id="nor does partial information"),
        pytest.param([justified("2026-01-20")], OVERDUE, None, id="nor does a justification"),
        pytest.param([adequate("2026-01-20")], OVERDUE, None, id="nor an assessment of nothing"),
        pytest.param([promised("2026-01-20", "2026-05-15")], MET, "2026-01-20", id="an approximate date"),
        pytest.param(
            [promised("2026-01-15", "2026-01-15")], MET, "2026-01-15", id="on the day of the request"
        ),
        pytest.param([informed("2026-01-20")], MET, "2026-01-20", id="complete information"),
        pytest.param([informed("2026-02-16")], MET_LATE, "2026-02-16", id="complete information, late"),
        pytest.param(
            [informed("2026-02-10"), promised("2026-01-20", "2026-02-10")],
            MET,
            "2026-01-20",
            id="the first of two",
        ),
        pytest.param(
            [acknowledged("2026-01-20"), promised("2026-03-01", "2026-05-15")],
            MET_LATE,
            "2026-03-01",
            id="acknowledged in time, dated late",
        ),
        pytest.param(
            [informed("2026-02-10"), inadequate("2026-02-12")],
            MET,
            "2026-02-10",
            id="inadequate: it stays met",
        ),
    ],
)
def test_the_reply(facts: list[Fact], status: Status, met_on: str | None) -> None:
    found = deadline(REPLY, facts, "2026-04-01")
    assert (found.status, found.standing.met_on) == (status, day(met_on) if met_on else None)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        pytest.param([], OVERDUE, id="nothing came"),
        pytest.param([justified("2026-01-16")], MET, id="given early"),
        pytest.param(
            [justified("2026-01-16"), informed("2026-03-01")], MET, id="given early, then information"
        ),
        pytest.param(
            [justified("2026-01-16"), informed("2026-07-01")], MET, id="information after a justification"
        ),
        pytest.param(
            [justified("2026-05-01"), informed("2026-06-01")], MET_LATE, id="late, then information"
        ),
        pytest.param([informed("2026-03-01")], Status.NOT_REQUIRED, id="information in time"),
        pytest.param(
            [informed("2026-03-01"), justified("2026-03-02")], Status.NOT_REQUIRED, id="then justified"
        ),
        pytest.param(
            [informed("2026-03-01"), inadequate("2026-03-02")], Status.NOT_REQUIRED, id="inadequate"
        ),
        pytest.param(
            [informed("2026-03-01"), inadequate("2026-05-02"), informed("2026-06-01")],
            Status.NOT_REQUIRED,
            id="inadequate, then a second information after the due date",
        ),
        pytest.param([informed("2026-05-01")], Status.MISSED, id="information late, no justification"),
        pytest.param([informed("2026-05-01"), justified("2026-05-02")], Status.MISSED, id="stays missed"),
        pytest.param(
            [informed("2026-05-01"), inadequate("2026-05-02")], Status.MISSED, id="stays missed, reopened"
        ),
        pytest.param([informed("2026-04-01"), justified("2026-04-01")], MET, id="both on one day: justified"),
        pytest.param([informed("2026-05-01"), justified("2026-05-01")], MET_LATE, id="both on one day, late"),
        pytest.param([partly_informed("2026-03-01")], OVERDUE, id="partial information does not excuse"),
        pytest.param([promised("2026-03-01", "2026-09-01")], OVERDUE, id="nor does an approximate date"),
        pytest.param([acknowledged("2026-03-01")], OVERDUE, id="nor does an acknowledgement"),
    ],
)
def test_the_justification(facts: list[Fact], status: Status) -> None:
    assert deadline(JUSTIFICATION, facts, "2026-07-10").status is status


@pytest.mark.parametrize(
    ("facts", "status", "met_on"),
    [
        pytest.param([], OVERDUE, None, id="nothing came"),
        pytest.param([justified("2026-04-01")], OVERDUE, None, id="a justification is no response"),
        pytest.param([promised("2026-04-01", "2026-12-01")], OVERDUE, None, id="nor is a later date"),
        pytest.param([partly_informed("2026-04-01")], OVERDUE, None, id="nor is partial information"),
        pytest.param([acknowledged("2026-04-01")], OVERDUE, None, id="nor is an acknowledgement"),
        pytest.param([informed("2026-04-01")], MET, "2026-04-01", id="not yet assessed"),
        pytest.param([informed("2026-04-01"), adequate("2026-05-01")], MET, "2026-04-01", id="adequate"),
        pytest.param(
            [informed("2026-04-01"), inadequate("2026-05-01")], OVERDUE, None, id="inadequate: open again"
        ),
        pytest.param(
            [inadequate("2026-03-01"), informed("2026-04-01")], MET, "2026-04-01", id="judged too early"
        ),
        pytest.param(
            [informed("2026-04-01"), inadequate("2026-05-01"), informed("2026-06-01")],
            MET,
            "2026-06-01",
            id="a second information in time",
        ),
        pytest.param(
            [informed("2026-04-01"), inadequate("2026-05-01"), informed("2026-07-20")],
            MET_LATE,
            "2026-07-20",
            id="a second information, late",
        ),
        pytest.param(
            [informed("2026-04-01"), inadequate("2026-05-01"), adequate("2026-08-01")],
            MET,
            "2026-04-01",
            id="a corrected assessment: in time after all",
        ),
        pytest.param(
            [informed("2026-04-01"), adequate("2026-05-01"), inadequate("2026-06-01")],
            OVERDUE,
            None,
            id="corrected the other way",
        ),
        pytest.param(
            [informed("2026-04-01"), informed("2026-05-01")],
            MET,
            "2026-04-01",
            id="of two, the earliest counts",
        ),
        pytest.param(
            [informed("2026-04-01", "a"), informed("2026-05-01", "b"), inadequate("2026-06-01", "a")],
            MET,
            "2026-05-01",
            id="the earliest not held inadequate",
        ),
        pytest.param(
            [informed("2026-04-01", "a"), informed("2026-05-01", "b"), inadequate("2026-06-01", "b")],
            MET,
            "2026-04-01",
            id="an assessment judges the one it names",
        ),
        pytest.param(
            [informed("2026-04-01", "a"), informed("2026-05-01", "b"), inadequate("2026-06-01")],
            OVERDUE,
            None,
            id="naming none, it judges all before it",
        ),
        pytest.param(
            [informed("2026-04-01", "a"), inadequate("2026-05-01"), informed("2026-06-01", "b")],
            MET,
            "2026-06-01",
            id="naming none, it judges nothing after it",
        ),
        pytest.param(
            [inadequate("2026-04-01", "a"), informed("2026-04-01", "a")],
            OVERDUE,
            None,
            id="judged by name on the day it came, whichever was written down first",
        ),
    ],
)
def test_the_response(facts: list[Fact], status: Status, met_on: str | None) -> None:
    found = deadline(RESPONSE, facts, "2026-08-15")
    assert (found.status, found.standing.met_on) == (status, day(met_on) if met_on else None)
    assert found.standing.due_on == day("2026-07-15"), "always its first due date"


def test_one_communication_may_carry_several_things() -> None:
    facts = [promised("2026-02-01", "2026-05-01"), justified("2026-02-01"), partly_informed("2026-02-01")]
    assert statuses(facts, "2026-02-01") == {
        REPLY: MET,
        JUSTIFICATION: MET,
        RESPONSE: Status.UPCOMING,
        PROMISE: Status.UPCOMING,
    }
