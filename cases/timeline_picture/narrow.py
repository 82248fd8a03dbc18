"""The timeline picture standing: months to the left of the line, every flag in one column to its right.

The flags stand in the order of their days, as near to them as they can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases.timeline_picture.days import Scale, scale, ticks
from cases.timeline_picture.drawing import draw_line, draw_marks, write
from cases.timeline_picture.picture import MARGIN, Box, Line, Picture, Text
from cases.timeline_picture.places import GAP, MARK, POLE, Flag, flag, raised, settle
from cases.timeline_picture.story import Story
from cases.timeline_picture.words import text_width

NARROW = 320
SHORTEST_COLUMN = 440  # how high the line stands at least


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
    draw_line(picture, story, ruler, lambda along, across: (axis - across, along), rule=12)
    dues = [ruler.at(step.due_on) for step in story.steps]
    draw_marks(picture, story, [(axis + MARK * level, y) for y, level in zip(dues, levels, strict=True)])
    return picture


def _hang_column(picture: Picture, flags: Sequence[Flag], ruler: Scale, axis: float, column: float) -> None:
    """The flags under each other, each with a line to its day and a pole beside its words."""
    places = [ruler.at(one.sign.on) for one in flags]
    tops = settle(wanted=[place - 10 for place in places], heights=[one.height for one in flags], top=MARGIN)
    for one, place, y in zip(flags, places, (round(top, 1) for top in tops), strict=True):
        write(picture, one, column, y)
        picture.lines += [
            Line(axis, place, column, round(y + 10, 1), one.sign.role, leads=True),
            Line(column, round(y + 10, 1), column, round(y + one.height, 1), one.sign.role),
        ]


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
