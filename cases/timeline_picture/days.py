"""Where days stand on the line of the timeline picture, and which months are marked on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cases.timeline_picture.story import Story

SHORTEST_DAYS = 14  # what a line spans at least
TICK_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 60000, 120000)

Label = Callable[[date, bool], str]
"""Writes a month, with its year where that is new."""
Fits = Callable[[str, float], bool]
"""Whether words fit a room."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to places: in proportion from ``first`` to ``last``, evenly spaced beyond a break."""

    begin: float
    start: float
    stop: float
    end: float
    first: int
    last: int
    early: tuple[int, ...]
    late: tuple[int, ...]

    def at(self, on: date) -> float:
        """The place of a day, to a tenth of a unit; later days are never nearer to the beginning."""
        day = on.toordinal()
        if day in self.early:
            place = self.begin + (self.start - self.begin) * self.early.index(day) / len(self.early)
        elif day in self.late:
            place = self.stop + (self.end - self.stop) * (self.late.index(day) + 1) / len(self.late)
        else:
            place = self.start + (self.stop - self.start) * (day - self.first) / (self.last - self.first)
        return round(place, 1)


def scale(story: Story, *, begin: float, end: float) -> Scale:
    """Proportion holds as far beyond the request and the last due date as they lie apart; the rest is far."""
    days = {sign.on.toordinal() for sign in story.signs} | {
        story.sent_on.toordinal(),
        story.today.toordinal(),
    }
    if story.meeting:
        days |= {story.meeting.starts_on.toordinal(), story.meeting.ends_on.toordinal()}
    sent = story.sent_on.toordinal()
    due = max((step.due_on.toordinal() for step in story.steps if not step.promised), default=sent)
    reach = max(abs(due - sent), SHORTEST_DAYS)
    low, high = min(sent, due) - reach, max(sent, due) + reach
    near = [day for day in days if low <= day <= high]
    early, late = sorted(day for day in days if day < low), sorted(day for day in days if day > high)
    room = (end - begin) * 0.3
    start, stop = begin + min(room, 60 * len(early)), end - min(room, 60 * len(late))
    last = max(*near, due, min(near) + SHORTEST_DAYS)
    return Scale(begin, start, stop, end, min(near), last, tuple(early), tuple(late))


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a month: its place, the room until the next label, and its label or none."""

    at: float
    room: float
    label: str


def ticks(ruler: Scale, *, label: Label, fits: Fits) -> list[Tick]:
    """A tick for every month, or for as many as there is room for; the labels thinned out until they fit."""
    a_day = (ruler.stop - ruler.start) / (ruler.last - ruler.first)
    step = next((months for months in TICK_MONTHS if months * 30.4 * a_day >= 9), TICK_MONTHS[-1])
    days = list(_months(ruler, step))
    opening = [one for one in _opening(ruler, days, step, label) if fits(one.label, one.room)]
    for every in (months for months in TICK_MONTHS if months % step == 0):
        labels = _labels(days, every, label, opens=bool(opening))
        room = _least_days(every) * a_day
        if all(fits(words, room) for words in labels.values()):
            break
    kept = {day: words for day, words in labels.items() if fits(words, room)}
    return opening + [Tick(ruler.at(day), room, kept.get(day, "")) for day in days]


def _least_days(months: int) -> float:
    """Fewer days than any so many months in a row have: February must not write over March."""
    return months * 30.4 - 3


def _opening(ruler: Scale, days: Sequence[date], step: int, label: Label) -> Iterator[Tick]:
    """The month in which the line begins, where every month has a tick and this one began before the line."""
    first = date.fromordinal(ruler.first)
    if step == 1 and first.day > 1:
        room = ruler.at(days[0]) - ruler.start if days else ruler.stop - ruler.start
        yield Tick(ruler.start, room, label(first, True))


def _labels(days: Sequence[date], every: int, label: Label, *, opens: bool) -> dict[date, str]:
    """Each ``every``-th month's label; the first says its year too, unless a month before it ``opens`` the line."""
    chosen = [day for day in days if (day.year * 12 + day.month - 1) % every == 0]
    if every >= 12:
        return {day: str(day.year) for day in chosen}
    return {day: label(day, day.month == 1 or (day == chosen[0] and not opens)) for day in chosen}


def _months(ruler: Scale, step: int) -> Iterator[date]:
    """The first days of every ``step``-th month on the part of the line that is in proportion."""
    first = date.fromordinal(ruler.first)
    last = ruler.last
    month = -(-(first.year * 12 + first.month - 1) // step) * step
    while 12 <= month < 12 * 10_000 and (day := date(month // 12, month % 12 + 1, 1)).toordinal() <= last:
        if day.toordinal() >= ruler.first:
            yield day
        month += step
