"""A letter as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from notifications.composing import Composed, Dates, Items, Part
from notifications.frame import Frame


def of(letter: Composed) -> str:
    """Paragraphs with an empty line between them; a date is a line."""
    return "\n\n".join([*_head(letter), *(_part(one, letter.frame) for one in letter.parts)]) + "\n"


def _head(letter: Composed) -> Iterator[str]:
    if letter.head is None:
        return
    yield f"{letter.head.party}\n{letter.frame.addressee}"
    yield "\n".join(f"{label} {value}" for label, value in letter.facts)


def _part(part: Part, frame: Frame) -> str:
    if isinstance(part, Dates):
        return "\n".join(
            frame.row.format(date=date, step=step, source=source) for date, step, source in part.rows
        )
    if isinstance(part, Items):
        return "\n".join(f"- {item}" for item in part.items)
    return "\n".join("".join(run.text for run in line) for line in part.lines)
