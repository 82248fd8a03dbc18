"""What both drawings of the timeline share: the words of a flag, the line, the meeting, the marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cases.timeline_picture.days import Scale
from cases.timeline_picture.picture import Box, Line, Mark, Picture, Text
from cases.timeline_picture.places import GLYPH, POLE, Flag
from cases.timeline_picture.story import Band, Story

Turn = Callable[[float, float], tuple[float, float]]
"""From how far along the line and how far across it to a point of the drawing, which lies or stands."""
Stroke = tuple[tuple[float, float], tuple[float, float], str]
"""Two such points, given along and across, and the role of the line between them."""


def write(picture: Picture, one: Flag, x: float, y: float) -> None:
    """The words of a flag whose pole stands at ``x`` and whose top is ``y``."""
    picture.boxes.append(Box(x + POLE - 2, round(y, 1), round(one.width - POLE + 2, 1), one.height))
    for at, (row, words, first) in enumerate(one.lines):
        baseline = round(y + picture.font * (1.02 + 1.35 * at), 1)
        if row.status and first:
            mark = Mark(x + POLE + 6, round(baseline - picture.font * 0.35, 1), row.status, row.promised, 0.8)
            picture.marks.append(mark)
        left = x + POLE + (GLYPH if row.status else 0)
        picture.texts.append(Text(words, round(left, 1), baseline, row.role, row.strong, row.status))


def draw_line(picture: Picture, story: Story, ruler: Scale, turn: Turn, rule: float) -> None:
    """The line with its breaks, the dots of its days, today's rule, and the meeting as a band on it."""
    today = ruler.at(story.today)
    strokes: list[Stroke] = [
        ((ruler.start, 0), (ruler.stop, 0), "axis"),
        *_breaks(ruler),
        *_dots(story, ruler),
        ((today, 0), (today, rule), "today"),
    ]
    picture.lines += [Line(*turn(*start), *turn(*stop), role) for start, stop, role in strokes]
    if story.meeting:
        _draw_meeting(picture, story.meeting, ruler, turn)


def _breaks(ruler: Scale) -> Iterator[Stroke]:
    """What lies beyond either end of the proportion, with the two strokes that say so."""
    for edge, far, days in ((ruler.start, ruler.begin, ruler.early), (ruler.stop, ruler.end, ruler.late)):
        if days:
            yield (edge, 0), (far, 0), "far"
            middle = edge + (far - edge) / len(days) / 2
            yield (middle - 5, 6), (middle + 1, -6), "break"
            yield (middle - 1, 6), (middle + 5, -6), "break"


def _dots(story: Story, ruler: Scale) -> Iterator[Stroke]:
    for sign in story.signs:
        if sign.role in ("happening", "request"):
            place = ruler.at(sign.on)
            yield (place, 0), (place, 0), "dot"


def _draw_meeting(picture: Picture, meeting: Band, ruler: Scale, turn: Turn) -> None:
    """The days of the meeting, and those before it on which a document comes too late for it."""
    first, last = sorted((ruler.at(meeting.starts_on), ruler.at(meeting.ends_on)))
    picture.bands.append(_stretch(first, max(last, first + 4), turn, "meeting"))
    if meeting.document_deadline_on:
        deadline = ruler.at(meeting.document_deadline_on)
        picture.bands.append(_stretch(min(deadline, first), max(deadline, first), turn, "deadline"))


def _stretch(first: float, last: float, turn: Turn, role: str) -> Box:
    (x1, y1), (x2, y2) = turn(first, -12), turn(last, 12)
    return Box(min(x1, x2), min(y1, y2), round(abs(x2 - x1), 1), round(abs(y2 - y1), 1), role)


def draw_marks(picture: Picture, story: Story, points: Sequence[tuple[float, float]]) -> None:
    picture.marks += [
        Mark(round(x, 1), round(y, 1), step.status, step.promised)
        for step, (x, y) in zip(story.steps, points, strict=True)
    ]
