"""The only reader of the system clock, and the day at the seat of the Secretariat.

Everything below the edges is given its day and its instant: a view, a task or a
command calls ``now`` once and passes it on.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

SEAT = ZoneInfo("Europe/Zurich")
"""Where the Secretariat sits: legal days begin and end here."""


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The present day at the seat of the Secretariat."""
    return legal_day(at=now())


def legal_day(*, at: datetime) -> date:
    """The day at the seat on which an instant falls: the legal day of what happens online."""
    return at.astimezone(SEAT).date()


def end_of(*, day: date) -> datetime:
    """The first instant after a day at the seat: what was recorded before it was known by the end of that day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=SEAT)
