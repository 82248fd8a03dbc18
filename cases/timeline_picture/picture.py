"""What one drawing of the timeline is made of, in user units: its texts, boxes, lines and marks."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.rules.types import Status

MARGIN = 10  # around either drawing


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
