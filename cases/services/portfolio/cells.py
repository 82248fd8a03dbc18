"""One cell as the value of its column, or why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cases.exports.cells import typed
from cases.services.portfolio.column import Column, Kind
from cases.services.refusals import Refused
from cases.services.words import LONGEST_TEXT

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_NAME = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,19}", re.ASCII)
_YES, _NO = ("yes", "true", "1", "y", "oui", "sí", "si"), ("no", "false", "0", "n", "non")


class Formula:
    """In place of a cell that holds a formula: it is data that is imported, never what a program makes of it."""


Cell = str | int | float | bool | date | datetime | Formula | None


def value_of(column: Column, cell: Cell) -> Any:
    """The value of a cell: a text ("" for none), a day or None, a yes or no or None.

    Raises: Refused with the rule, and its paragraph where the column has one.
    """
    if isinstance(cell, Formula):
        raise _refused(column, _("It holds a formula. Put the value itself in its place."))
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        if column.required:
            raise empty(column)
        return "" if column.kind not in (Kind.DAY, Kind.YES_NO) else None
    return _READ[column.kind](column, cell)


def empty(column: Column) -> Refused:
    """That a cell has to be filled, and with what."""
    return _refused(column, _("It is empty. %(rule)s") % {"rule": column.rule})


def shown(cell: Cell) -> str:
    """A cell as a list of faults shows it: what can be printed of it, 200 characters at most."""
    if isinstance(cell, Formula) or cell is None:
        return ""
    words = _plain(cell)
    return "".join(one for one in words[:200] if one.isprintable())


def _refused(column: Column, rule: str) -> Refused:
    return Refused(rule, field=column.fills, paragraph=column.paragraph)


def _plain(cell: Cell) -> str:
    """What somebody who typed a number, a day or a truth into a column of words meant."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == cell.min.time() else cell).isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _text(column: Column, cell: Cell) -> str:
    words = typed(_plain(cell))
    if len(words) > LONGEST_TEXT:
        limit = _("It has more than %(most)d characters. Put what is longer into a document.")
        raise _refused(column, limit % {"most": LONGEST_TEXT})
    return words.replace("\r\n", "\n").strip()


def _line(column: Column, cell: Cell) -> str:
    return " ".join(_text(column, cell).split())


def _name(column: Column, cell: Cell) -> str:
    words = _line(column, cell).upper()
    if not _NAME.fullmatch(words):
        raise _refused(column, _("It has capitals, digits, hyphens and dots alone, 20 at most."))
    return words


def _email(column: Column, cell: Cell) -> str:
    words = _line(column, cell).lower()
    try:
        validate_email(words)
    except ValidationError as error:
        raise _refused(column, _("It is no e-mail address.")) from error
    return words


def _day(column: Column, cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _ISO_DAY.fullmatch(str(cell).strip()) if isinstance(cell, str) else None
    if found is None:
        words = _(
            "It is no date. Write it as year, month and day, such as 2026-11-30, or format the cell as a date."
        )
        raise _refused(column, words)
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise _refused(column, _("There is no such day in the calendar.")) from error


def _yes_no(column: Column, cell: Cell) -> bool:
    words = _plain(cell).strip().lower()
    if words not in (*_YES, *_NO):
        raise _refused(column, _("Write yes or no."))
    return words in _YES


def _choice(column: Column, cell: Cell) -> str:
    words = _plain(cell).strip().lower()
    found = next((one for one in column.choices if one.lower() == words), None)
    if found is None:
        raise _refused(column, _("Write one of these: %(codes)s.") % {"codes": ", ".join(column.choices)})
    return found


_READ: dict[Kind, Callable[[Column, Cell], Any]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.EMAIL: _email,
    Kind.DAY: _day,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
}
