"""The shapes of States and territories for a small map, made once from those of pygal_maps_world.

The package draws each map with 800 KB; this reads its paths, keeps the ends of
their curves, leaves out bends and islets that nobody sees at this size, and
gives a territory too small to see a disc in its place. No shape here says
anything about any boundary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from math import hypot

WIDTH, HEIGHT = 2005, 950
_SCALE = 2000 / 2475
"""From the units of the package's drawing to ours."""
_BEND = 0.9
"""A bend that leaves a straight line by less than this is left out."""
_CRUMB = 4.0
"""An islet smaller than this is left out, unless it is all that a territory has."""
_SEEN = 14.0
"""A territory smaller than this gets a disc."""
_RADIUS = 9
_LEFT_OUT = frozenset({"AQ"})
"""Antarctica has no Management Authority, and a third of the map's height."""
_GROUP = re.compile(r'<g class="(\w\w) country[^"]*">(.*?)</g>', re.DOTALL)
_PATH = re.compile(r' d="([^"]*)"')
_TOKEN = re.compile(r"[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)")
_NUMBERS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4}
"""How many numbers each of the commands takes that the package uses, all of them relative."""

Point = tuple[float, float]


@lru_cache(maxsize=1)
def shapes() -> dict[str, str]:
    """The path of each territory on the map by its ISO code in capitals; read once."""
    drawing = resources.files("pygal_maps_world").joinpath("worldmap.svg").read_text()
    return {
        code.upper(): _shape([list(_points(path)) for path in _PATH.findall(paths)])
        for code, paths in _GROUP.findall(drawing)
        if code.upper() not in _LEFT_OUT
    }


def _shape(outlines: list[list[Point]]) -> str:
    largest = max(outlines, key=_size)
    if _size(largest) < _SEEN:
        return _disc(_middle(largest))
    kept = [one for one in outlines if one is largest or _size(one) >= _CRUMB]
    return "".join(_path(_straightened([*one, one[0]])) for one in kept)


def _points(path: str) -> Iterator[Point]:
    """The points that a path goes through, in our units; of a curve its end."""
    tokens = _TOKEN.findall(path)
    x = y = 0.0
    command, at = "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        numbers = [float(one) for one in tokens[at : at + _NUMBERS[command]]]
        at += _NUMBERS[command]
        x += 0 if command == "v" else numbers[-1 if command == "h" else -2]
        y += 0 if command == "h" else numbers[-1]
        yield x * _SCALE, y * _SCALE
        command = "l" if command == "m" else command


def _size(outline: Sequence[Point]) -> float:
    """The longer side of the box around an outline."""
    across, down = [x for x, _y in outline], [y for _x, y in outline]
    return max(max(across) - min(across), max(down) - min(down))


def _middle(outline: Sequence[Point]) -> Point:
    across, down = [x for x, _y in outline], [y for _x, y in outline]
    return (min(across) + max(across)) / 2, (min(down) + max(down)) / 2


def _straightened(line: list[Point]) -> list[Point]:
    """The line without its smallest bends (Ramer, Douglas and Peucker)."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    length = hypot(bx - ax, by - ay)

    def off(point: Point) -> float:
        if not length:
            return hypot(point[0] - ax, point[1] - ay)
        return abs((bx - ax) * (ay - point[1]) - (ax - point[0]) * (by - ay)) / length

    farthest = max(range(1, len(line) - 1), key=lambda index: off(line[index]))
    if off(line[farthest]) < _BEND:
        return [line[0], line[-1]]
    return _straightened(line[: farthest + 1])[:-1] + _straightened(line[farthest:])


def _path(line: list[Point]) -> str:
    """A closed path in whole units, each point from the one before."""
    x, y = round(line[0][0]), round(line[0][1])
    written, steps = f"M{x} {y}", []
    for to_x, to_y in line[1:-1]:
        dx, dy = round(to_x) - x, round(to_y) - y
        x, y = x + dx, y + dy
        if dx or dy:
            steps.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
    joined = "".join(one if one.startswith("-") or not n else f" {one}" for n, one in enumerate(steps))
    return f"{written}l{joined}z" if steps else ""


def _disc(middle: Point) -> str:
    x, y = round(middle[0]) - _RADIUS, round(middle[1])
    arc = f"a{_RADIUS} {_RADIUS} 0 1 0"
    return f"M{x} {y}{arc} {2 * _RADIUS} 0{arc}-{2 * _RADIUS} 0z"
