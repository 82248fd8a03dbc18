"""The timeline picture lying: what happened above the line, what is due below it.

Each label is a flag: a pole on its day, its words to the right of the pole. Flags
are stacked from the last day to the first, so that no pole ever crosses a label:
all that stands nearer to the line is of a later day, hence to the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases.timeline_picture.days import Scale, scale, ticks
from cases.timeline_picture.drawing import draw_line, draw_marks, write
from cases.timeline_picture.picture import MARGIN, Box, Line, Picture, Text
from cases.timeline_picture.places import MARK, POLE, Flag, flag, raised, stack
from cases.timeline_picture.story import Story
from cases.timeline_picture.words import text_width

WIDE = 960
FLAG_ABOVE, FLAG_BELOW = 240, 215  # the widest words of a flag


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
    draw_line(picture, story, ruler, lambda along, across: (along, round(line + across, 1)), rule)
    draw_marks(picture, story, [(x, line - MARK * level) for x, level in zip(dues, levels, strict=True)])
    return picture


def _longest(story: Story, flags: Sequence[Flag]) -> Scale:
    """The longest line on which every flag ends inside the picture."""
    for end in range(WIDE - MARGIN, MARGIN + WIDE // 2, -5):
        ruler = scale(story, begin=MARGIN, end=end)
        if all(ruler.at(one.sign.on) + one.width <= WIDE - MARGIN for one in flags):
            break
    return ruler


def _away(flags: Sequence[Flag], ruler: Scale) -> list[tuple[Flag, float]]:
    """The flags of one side of the line, each with its distance from it."""
    places = [ruler.at(one.sign.on) for one in flags]
    return list(zip(flags, stack(places=places, sizes=[(f.width, f.height) for f in flags]), strict=True))


def _hang(picture: Picture, one: Flag, x: float, y: float, line: float) -> None:
    """A flag whose top is ``y``, on a pole from the line to its farther end."""
    write(picture, one, x, y)
    end = y if y < line else y + one.height
    picture.lines.append(Line(x, line, x, round(end, 1), one.sign.role))


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
