"""A row on its way through the check: its values, what names it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from cases.models import ImportFault, ImportFile, ImportRow, PortfolioImport
from cases.models.portfolio_import import Sheet
from cases.services.portfolio import cells, columns
from cases.services.portfolio.cells import Cell
from cases.services.portfolio.column import Kind
from cases.services.portfolio.tables import Line
from cases.services.refusals import Refused


@dataclass(slots=True)
class Fault:
    """One thing that is wrong: the column and its value ("" for the row as a whole), and the rule."""

    column: str
    value: str
    rule: str
    paragraph: str


@dataclass(slots=True)
class RowRead:
    """One row of a sheet, as far as its cells could be read."""

    sheet: Sheet
    number: int
    cells: Mapping[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    key: str = ""
    about: str = ""

    def refuse(self, refusal: Refused) -> None:
        """Notes what a rule has against the row, beside the column that fills the field it names."""
        found = columns.of_field(self.sheet, refusal.field)
        code = found.code if found else ""
        if any(one.column == code for one in self.faults if code):
            return  # one rule for each cell: the others may follow from it
        paragraph = refusal.paragraph or (found.paragraph if found else "")
        self.faults.append(Fault(code, cells.shown(self.cells.get(code)), refusal.rule, paragraph))

    def refuse_all(self, found: Iterable[Refused]) -> None:
        for refusal in found:
            self.refuse(refusal)

    @property
    def in_doubt(self) -> set[str]:
        """The fields whose cells could not be read: no further rule is asked about them."""
        known = {one.code: one.fills for one in columns.COLUMNS[self.sheet]}
        return {known[one.column] for one in self.faults if one.column}


def read(*, sheet: Sheet, codes: Sequence[str], line: Line) -> RowRead:
    """A row, each cell by the rule of its column; a column that the header does not have is empty."""
    given = dict(zip(codes, line.cells, strict=False))
    row = RowRead(sheet, line.number, given)
    for column in columns.COLUMNS[sheet]:
        try:
            row.values[column.code] = cells.value_of(column, given.get(column.code))
        except Refused as refusal:
            row.values[column.code] = None if column.kind in (Kind.DAY, Kind.YES_NO) else ""
            row.refuse(refusal)
    return row


def values_of(row: ImportRow) -> dict[str, Any]:
    """The values of a row that was kept, as they were read. Raises: ValueError for one without values."""
    if row.values is None:
        raise ValueError(f"row {row.pk} has faults, and no values")
    found: dict[str, Any] = {}
    for column in columns.COLUMNS[Sheet(row.sheet)]:
        kept = row.values.get(column.code)
        empty = None if column.kind in (Kind.DAY, Kind.YES_NO) else ""
        found[column.code] = empty if kept is None else kept
        if column.kind is Kind.DAY and kept:
            found[column.code] = date.fromisoformat(kept)
    return found


def as_rows(
    *, portfolio: PortfolioImport, file: ImportFile, found: Iterable[RowRead]
) -> tuple[list[Model], list[Model]]:
    """The rows to keep, without values where they have faults, and the faults."""
    rows: list[Model] = []
    faults: list[Model] = []
    for one in found:
        kept = None if one.faults else columns.as_data(one.values)
        rows.append(
            ImportRow(
                portfolio=portfolio,
                sheet=one.sheet,
                file=file,
                row=one.number,
                key=one.key[:254],
                about=one.about[:254],
                values=kept,
            )
        )
        faults.extend(
            ImportFault(
                portfolio=portfolio,
                file_name=file.name,
                sheet=one.sheet,
                row=one.number,
                column=fault.column,
                value=fault.value,
                rule=fault.rule,
                paragraph=fault.paragraph,
            )
            for fault in one.faults
        )
    return rows, faults
