"""Where everything in the timeline picture goes: geometry in user units; its words come with it.

Each label is a flag: a pole on its day, its words to the right of the pole. Lying
(``wide``), flags are stacked from the last day to the first, so that no pole ever
crosses a label: all that stands nearer to the line is of a later day, hence to
the right. Standing (``narrow``), the flags form one column in the order of their
days, as near to them as they can be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.rules.types import Status, StepCode

WIDE, NARROW, MARGIN = 960, 320, 10
FLAG_ABOVE, FLAG_BELOW = 240, 215  # the widest words of a flag on the line that lies
POLE, GAP = 8, 9  # from a pole to its words; between two flags
GLYPH, MARK = 18, 17  # the room of a mark before words; the least distance of two marks on the line
SHORTEST_DAYS, SHORTEST_COLUMN = 14, 440  # what a line spans at least; how high it stands at least
TICK_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 60000, 120000)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, on its legal day."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """The next meeting, and the day by which a document must come to be considered there."""

    starts_on: date
    ends_on: date
    label: str
    document_deadline_on: date | None
    document_deadline_label: str


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step of the procedure and where it stands; ``promised`` for a date that the Party gave itself."""

    code: StepCode
    label: str
    status: Status
    status_label: str
    due_on: date
    paragraph: str
    promised: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A run of words in a flag; with a ``status``, its mark stands before them."""

    words: str
    role: str
    strong: bool = False
    status: Status | None = None
    promised: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """What a flag says about a day: above the line what happened, below it what is due."""

    on: date
    role: str
    rows: tuple[Row, ...]
    below: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """All that one picture tells. ``write_month`` names the month of a day, without its year."""

    sent_on: date
    today: date
    steps: Sequence[StepMark]
    meeting: Band | None
    signs: Sequence[Sign]
    write_month: Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words; ``y`` is its baseline, ``x`` its left end, or its right end if it ``ends``."""

    words: str
    x: float
    y: float
    role: str
    strong: bool = False
    status: Status | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: the room that a label takes, or a stretch of the line."""

    x: float
    y: float
    width: float
    height: float
    role: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; one without length is a dot, one that ``leads`` goes from a day to its flag."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The shape of a status, centred on its point; a mark on the line has ``size`` 1."""

    x: float
    y: float
    status: Status
    promised: bool
    size: float = 1.0


@dataclass(slots=True)
class Picture:
    """What to draw, back to front: bands, lines, marks, texts. ``boxes`` are the room of the labels."""

    name: str
    width: float
    height: float
    font: float
    bands: list[Box]
    lines: list[Line]
    marks: list[Mark]
    texts: list[Text]
    boxes: list[Box]


# Words: how wide they may be, and where to break them.


def text_width(words: str, *, font: float, strong: bool = False) -> float:
    """The most that the words take in user units, in whichever sans serif typeface a system has."""
    return sum(_em(letter) for letter in words) * font * (1.1 if strong else 1)


def _em(letter: str) -> float:
    base = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.combining(base):
        return 0
    if base in "ijlI.,:;'|! \u00a0":
        return 0.35
    if base in "ftr()[]/-":
        return 0.43
    if base in "mwMWQO%@—…" or not base.isascii():
        return 1.3 if unicodedata.east_asian_width(base) in "WF" else 1
    if base.isupper():
        return 0.8 if base in "DGHNU" else 0.71
    return 0.64


def wrap(words: str, *, width: float, font: float, strong: bool = False) -> list[str]:
    """The words in lines none of which is wider than ``width``; a wider word is broken, never cut."""
    lines = [""]
    pieces = words.split(" ")
    for word in [part for one in pieces for part in _parts(one, width=width, font=font, strong=strong)]:
        joined = f"{lines[-1]} {word}".strip()
        if text_width(joined, font=font, strong=strong) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and text_width(lines[-1] + letter, font=font, strong=strong) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def balanced(words: str, *, width: float, font: float, strong: bool = False) -> list[str]:
    """As ``wrap``, in as many lines, but of more even lengths."""
    lines = wrap(words, width=width, font=font, strong=strong)
    longest = max(text_width(word, font=font, strong=strong) for word in words.split(" "))
    for share in (0.55, 0.65, 0.75, 0.85):
        if longest <= width * share:
            evener = wrap(words, width=width * share, font=font, strong=strong)
            if len(evener) == len(lines):
                return evener
    return lines


