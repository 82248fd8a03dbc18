"""Values in files: in words for people, as stable codes for other systems, and never as a formula."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from compliance import clock

_RUN_BY_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "'"
"""Before a text that a spreadsheet would compute; it then shows the text as it is."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A value with a stable code and what its reader calls it."""

    code: Any
    words: str


Cell = str | int | float | bool | date | datetime | Worded | None


def in_words(cell: Any) -> Any:
    """As people read it; days, instants and numbers stay what they are."""
    if isinstance(cell, Worded):
        return cell.words
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    return cell


def in_codes(cell: Any) -> Any:
    """As other systems read it, the same in every language."""
    return cell.code if isinstance(cell, Worded) else cell


def as_text(cell: Any) -> Any:
    """For a file of text: days as year, month and day, instants with their offset, texts marked where they need it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.astimezone(clock.SEAT).isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return marked(cell) if isinstance(cell, str) else cell


def for_a_sheet(cell: Any) -> Any:
    """For a workbook, which has days, instants without an offset (at the seat), and no control characters."""
    if isinstance(cell, datetime):
        return cell.astimezone(clock.SEAT).replace(tzinfo=None, microsecond=0)
    return marked(cell) if isinstance(cell, str) else cell


def marked(text: str) -> str:
    """A text that begins like a formula with the mark before it, so that it is shown and not run.

    A text that begins with the mark already gets another where it could be mistaken
    for a marked one: ``typed`` gives every text back as it was.
    """
    shown = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"{_MARK}{shown}" if _needs_mark(shown) else shown


def typed(text: str) -> str:
    """What ``marked`` was given: for whoever reads such a file back."""
    return text[1:] if text.startswith(_MARK) and _needs_mark(text[1:]) else text


def _needs_mark(text: str) -> bool:
    return text.lstrip(f" {_MARK}").startswith(_RUN_BY_A_SPREADSHEET)
