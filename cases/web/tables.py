"""Tables to take away: CSV and XLSX, in which no cell is read as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CSV, XLSX = "csv", "xlsx"


def download(*, name: str, kind: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The table as a file of this kind. Raises: KeyError for a kind that there is not."""
    content_type, written = {
        CSV: ("text/csv; charset=utf-8", _csv),
        XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    }[kind]
    lines = [[_safe(cell) for cell in line] for line in (header, *rows)]
    response = HttpResponse(written(lines), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _safe(cell: Any) -> Any:
    """Numbers stay numbers; a text that a spreadsheet would compute is marked as text."""
    if cell is None or isinstance(cell, int | float):
        return cell
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINS_A_FORMULA) else text


def _csv(lines: list[list[Any]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(lines)
    return written.getvalue().encode("utf-8-sig")  # the mark by which spreadsheets know the encoding


def _xlsx(lines: list[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        sheet.append(line)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
