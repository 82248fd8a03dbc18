"""Portfolios as files, for tests: rows of each sheet by the codes of their columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from openpyxl import Workbook

Rows = Sequence[Mapping[str, Any]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def request_row(number: int, **cells: Any) -> dict[str, Any]:
    """A request without faults, with these cells in place of its own."""
    return {
        "reference": f"IR-2025-{number:04d}",
        "party": "XA",
        "subject": f"Export permits {number}",
        "questions": "Which permits were issued?",
        "rule_set": "SC78-DOC-37-ANNEX",
        "sent_on": "2025-11-30",
    } | cells


def as_csv(sheet: str, rows: Rows, *, separator: str = ",", encoding: str = "utf-8") -> UploadedFile[bytes]:
    """One sheet as a CSV file."""
    text = io.StringIO()
    heads = list(dict.fromkeys(code for row in rows for code in row))
    writer = csv.DictWriter(text, heads, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(f"{sheet}.csv", text.getvalue().encode(encoding))


def as_files(**sheets: Rows) -> list[UploadedFile[bytes]]:
    """Each sheet as a CSV file."""
    return [as_csv(sheet, rows) for sheet, rows in sheets.items()]


def as_book(**sheets: Rows) -> UploadedFile[bytes]:
    """All sheets as a workbook, with its days as days."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        heads = list(dict.fromkeys(code for row in rows for code in row))
        sheet.append(heads)
        for row in rows:
            sheet.append([_typed(code, row.get(code)) for code in heads])
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("portfolio.xlsx", content.getvalue(), content_type=XLSX)


def _typed(code: str, value: Any) -> Any:
    """Days as a spreadsheet holds them; what is no day stays as it was typed."""
    if not isinstance(value, str) or not code.endswith(("_on", "_date")):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value
