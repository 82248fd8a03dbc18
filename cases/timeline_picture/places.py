"""How flags and marks make room for each other: what they take, and how they are stacked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases.timeline_picture.story import Row, Sign
from cases.timeline_picture.words import balanced, text_width

POLE, GAP = 8, 9  # from a pole to its words; between two flags
GLYPH, MARK = 18, 17  # the room of a mark before words; the least distance of two marks on the line


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