def _parts(word: str, *, width: float, font: float, strong: bool) -> list[str]:
    """Words held together by no-break spaces come apart only where they do not fit a line together."""
    return [word] if text_width(word, font=font, strong=strong) <= width else word.split("\u00a0")


# Days: where they stand on the line.


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


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a month: its place, the room until the next label, and its label or none."""

    at: float
    room: float
    label: str


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


def ticks(
    ruler: Scale, *, label: Callable[[date, bool], str], fits: Callable[[str, float], bool]
) -> list[Tick]:
    """A tick for every month, or for as many as there is room for; the labels thinned out until they fit.

    ``label`` writes a month, with its year where that is new; ``fits`` says whether words fit a room.
    """
    unit = (ruler.stop - ruler.start) / (ruler.last - ruler.first) * 30.4
    step = next((months for months in TICK_MONTHS if months * unit >= 9), TICK_MONTHS[-1])
    days = list(_months(ruler, step))
    first = date.fromordinal(ruler.first)
    opening = label(first, True)
    before = ruler.at(days[0]) - ruler.start if days else ruler.stop - ruler.start
    opens = step == 1 and first.day > 1 and fits(opening, before)
    for every in (months for months in TICK_MONTHS if months % step == 0):
        chosen = [day for day in days if (day.year * 12 + day.month - 1) % every == 0]
        labels = {
            day: str(day.year)
            if every >= 12
            else label(day, day.month == 1 or (day == chosen[0] and not opens))
            for day in chosen
        }
        if all(fits(words, every * unit) for words in labels.values()):
            break
    found = [Tick(ruler.start, before, opening)] if opens else []
    kept = {day: words for day, words in labels.items() if fits(words, every * unit)}
    return found + [Tick(ruler.at(day), every * unit, kept.get(day, "")) for day in days]


def _months(ruler: Scale, step: int) -> Iterator[date]:
    """The first days of every ``step``-th month on the part of the line that is in proportion."""
    first = date.fromordinal(ruler.first)
    last = ruler.last
    month = -(-(first.year * 12 + first.month - 1) // step) * step
    while 12 <= month < 12 * 10_000 and (day := date(month // 12, month % 12 + 1, 1)).toordinal() <= last:
        if day.toordinal() >= ruler.first:
            yield day
        month += step


# Places: flags, poles and marks.


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign with its words in lines, and the room that they take with the pole's distance."""

    sign: Sign
    lines: tuple[tuple[Row, str, bool], ...]
    width: float
    height: float


def flag(sign: Sign, *, width: float, font: float) -> Flag:
    """A sign whose words are at most ``width`` wide."""
    lines: list[tuple[Row, str, bool]] = []
    widest = 0.0
    for row in sign.rows:
        indent = GLYPH if row.status else 0
        for at, words in enumerate(balanced(row.words, width=width - indent, font=font, strong=row.strong)):
            lines.append((row, words, at == 0))
            widest = max(widest, indent + text_width(words, font=font, strong=row.strong))
    return Flag(sign, tuple(lines), POLE + widest, round(len(lines) * font * 1.35, 1))


def stack(*, places: Sequence[float], sizes: Sequence[tuple[float, float]]) -> list[float]:
    """How far from the line each flag stands: the last day nearest, every other beyond those it would cover.

    ``sizes`` are widths and heights; of one place, the first given is nearest.
    """
    away = [0.0] * len(places)
    done: list[int] = []
    for one in sorted(range(len(places)), key=lambda i: (-places[i], i)):
        reach = places[one] + sizes[one][0] + GAP
        away[one] = max((away[i] + sizes[i][1] + GAP for i in done if places[i] < reach), default=0.0)
        done.append(one)
    return away


