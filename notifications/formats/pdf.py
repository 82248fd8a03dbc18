"""A formal letter as a tagged PDF on letterhead: the Secretariat's name in words, reference, date, Party, dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from compliance import typeset
from notifications.composing import Composed, Dates, Items, Part


def of(letter: Composed, *, at: datetime) -> bytes:
    """The letter as it is attached; ``at`` is the instant of the notice, and the same letter gives the same bytes."""
    frame, head = letter.frame, letter.head
    values = {
        "title": letter.subject,
        "footer": head.reference if head else "",
        "convention": frame.convention,
        "secretariat": frame.secretariat,
        "to": [head.party, frame.addressee] if head else [],
        "facts": letter.facts,
        "columns": frame.columns,
        "parts": [_part(one) for one in letter.parts],
    }
    return typeset.pdf(template="letter", values=values, language=letter.language, at=at)


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Dates):
        return {"kind": "dates", "rows": [list(row) for row in part.rows]}
    if isinstance(part, Items):
        return {"kind": "items", "items": list(part.items)}
    lines = [[{"text": run.text, "link": run.is_link} for run in line] for line in part.lines]
    return {"kind": "paragraph", "lines": lines}
