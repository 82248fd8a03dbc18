"""The tables in a file: comma-separated values or a workbook, a row at a time and never as a whole.

A CSV file is one table, named as its file begins (``requests.csv``,
``requests-2024.csv``); a workbook has one on each of its sheets.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, cast

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from cases.models.portfolio_import import ImportFile, Sheet
from cases.services.portfolio import columns
from cases.services.portfolio.cells import Cell, Formula
from cases.services.refusals import Refused

MOST_COLUMNS = 60
"""Of one table; what stands further to the right is not looked at."""
MOST_EMPTY_ROWS = 1000
"""One after the other: beyond them a sheet has ended, whatever it says of its size."""
_SEPARATORS = ",;\t"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the number that a spreadsheet gives it, and its cells in order."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        return all(cell is None or cell == "" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: which sheet it is (None for none), what it is called, and its rows, the header first."""

    sheet: Sheet | None
    title: str
    lines: Iterable[Line]
    rows: int = 0
    """About how many rows it has, with the header; 0 where it does not say."""


@contextmanager
def of_file(file: ImportFile) -> Iterator[list[Table]]:
    """The tables of a file that was kept, while this is open. Raises: Refused as ``opened``."""
    stored = cast("IO[bytes]", file.file.storage.open(str(file.file.name), "rb").file)
    with stored, opened(name=file.name, file=stored) as found:
        yield found


@contextmanager
def opened(*, name: str, file: IO[bytes]) -> Iterator[list[Table]]:
    """The tables of a file, to be read one after the other, in their order, while this is open.

    Raises: Refused for a file that cannot be read at all, by its rule.
    """
    if name.lower().endswith(".csv"):
        encoding, rows = _encoding(file)
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        try:
            yield [_csv(name, text, rows)]
        finally:
            text.detach()  # whoever opened the file closes it
        return
    book = _book(file)
    try:
        yield [_of_sheet(sheet) for sheet in book.worksheets]
    finally:
        book.close()


def header(line: Line | None) -> list[str]:
    """The codes in a header, as far as it goes."""
    cells = [str(cell or "").strip().lower() for cell in (line.cells if line else ())]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def header_faults(sheet: Sheet, codes: list[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a header: the column, and the rule."""
    for code in columns.missing(sheet, codes):
        yield code, _("This column is missing. %(rule)s") % {"rule": _rule(sheet, code)}
    for place, code in enumerate(codes):
        if not code:
            yield "", _("Column %(number)d has values and no name.") % {"number": place + 1}
        elif columns.column(sheet, code) is None:
            known = ", ".join(one.code for one in columns.COLUMNS[sheet])
            yield code, _("There is no such column. There are: %(codes)s.") % {"codes": known}
        elif code in codes[:place]:
            yield code, _("This column is there twice.")


def body(lines: Iterable[Line], *, after: int = 0) -> Iterator[Line]:
    """The rows below the header that hold anything, from after a row on."""
    empty = 0
    for line in lines:
        empty = empty + 1 if line.is_empty else 0
        if empty > MOST_EMPTY_ROWS:
            return
        if line.number > max(after, 1) and not line.is_empty:
            yield line


def _rule(sheet: Sheet, code: str) -> str:
    found = columns.column(sheet, code)
    return str(found.rule) if found else ""


def _csv(name: str, text: io.TextIOWrapper, rows: int) -> Table:
    beginning = text.readline()
    separator = max(_SEPARATORS, key=beginning.count)
    text.seek(0)
    title = name.rsplit(".", 1)[0]
    return Table(columns.sheet_named(title), title, _csv_lines(text, separator), rows)


def _encoding(file: IO[bytes]) -> tuple[str, int]:
    """UTF-8, or Unicode by its mark, and about how many lines; anything else is refused before a row is read."""
    file.seek(0)
    if file.read(4).startswith(_UTF_16):
        return "utf-16", 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    lines = 0
    try:
        while piece := file.read(1 << 20):
            decoder.decode(piece)
            lines += piece.count(b"\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Refused(
            _(
                "It is not in UTF-8, so letters with accents would be lost. Save it as “CSV UTF-8”, or as a workbook."
            )
        ) from error
    return "utf-8-sig", lines


def _csv_lines(text: io.TextIOWrapper, separator: str) -> Iterator[Line]:
    rows = csv.reader(text, delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(rows, start=1):
            yield Line(number, tuple(cells[:MOST_COLUMNS]))
    except (csv.Error, UnicodeDecodeError) as error:
        raise Refused(
            _(
                "From line %(line)d on it cannot be read: a quotation mark is missing, or a cell is far too long."
            )
            % {"line": rows.line_num}
        ) from error


def _book(file: IO[bytes]) -> Any:
    """What was uploaded was unpacked within its bounds before it came here."""
    try:
        return load_workbook(file, read_only=True, keep_links=False)
    except Exception as error:  # a damaged workbook fails in any of the parser's ways
        raise _damaged() from error


def _of_sheet(sheet: Any) -> Table:
    return Table(columns.sheet_named(sheet.title), sheet.title, _sheet_lines(sheet), sheet.max_row or 0)


def _sheet_lines(sheet: Any) -> Iterator[Line]:
    rows = iter(sheet.iter_rows(max_col=MOST_COLUMNS))
    for number in range(1, 1 << 21):
        try:
            cells = next(rows, None)
        except Exception as error:
            raise _damaged() from error
        if cells is None:
            return
        yield Line(number, tuple(_cell(one) for one in cells))


def _cell(one: Any) -> Cell:
    if one.data_type == "f" or (one.data_type == "e" and one.value):
        return Formula()
    value = one.value
    return value if isinstance(value, str | int | float | bool) or hasattr(value, "isoformat") else None


def _damaged() -> Refused:
    return Refused(
        _("The workbook is damaged, or not made by an office program. Open it, save it anew, and take that.")
    )


def first(lines: Iterable[Line]) -> Line | None:
    """The header."""
    return next(iter(islice(lines, 1)), None)