def settle(*, wanted: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Tops of labels in one column: in order, none overlapping, as near as can be to ``wanted``."""
    groups: list[tuple[float, float, list[int]]] = []  # the group's top, its height, its labels
    for i, height in enumerate(heights):
        place, size, members = max(wanted[i], top), height + GAP, [i]
        while groups and groups[-1][0] + groups[-1][1] > place:
            above, taller, earlier = groups.pop()
            weight = len(earlier) + len(members)
            place = max(top, (above * len(earlier) + (place - taller) * len(members)) / weight)
            size, members = size + taller, earlier + members
        groups.append((place, size, members))
    tops: list[float] = []
    for place, _, members in groups:
        for i in members:
            tops.append(place)
            place += heights[i] + GAP
    return tops


def raised(places: Sequence[float]) -> list[int]:
    """The level of each mark over the line, so that marks of nearly one day do not cover each other."""
    levels = [0] * len(places)
    last: list[float] = []
    for i in sorted(range(len(places)), key=lambda i: (places[i], i)):
        level = next((at for at, place in enumerate(last) if places[i] - place >= MARK), len(last))
        last[level : level + 1] = [places[i]]
        levels[i] = level
    return levels


def wide(story: Story) -> Picture:
    """The line lying: what happened above it, what is due below it."""
    picture = Picture("wide", WIDE, 0, 14, [], [], [], [], [])
    flags = [
        flag(sign, width=FLAG_BELOW if sign.below else FLAG_ABOVE, font=picture.font) for sign in story.signs
    ]
    ruler = _longest(story, flags)
    dues = [ruler.at(step.due_on) for step in story.steps]
    levels = raised(dues)
    above = _away([one for one in reversed(flags) if not one.sign.below], ruler)
    below = _away([one for one in flags if one.sign.below], ruler)
    clear = 20 + MARK * max(levels, default=0)
    line = round(MARGIN + clear + max((away + one.height for one, away in above), default=0), 1)
    for one, away in above:
        _hang(picture, one, ruler.at(one.sign.on), line - clear - away - one.height, line)
    for one, away in below:
        _hang(picture, one, ruler.at(one.sign.on), line + 40 + away, line)
    picture.height = round(max([line + 40, *(box.y + box.height for box in picture.boxes)]) + MARGIN, 1)
    rule = _free_below(picture, ruler.at(story.today), line)
    _draw_months_below(picture, story, ruler, line)
    _draw_line(picture, story, ruler, lambda along, across: (along, round(line + across, 1)), rule)
    _draw_marks(picture, story, [(x, line - MARK * level) for x, level in zip(dues, levels, strict=True)])
    return picture


def _away(flags: Sequence[Flag], ruler: Scale) -> list[tuple[Flag, float]]:
    """The flags of one side of the line, each with its distance from it."""
    places = [ruler.at(one.sign.on) for one in flags]
    return list(zip(flags, stack(places=places, sizes=[(f.width, f.height) for f in flags]), strict=True))


def _hang(picture: Picture, one: Flag, x: float, y: float, line: float) -> None:
    """A flag whose top is ``y``, on a pole from the line to its farther end."""
    _write(picture, one, x, y)
    end = y if y < line else y + one.height
    picture.lines.append(Line(x, line, x, round(end, 1), one.sign.role))


def _longest(story: Story, flags: Sequence[Flag]) -> Scale:
    """The longest line on which every flag ends inside the picture."""
    for end in range(WIDE - MARGIN, MARGIN + WIDE // 2, -5):
        ruler = scale(story, begin=MARGIN, end=end)
        if all(ruler.at(one.sign.on) + one.width <= WIDE - MARGIN for one in flags):
            break
    return ruler


def narrow(story: Story) -> Picture:
    """The line standing: months to its left, every flag in one column to its right."""
    picture = Picture("narrow", NARROW, 0, 15, [], [], [], [], [])
    axis, top = 62.0, MARGIN + 12.0
    # Marks only move apart on a longer line, so the levels of the shortest one hold for all.
    shortest = scale(story, begin=top, end=top + SHORTEST_COLUMN)
    levels = raised([shortest.at(step.due_on) for step in story.steps])
    column = axis + 30 + MARK * max(levels, default=0)
    signs = sorted(story.signs, key=lambda sign: sign.on)
    flags = [flag(sign, width=NARROW - MARGIN - column - POLE, font=picture.font) for sign in signs]
    length = max(SHORTEST_COLUMN, 0.9 * sum(one.height + GAP for one in flags))
    ruler = scale(story, begin=top, end=top + length)
    _hang_column(picture, flags, ruler, axis, column)
    bottom = max([top + length, *(box.y + box.height for box in picture.boxes)])
    picture.height = round(bottom + MARGIN, 1)
    _draw_months_beside(picture, story, ruler, axis)
    _draw_line(picture, story, ruler, lambda along, across: (axis - across, along), rule=12)
    dues = [ruler.at(step.due_on) for step in story.steps]
    _draw_marks(picture, story, [(axis + MARK * level, y) for y, level in zip(dues, levels, strict=True)])
    return picture


def _hang_column(picture: Picture, flags: Sequence[Flag], ruler: Scale, axis: float, column: float) -> None:
    """The flags under each other, each with a line to its day and a pole beside its words."""
    places = [ruler.at(one.sign.on) for one in flags]
    tops = settle(wanted=[place - 10 for place in places], heights=[one.height for one in flags], top=MARGIN)
    for one, place, y in zip(flags, places, (round(top, 1) for top in tops), strict=True):
        _write(picture, one, column, y)
        picture.lines += [
            Line(axis, place, column, round(y + 10, 1), one.sign.role, leads=True),
            Line(column, round(y + 10, 1), column, round(y + one.height, 1), one.sign.role),
        ]


# What both share, and the parts of each.


def _write(picture: Picture, one: Flag, x: float, y: float) -> None:
    """The words of a flag whose pole stands at ``x`` and whose top is ``y``."""
    picture.boxes.append(Box(x + POLE - 2, round(y, 1), round(one.width - POLE + 2, 1), one.height))
    for at, (row, words, first) in enumerate(one.lines):
        baseline = round(y + picture.font * (1.02 + 1.35 * at), 1)
        if row.status and first:
            mark = Mark(x + POLE + 6, round(baseline - picture.font * 0.35, 1), row.status, row.promised, 0.8)
            picture.marks.append(mark)
        left = x + POLE + (GLYPH if row.status else 0)
        picture.texts.append(Text(words, round(left, 1), baseline, row.role, row.strong, row.status))


def _draw_line(
    picture: Picture,
    story: Story,
    ruler: Scale,
    at: Callable[[float, float], tuple[float, float]],
    rule: float,
) -> None:
    """The line with its breaks, the dots of its days, today's rule, and the meeting as a band on it."""

    def line(start: tuple[float, float], stop: tuple[float, float], role: str) -> None:
        picture.lines.append(Line(*at(*start), *at(*stop), role))

    line((ruler.start, 0), (ruler.stop, 0), "axis")
    for edge, far, days in ((ruler.start, ruler.begin, ruler.early), (ruler.stop, ruler.end, ruler.late)):
        if days:
            line((edge, 0), (far, 0), "far")
            middle = edge + (far - edge) / len(days) / 2
            line((middle - 5, 6), (middle + 1, -6), "break")
            line((middle - 1, 6), (middle + 5, -6), "break")
    for sign in story.signs:
        if sign.role in ("happening", "request"):
            line((ruler.at(sign.on), 0), (ruler.at(sign.on), 0), "dot")
    today = ruler.at(story.today)
    line((today, 0), (today, rule), "today")
    if story.meeting:
        _draw_meeting(picture, story.meeting, ruler, at)


def _draw_meeting(
    picture: Picture, meeting: Band, ruler: Scale, at: Callable[[float, float], tuple[float, float]]
) -> None:
    """The days of the meeting, and those before it on which a document comes too late for it."""
    first, last = sorted((ruler.at(meeting.starts_on), ruler.at(meeting.ends_on)))
    picture.bands.append(_stretch(first, max(last, first + 4), at, "meeting"))
    if meeting.document_deadline_on:
        deadline = ruler.at(meeting.document_deadline_on)
        picture.bands.append(_stretch(min(deadline, first), max(deadline, first), at, "deadline"))


def _stretch(first: float, last: float, at: Callable[[float, float], tuple[float, float]], role: str) -> Box:
    (x1, y1), (x2, y2) = at(first, -12), at(last, 12)
    return Box(min(x1, x2), min(y1, y2), round(abs(x2 - x1), 1), round(abs(y2 - y1), 1), role)


def _free_below(picture: Picture, x: float, line: float) -> float:
    """How far below the line today's rule may go before it meets words."""
    met = [box.y - 6 for box in picture.boxes if box.y > line and box.x - POLE < x < box.x + box.width + 4]
    return round(min([picture.height - MARGIN, *met]) - line, 1)


def _draw_months_below(picture: Picture, story: Story, ruler: Scale, line: float) -> None:
    """Each label in the room of its month, moved along past the poles that cross it."""

    def label(day: date, with_year: bool) -> str:
        return f"{story.write_month(day)} {day.year}" if with_year else story.write_month(day)

    poles = sorted({ruler.at(story.today), *(ruler.at(step.due_on) for step in story.steps)})
    for tick in ticks(
        ruler, label=label, fits=lambda words, room: text_width(words, font=picture.font) + 8 <= room
    ):
        picture.lines.append(Line(tick.at, line, tick.at, line + (27 if tick.label else 9), "tick"))
        month = tick.label.split(" ")[0]
        for words in dict.fromkeys((tick.label, month)):
            width = round(text_width(words, font=picture.font), 1)
            x = _past(poles, round(tick.at + 5, 1), width)
            if words and x + width <= min(tick.at + tick.room - 2, WIDE - MARGIN):
                picture.texts.append(Text(words, x, round(line + 25, 1), "month"))
                picture.boxes.append(Box(x, round(line + 12, 1), width, 17))
                break


def _past(poles: Sequence[float], x: float, width: float) -> float:
    """The first place from ``x`` on where words of this width meet none of the ``poles``, given in order."""
    for pole in poles:
        if x - 4 < pole < x + width + 2:
            x = round(pole + 5, 1)
    return x


def _draw_months_beside(picture: Picture, story: Story, ruler: Scale, axis: float) -> None:
    """Each label at its tick, ending before the line; January is named by its year."""

    def label(day: date, _: bool) -> str:
        return str(day.year) if day.month == 1 else story.write_month(day)

    for tick in ticks(ruler, label=label, fits=lambda words, room: room >= picture.font * 1.35):
        picture.lines.append(Line(axis, tick.at, axis - (10 if tick.label else 6), tick.at, "tick"))
        width = round(text_width(tick.label, font=picture.font, strong=tick.label.isdigit()), 1)
        if tick.label and width <= axis - 16 - 2:
            y = round(tick.at + picture.font * 0.35, 1)
            picture.texts.append(Text(tick.label, axis - 16, y, "month", tick.label.isdigit(), ends=True))
            picture.boxes.append(
                Box(axis - 16 - width, round(y - picture.font, 1), width, picture.font * 1.3)
            )


def _draw_marks(picture: Picture, story: Story, points: Sequence[tuple[float, float]]) -> None:
    picture.marks += [
        Mark(round(x, 1), round(y, 1), step.status, step.promised)
        for step, (x, y) in zip(story.steps, points, strict=True)
    ]
