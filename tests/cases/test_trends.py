"""The trends, on a record made by hand: a dozen requests, each for a reason, and the answers worked out on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases import trends
from cases.access import Actor
from cases.models import Party
from cases.services import assessments, requests
from cases.trends import Tally
from compliance.accounts.models import User
from tests.conftest import Answer, MakeRequest, actor_of, at

TODAY = date(2026, 12, 1)
ALL_OF_IT: dict[str, Any] = {"information": "COMPLETE", "text": "All of it."}
OLD, BODY = "CONF-11.3-REV-COP19", "SC78-DOC-37-BODY"


class Record:
    """What the dozen is made with."""

    def __init__(
        self, make_request: MakeRequest, answer: Answer, officer: User, party: Party, other: Party
    ) -> None:
        self.make, self.answer, self.actor = make_request, answer, actor_of(officer)
        self.party, self.other = party, other


@pytest.fixture
def record(
    make_request: MakeRequest, answer: Answer, officer: User, party: Party, other_party: Party
) -> Record:
    Party.objects.filter(pk=other_party.pk).update(region="ASIA")
    return Record(make_request, answer, officer, party, other_party)


def silent(record: Record) -> None:
    record.make(sent_on=date(2026, 3, 2))


def everything_at_once(record: Record) -> None:
    record.answer(record.make(sent_on=date(2026, 3, 2)), date(2026, 3, 22), **ALL_OF_IT)


def everything_late(record: Record) -> None:
    record.answer(record.make(sent_on=date(2026, 3, 2)), date(2026, 9, 3), **ALL_OF_IT)


def on_the_last_day(record: Record) -> None:
    made = record.make(sent_on=date(2026, 3, 2))
    record.answer(made, date(2026, 4, 2), approximate_date=date(2026, 6, 1))
    record.answer(made, date(2026, 6, 2), justification="A flood.")
    record.answer(made, date(2026, 9, 2), **ALL_OF_IT)


def a_day_late(record: Record) -> None:
    made = record.make(sent_on=date(2026, 3, 2))
    record.answer(made, date(2026, 4, 3), approximate_date=date(2026, 6, 1))
    record.answer(made, date(2026, 6, 3), justification="A flood.")


def acknowledged_only(record: Record) -> None:
    record.answer(record.make(sent_on=date(2026, 3, 2)), date(2026, 3, 5), acknowledgement=True)


def assessed_as_inadequate(record: Record) -> None:
    given = record.answer(record.make(sent_on=date(2026, 3, 2)), date(2026, 3, 12), **ALL_OF_IT)
    assessments.assess(
        actor=record.actor,
        submission=given,
        verdict="INADEQUATE",
        reasons="Half of it.",
        shared_with_party=True,
        at=at(date(2026, 4, 1)),
    )


def withdrawn(record: Record) -> None:
    made = record.make(sent_on=date(2026, 3, 2))
    requests.withdraw(actor=record.actor, request=made, reason="Moot.", at=at(date(2026, 3, 20)))


def no_final_date(record: Record) -> None:
    record.make(sent_on=date(2026, 3, 2), rule_set_code=OLD)


def met_before_the_end(record: Record) -> None:
    record.answer(record.make(sent_on=date(2026, 11, 16)), date(2026, 11, 20), **ALL_OF_IT)


def due_today(record: Record) -> None:
    record.make(sent_on=date(2026, 11, 1))


def before_the_window(record: Record) -> None:
    record.answer(record.make(sent_on=date(2024, 12, 31)), date(2025, 1, 3), **ALL_OF_IT)


def never_sent(record: Record) -> None:
    record.make()


MARCH, NOVEMBER = date(2026, 3, 1), date(2026, 11, 1)
NONE = Tally()


def tallies(group: trends.Group) -> tuple[Tally, ...]:
    return tuple(group.steps[step] for step in trends.STEPS)


@pytest.mark.parametrize(
    ("happen", "month", "expected", "days"),
    [
        pytest.param(silent, MARCH, [Tally(nothing_yet=1)] * 3, (None, None), id="silence is nothing yet"),
        pytest.param(
            everything_at_once,
            MARCH,
            [Tally(in_time=1), Tally(not_required=1), Tally(in_time=1)],
            (20, 20),
            id="information at once: no justification is required",
        ),
        pytest.param(
            everything_late,
            MARCH,
            [Tally(late=1), Tally(not_received=1), Tally(late=1)],
            (185, 185),
            id="information late: the justification was not received",
        ),
        pytest.param(
            on_the_last_day, MARCH, [Tally(in_time=1)] * 3, (31, 184), id="the last day of each is in time"
        ),
        pytest.param(
            a_day_late,
            MARCH,
            [Tally(late=1), Tally(late=1), Tally(nothing_yet=1)],
            (32, None),
            id="a day later is late",
        ),
        pytest.param(
            acknowledged_only,
            MARCH,
            [Tally(nothing_yet=1)] * 3,
            (None, None),
            id="an acknowledgement alone meets nothing",
        ),
        pytest.param(
            assessed_as_inadequate,
            MARCH,
            [Tally(in_time=1), Tally(not_required=1), Tally(nothing_yet=1)],
            (10, None),
            id="inadequate: the response is open again, with its first date",
        ),
        pytest.param(
            withdrawn, MARCH, [Tally(not_required=1)] * 3, (None, None), id="withdrawn: nothing is due"
        ),
        pytest.param(
            no_final_date,
            MARCH,
            [Tally(nothing_yet=1), Tally(nothing_yet=1), NONE],
            (None, None),
            id="the text in force has two steps",
        ),
        pytest.param(
            met_before_the_end,
            NOVEMBER,
            [Tally(running=1), Tally(not_required=1), Tally(running=1)],
            (4, 4),
            id="met, but its period runs: neither in time nor late yet",
        ),
        pytest.param(
            due_today, NOVEMBER, [Tally(running=1)] * 3, (None, None), id="due today is still running"
        ),
        pytest.param(before_the_window, MARCH, [NONE] * 3, (None, None), id="older than the window"),
        pytest.param(never_sent, MARCH, [NONE] * 3, (None, None), id="a draft has no date"),
    ],
)
def test_one_request(
    record: Record, happen: Any, month: date, expected: list[Tally], days: tuple[Any, Any]
) -> None:
    happen(record)
    found = trends.of_requests(actor=record.actor, on=TODAY)
    group = found.months[month]
    assert tallies(group) == tuple(expected)
    assert (group.reply_days, group.information_days) == days
    assert tallies(found.regions["EUROPE"]) == tuple(expected)
    others = [one for key, one in found.months.items() if key != month]
    assert all(tallies(one) == (NONE, NONE, NONE) for one in others)


@pytest.fixture
def dozen(record: Record) -> Record:
    for happen in (silent, everything_at_once, everything_late, on_the_last_day, a_day_late):
        happen(record)
    for happen in (acknowledged_only, assessed_as_inadequate, withdrawn, no_final_date):
        happen(record)
    for happen in (met_before_the_end, due_today, before_the_window):
        happen(record)
    return record


def test_the_dozen_together(dozen: Record) -> None:
    march = trends.of_requests(actor=dozen.actor, on=TODAY).months[MARCH]
    assert march.requests == 9
    reply, justification, response = tallies(march)
    assert reply == Tally(in_time=3, late=2, nothing_yet=3, not_required=1)
    assert reply.share == pytest.approx(37.5)
    assert justification == Tally(in_time=1, late=1, nothing_yet=3, not_received=1, not_required=3)
    assert response == Tally(in_time=2, late=1, nothing_yet=4, not_required=1)
    # replies after 10, 20, 31, 32 and 185 days; information after 20, 184 and 185
    assert (march.reply_days, march.information_days) == (31, 184)
    assert all(tally.is_complete for tally in tallies(march))


def test_a_month_whose_periods_run_is_not_complete(dozen: Record) -> None:
    november = trends.of_requests(actor=dozen.actor, on=TODAY).months[NOVEMBER]
    assert [tally.is_complete for tally in tallies(november)] == [False, False, False]
    assert [tally.share for tally in tallies(november)] == [None, None, None]


def test_an_even_number_has_its_median_between_the_two(record: Record) -> None:
    for day in (5, 8, 12, 30):
        record.answer(record.make(sent_on=date(2026, 3, 2)), date(2026, 3, day), **ALL_OF_IT)
    assert trends.of_requests(actor=record.actor, on=TODAY).months[MARCH].reply_days == 8  # 3, 6, 10, 28


def test_of_one_rule_set_and_of_one_region(record: Record) -> None:
    record.make(sent_on=date(2026, 3, 2), rule_set_code=OLD)
    record.make(sent_on=date(2026, 3, 2), rule_set_code=BODY, party=record.other)
    of_old = trends.of_requests(actor=record.actor, on=TODAY, rule_set=OLD)
    assert of_old.months[MARCH].requests == 1
    assert of_old.regions["ASIA"].requests == 0
    in_asia = trends.of_requests(actor=record.actor, on=TODAY, region="ASIA")
    assert (list(in_asia.regions), in_asia.months[MARCH].requests) == (["ASIA"], 1)


def test_the_window_is_two_years_to_this_month() -> None:
    months = trends.months_until(date(2026, 12, 1))
    assert (len(months), months[0], months[-1]) == (24, date(2025, 1, 1), date(2026, 12, 1))


@pytest.mark.usefixtures("dozen")
def test_who_sees_nothing_counts_nothing() -> None:
    found = trends.of_requests(actor=Actor(), on=TODAY)
    assert not any(group.requests for group in (*found.months.values(), *found.regions.values()))


def test_five_queries_however_many(dozen: Record, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(5):
        trends.of_requests(actor=dozen.actor, on=TODAY)
