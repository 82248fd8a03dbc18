"""Days and instants in the active language, as precisely as they are known."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.models.meeting import Meeting, Precision
from compliance import clock, days


def in_full(day: date) -> str:
    """A day with its weekday, such as "Sunday 30 May 2027"."""
    return days.written(day, _("l j F Y"))


def plain(day: date) -> str:
    """A day without its weekday, such as "30 May 2027"."""
    return days.written(day, _("j F Y"))


def short(day: date) -> str:
    """A day for a picture, such as "30 May 2027" with the month cut short where the language does so."""
    return days.written(day, _("j M Y"))


def known(day: date, *, precision: str) -> str:
    """A day as exactly as it is known: "15 November 2022", "week of 14 November 2022", "2018"."""
    if precision == Precision.YEAR:
        return str(day.year)
    if precision == Precision.MONTH:
        return days.written(day, _("F Y"))
    if precision == Precision.WEEK:
        return _("week of %(day)s") % {"day": plain(day)}
    return plain(day)


def instant(at: datetime) -> str:
    """An instant at the seat, such as "30 May 2027, 14:05:09 CEST (Europe/Zurich)"."""
    local = at.astimezone(clock.SEAT)
    return _("%(day)s, %(time)s %(zone)s (%(place)s)") % {
        "day": plain(local.date()),
        "time": f"{local:%H:%M:%S}",
        "zone": local.tzname(),
        "place": clock.SEAT.key,
    }


def moment(at: datetime) -> str:
    """An instant to the minute, such as "30 May 2027, 14:05 (Europe/Zurich)"."""
    local = at.astimezone(clock.SEAT)
    return _("%(day)s, %(time)s (%(place)s)") % {
        "day": plain(local.date()),
        "time": f"{local:%H:%M}",
        "place": clock.SEAT.key,
    }


def of_meeting(meeting: Meeting) -> str:
    """The days of a meeting as far as they are known."""
    first = known(meeting.starts_on, precision=meeting.precision)
    if meeting.precision != Precision.DAY or not meeting.ends_on or meeting.ends_on == meeting.starts_on:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": plain(meeting.ends_on)}
