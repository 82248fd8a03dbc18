"""Tables as files, part by part: CSV, JSON, and workbooks, which are put together on the disk."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from cases.exports import cells
from cases.exports.table import Stated, Table

CSV, XLSX, JSON = "csv", "xlsx", "json"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    JSON: "application/json",
}
MOST_LINES_OF_A_SHEET = 10_000
"""Of a workbook that a page waits for; the other two have no end. Our choice."""
ALL_THAT_A_SHEET_HOLDS = 1_048_000
_PART = 64 * 1024
_NOTE = "legend"
"""The sheet that an import passes over."""
_TITLE = 31
"""What the name of a sheet can hold."""


def written(*, kind: str, table: Table, coded: bool = False) -> Iterator[bytes]:
    """The table as a file of this kind, in parts that are made as they are asked for.

    ``coded`` gives the codes of columns and values in place of words; JSON has both.
    """
    if kind == CSV:
        return comma_separated(table=table, coded=coded)
    if kind == JSON:
        return as_json(table=table)
    return workbook(tables=[table], about=table.about, coded=coded, at_most=MOST_LINES_OF_A_SHEET)


class _Line:
    """Gives back each line as it is written, so that a file need not be held as a whole."""

    def write(self, line: str) -> str:
        return line


def comma_separated(*, table: Table, coded: bool = False) -> Iterator[bytes]:
    """What the file states comes first, each line begun with ``#`` where it is for other systems to read.

    For people, an empty line parts it from the table.
    """
    writer = csv.writer(_Line())
    cell: Callable[[Any], Any] = cells.in_codes if coded else cells.in_words

    def line(values: Iterable[Any]) -> bytes:
        return str(writer.writerow([cells.as_text(cell(value)) for value in values])).encode()

    # By the mark at the beginning spreadsheets know the encoding.
    yield "\ufeff".encode() if not coded else b""
    for one in table.about:
        yield line([f"# {one.code}", one.value] if coded else [one.label, one.value])
    if table.about and not coded:
        yield line([])
    yield line([head.code if coded else head.label for head in table.heads])
    for values in table.lines:
        yield line(values)


def as_json(*, table: Table) -> Iterator[bytes]:
    """One object: what the file states, its columns with their labels, and a row on each line.

    A value with a code stands as that code, with its words beside it under ``<column>_words``.
    """
    about = {one.code: one.value for one in table.about}
    columns = [{"code": head.code, "label": head.label} for head in table.heads]
    yield f'{{"list": {_json(table.name)},\n"about": {_json(about)},\n"columns": {_json(columns)},\n"rows": ['.encode()
    before = "\n"
    for values in table.lines:
        yield f"{before}{_json(as_object(table, values))}".encode()
        before = ",\n"
    yield b"\n]}\n"


def as_object(table: Table, values: Sequence[Any]) -> dict[str, Any]:
    """A line by the codes of its columns."""
    found: dict[str, Any] = {}
    for head, value in zip(table.heads, values, strict=True):
        code = cells.in_codes(value)
        found[head.code] = cells.as_text(code) if isinstance(code, date) else code
        if isinstance(value, cells.Worded):
            found[f"{head.code}_words"] = value.words
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def workbook(
    *, tables: Sequence[Table], about: Sequence[Stated], coded: bool = False, at_most: int
) -> Iterator[bytes]:
    """A sheet for each table, and after them one that says what the file holds."""
    book, cut = Workbook(write_only=True), []
    for table in tables:
        if _sheet(book, table, coded, at_most):
            cut.append(table.title)
    note = book.create_sheet(_NOTE if coded else _("About this file")[:_TITLE])
    for one in about:
        note.append([_plain(one.code if coded else one.label), _plain(one.value)])
    for title in cut:
        note.append(
            [title, _("Only the first %(count)d rows are here. CSV and JSON hold all.") % {"count": at_most}]
        )
    # Sheets are written to the disk as they are made; so is the file that they are put into.
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while part := file.read(_PART):
            yield part


def _sheet(book: Workbook, table: Table, coded: bool, at_most: int) -> bool:
    """Writes one sheet; returns whether there were more lines than it was given."""
    cell: Callable[[Any], Any] = cells.in_codes if coded else cells.in_words
    sheet = book.create_sheet(_plain(table.name if coded else table.title)[:_TITLE])
    sheet.freeze_panes = "B2"
    sheet.append([_plain(head.code if coded else head.label) for head in table.heads])
    lines = iter(table.lines)
    for values in islice(lines, at_most):
        sheet.append([cells.for_a_sheet(cell(value)) for value in values])
    return next(lines, None) is not None


def _plain(text: str) -> str:
    return cells.marked(str(text))
