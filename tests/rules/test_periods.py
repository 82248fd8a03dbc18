"""Calendar months from the date of the request (procedure, section 2, Counting)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from compliance.rules import periods
from compliance.rules.types import Period, RuleError, StepCode, StepRule, Unit


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        pytest.param(date(2024, 1, 31), 1, date(2024, 2, 29), id="no 31 February, leap year"),
        pytest.param(date(2023, 1, 31), 1, date(2023, 2, 28), id="no 31 February, ordinary year"),
        pytest.param(date(2023, 1, 28), 1, date(2023, 2, 28), id="28 February exists"),
        pytest.param(date(2024, 1, 30), 1, date(2024, 2, 29), id="no 30 February, leap year"),
        pytest.param(
            date(2024, 2, 29), 1, date(2024, 3, 29), id="the last day of February is not a month end"
        ),
        pytest.param(date(2023, 2, 28), 1, date(2023, 3, 28), id="28 February keeps its number"),
        pytest.param(date(2026, 3, 31), 1, date(2026, 4, 30), id="no 31 April"),
        pytest.param(date(2026, 4, 30), 1, date(2026, 5, 30), id="30 April does not become 31 May"),
        pytest.param(date(2026, 12, 31), 1, date(2027, 1, 31), id="over the year's end, 31 to 31"),
        pytest.param(date(2026, 12, 1), 1, date(2027, 1, 1), id="December to January"),
        pytest.param(date(2026, 11, 15), 1, date(2026, 12, 15), id="November to December stays in the year"),
        pytest.param(date(2026, 11, 30), 3, date(2027, 2, 28), id="three months to February, ordinary year"),
        pytest.param(date(2027, 11, 30), 3, date(2028, 2, 29), id="three months to February, leap year"),
        pytest.param(date(2026, 9, 15), 3, date(2026, 12, 15), id="three months to December"),
        pytest.param(date(2026, 11, 30), 6, date(2027, 5, 30), id="six months from 30 November: 30 May"),
        pytest.param(date(2027, 8, 31), 6, date(2028, 2, 29), id="six months from 31 August, leap year"),
        pytest.param(date(2026, 8, 31), 6, date(2027, 2, 28), id="six months from 31 August, ordinary year"),
        pytest.param(date(2026, 12, 31), 6, date(2027, 6, 30), id="no 31 June"),
        pytest.param(date(2024, 2, 29), 12, date(2025, 2, 28), id="a year from the leap day"),
        pytest.param(date(1999, 8, 31), 6, date(2000, 2, 29), id="2000 is a leap year"),
        pytest.param(date(2099, 8, 31), 6, date(2100, 2, 28), id="2100 is not a leap year"),
        pytest.param(date(2026, 5, 31), 0, date(2026, 5, 31), id="no month at all"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="a month earlier, no 31 February"),
        pytest.param(date(2026, 1, 15), -1, date(2025, 12, 15), id="a month earlier, over the year's end"),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last(start: date, months: int, end: date) -> None:
    assert periods.add_months(day=start, months=months) == end
    assert periods.add(day=start, period=Period(months, Unit.MONTHS)) == end


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        pytest.param(date(2026, 1, 15), 14, date(2026, 1, 29), id="two weeks"),
        pytest.param(date(2024, 2, 20), 14, date(2024, 3, 5), id="over the leap day"),
        pytest.param(date(2023, 2, 20), 14, date(2023, 3, 6), id="over the end of an ordinary February"),
        pytest.param(date(2026, 12, 25), 14, date(2027, 1, 8), id="over the year's end, no holiday moves it"),
        pytest.param(date(2026, 3, 28), 1, date(2026, 3, 29), id="the day the clocks change"),
    ],
)
def test_days_are_calendar_days(start: date, days: int, end: date) -> None:
    assert periods.add(day=start, period=Period(days, Unit.DAYS)) == end
    assert periods.add_days(day=end, days=-days) == start


def test_months_are_never_chained() -> None:
    start = date(2026, 11, 30)
    three = periods.add_months(day=start, months=3)
    assert periods.add_months(day=three, months=3) == date(2027, 5, 28), "what chaining would give"
    assert periods.add_months(day=start, months=6) == date(2027, 5, 30), "what the procedure gives"


@pytest.mark.parametrize(
    ("start", "months"),
    [
        pytest.param(date(9999, 12, 1), 1, id="the month after the last"),
        pytest.param(date(9999, 7, 1), 6, id="six months past the last July"),
        pytest.param(date(1, 1, 31), -1, id="the month before the first"),
        pytest.param(date(2026, 1, 1), 10**9, id="an absurd number of months"),
    ],
)
def test_months_outside_the_calendar_are_refused(start: date, months: int) -> None:
    with pytest.raises(RuleError, match="outside the calendar"):
        periods.add_months(day=start, months=months)


@pytest.mark.parametrize(
    ("start", "days"),
    [
        pytest.param(date(9999, 12, 31), 1, id="the day after the last"),
        pytest.param(date(1, 1, 1), -1, id="the day before the first"),
        pytest.param(date(2026, 1, 1), 10**12, id="more days than a number of days can hold"),
    ],
)
def test_days_outside_the_calendar_are_refused(start: date, days: int) -> None:
    with pytest.raises(RuleError, match="outside the calendar"):
        periods.add_days(day=start, days=days)


def test_the_calendars_own_ends_are_reached() -> None:
    assert periods.add_months(day=date(9999, 11, 30), months=1) == date(9999, 12, 30)
    assert periods.add_months(day=date(1, 2, 28), months=-1) == date(1, 1, 28)
    assert periods.add_days(day=date(9999, 12, 30), days=1) == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("start", "period", "clamped"),
    [
        pytest.param(date(2026, 1, 31), Period(1, Unit.MONTHS), True, id="31 January to 28 February"),
        pytest.param(date(2024, 1, 29), Period(1, Unit.MONTHS), False, id="29 January to the leap day"),
        pytest.param(date(2023, 1, 29), Period(1, Unit.MONTHS), True, id="29 January, ordinary year"),
        pytest.param(date(2026, 11, 30), Period(6, Unit.MONTHS), False, id="30 November to 30 May"),
        pytest.param(date(2026, 1, 31), Period(14, Unit.DAYS), False, id="days are never cut short"),
    ],
)
def test_a_period_that_was_cut_short_says_so(start: date, period: Period, clamped: bool) -> None:
    assert periods.is_clamped(day=start, period=period) is clamped


def test_the_latest_approximate_date_counts_from_the_request() -> None:
    rule = StepRule(StepCode.REPLY, Period(1, Unit.MONTHS), "23 a)", Period(3, Unit.MONTHS))
    assert periods.latest_approximate_date(rule=rule, sent_on=date(2026, 11, 30)) == date(2027, 2, 28)
    free = StepRule(StepCode.REPLY, Period(1, Unit.MONTHS), "23 a)")
    assert periods.latest_approximate_date(rule=free, sent_on=date(2026, 11, 30)) is None


def every_day() -> Iterator[date]:
    day = date(1975, 1, 1)
    while day <= date(2075, 12, 31):
        yield day
        day += timedelta(days=1)


def naive(day: date, months: int) -> date:
    """Turns the calendar's pages one by one, then looks for the day from the 31st downwards."""
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


@pytest.mark.parametrize("months", [1, 3, 6])
def test_every_day_of_a_century_agrees_with_turning_pages(months: int) -> None:
    wrong = [day for day in every_day() if periods.add_months(day=day, months=months) != naive(day, months)]
    assert wrong == []
