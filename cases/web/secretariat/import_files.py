"""Files of the import: templates to fill in, with their legend, and the list of all faults."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from cases.access import Actor, Audience
from cases.exports import cells
from cases.models import ImportFault, PortfolioImport
from cases.models.portfolio_import import Sheet
from cases.services.portfolio import columns
from cases.services.portfolio.column import Kind
from cases.web.door import desk
from cases.web.secretariat.imports import importer, opened
from compliance.rules.explain import gettext_noop

BOOK = "portfolio.xlsx"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"


@require_safe
@desk(Audience.SECRETARIAT)
def template(request: HttpRequest, name: str) -> HttpResponse:
    """A workbook with every sheet and the legend, or one of them as CSV."""
    sheet, _dot, ending = name.partition(".")
    if name != BOOK and (ending != "csv" or sheet not in (*Sheet.values, columns.LEGEND)):
        raise Http404
    importer(request)
    if name == BOOK:
        response = HttpResponse(_book(), content_type=_XLSX)
    else:
        rows = list(_legend()) if sheet == columns.LEGEND else [_codes(Sheet(sheet))]
        response = HttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@desk(Audience.SECRETARIAT)
def faults(request: HttpRequest, portfolio: int) -> HttpResponseBase:
    """Every fault of an import, in the order of its sheets."""
    actor, found = opened(request, portfolio)
    listed = all_faults(actor, found)
    head = [_("File"), _("Sheet"), _("Row"), _("Column"), _("Value"), _("Rule"), _("Paragraph")]
    fields = ("file_name", "sheet", "row", "column", "value", "rule", "paragraph")

    def lines() -> Iterator[str]:
        yield _BOM + _line(head)
        for row in listed.values_list(*fields).iterator(chunk_size=500):
            yield _line(row)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="faults-{found.pk}.csv"'
    return response


def all_faults(actor: Actor, portfolio: PortfolioImport) -> QuerySet[ImportFault]:
    """Every fault of an import that the actor sees."""
    visible: QuerySet[ImportFault] = ImportFault.objects.visible_to(actor)
    return visible.filter(portfolio=portfolio).order_by("pk")


def _codes(sheet: Sheet) -> list[str]:
    return [one.code for one in columns.COLUMNS[sheet]]


_KINDS = {
    Kind.LINE: gettext_noop("one line of text"),
    Kind.TEXT: gettext_noop("text"),
    Kind.NAME: gettext_noop("a code in capitals"),
    Kind.EMAIL: gettext_noop("an e-mail address"),
    Kind.DAY: gettext_noop("a date: year-month-day, or a cell formatted as a date"),
    Kind.YES_NO: gettext_noop("yes or no"),
}


def _legend() -> Iterator[list[str]]:
    """What goes into each column, in the reader's language; the codes are the same in every language."""
    yield [_("Sheet"), _("Column"), _("Needed"), _("What goes in"), _("Rule"), _("Paragraph"), _("Example")]
    for sheet, one in columns.legend():
        kind = ", ".join(one.choices) if one.choices else _(_KINDS[one.kind])
        needed = _("Yes") if one.required else ""
        yield [sheet.value, one.code, needed, kind, str(one.rule), one.paragraph, one.example]


def _book() -> bytes:
    book = Workbook(write_only=True)
    for sheet in Sheet:
        made = book.create_sheet(sheet.value)
        made.freeze_panes = "A2"
        for column, code in enumerate(_codes(sheet)):
            made.column_dimensions[_letter(column)].width = max(14, len(code) + 2)
        made.append(_codes(sheet))
    made = book.create_sheet(columns.LEGEND)
    made.freeze_panes = "A2"
    for column, width in enumerate((14, 22, 8, 40, 90, 24, 34)):
        made.column_dimensions[_letter(column)].width = width
    for row in _legend():
        made.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _csv(rows: Iterable[Iterable[Any]]) -> str:
    return _BOM + "".join(_line(row) for row in rows)


def _line(row: Iterable[Any]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([cells.as_text(cell) for cell in row])
    return text.getvalue()
