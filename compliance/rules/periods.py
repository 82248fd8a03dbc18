"""Calendar arithmetic: months that end on their last day, never chained."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from compliance.rules.types import Period, RuleError, StepRule, Unit


def add_months(*, day: date, months: int) -> date:
    """The same day so many calendar months later; a month with no such day ends on its last.

    Raises: RuleError when the result lies outside the calendar (years 1 to 9999).
    Source: our choice for the last day of a month (procedure, Counting).
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise RuleError(f"{months} months from {day} is outside the calendar")
    month = month0 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add(*, day: date, period: Period) -> date:
    """The last day of a period counted from ``day``.

    Raises: RuleError when the result lies outside the calendar.
    """
    if period.unit is Unit.MONTHS:
        return add_months(day=day, months=period.count)
    return add_days(day=day, days=period.count)


def add_days(*, day: date, days: int) -> date:
    """So many days later (earlier when negative).

    Raises: RuleError when the result lies outside the calendar.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise RuleError(f"{days} days from {day} is outside the calendar") from error


def is_clamped(*, day: date, period: Period) -> bool:
    """Whether the period ends on the last day of a month that has no such day as it began on."""
    return period.unit is Unit.MONTHS and add(day=day, period=period).day != day.day


def latest_approximate_date(*, rule: StepRule, sent_on: date) -> date | None:
    """The latest approximate date that a step's text admits; None where it sets none."""
    if rule.latest_approximate_date is None:
        return None
    return add(day=sent_on, period=rule.latest_approximate_date)
