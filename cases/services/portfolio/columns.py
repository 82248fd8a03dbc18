"""The columns of each sheet, by their stable codes. The legend is made from this, and so are the templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cases.models.portfolio_import import Sheet
from cases.services.portfolio.column import Column
from cases.services.portfolio.matter_columns import MATTERS
from cases.services.portfolio.party_columns import FOCAL_POINTS, PARTIES
from cases.services.portfolio.request_columns import ASSESSMENTS, REQUESTS, SUBMISSIONS

COLUMNS: dict[Sheet, tuple[Column, ...]] = {
    Sheet.PARTIES: PARTIES,
    Sheet.FOCAL_POINTS: FOCAL_POINTS,
    Sheet.MATTERS: MATTERS,
    Sheet.REQUESTS: REQUESTS,
    Sheet.SUBMISSIONS: SUBMISSIONS,
    Sheet.ASSESSMENTS: ASSESSMENTS,
}
LEGEND = "legend"
"""The sheet that explains the others; an import passes over it."""


def column(sheet: Sheet, code: str) -> Column | None:
    """The column of a sheet by its code; None where there is none."""
    return next((one for one in COLUMNS[sheet] if one.code == code), None)


def of_field(sheet: Sheet, field: str | None) -> Column | None:
    """The column that fills a field of the record."""
    return next((one for one in COLUMNS[sheet] if one.fills == field), None)


def missing(sheet: Sheet, codes: Iterable[str]) -> list[str]:
    """The required columns that a header does not have."""
    there = set(codes)
    return [one.code for one in COLUMNS[sheet] if one.required and one.code not in there]


def sheet_named(title: str) -> Sheet | None:
    """The sheet that a title means: the title of a worksheet, or how the name of a CSV file begins."""
    name = title.strip().lower().replace("-", "_").replace(" ", "_")
    return next((one for one in Sheet if name == one.value or name.startswith(f"{one.value}_")), None)


def legend() -> list[tuple[Sheet, Column]]:
    """Every column with its sheet, in order."""
    return [(sheet, one) for sheet, found in COLUMNS.items() for one in found]


def as_data(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON holds them; what is empty is left out."""
    kept = {code: value for code, value in values.items() if value not in (None, "")}
    return {code: value.isoformat() if hasattr(value, "isoformat") else value for code, value in kept.items()}
