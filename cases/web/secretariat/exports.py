"""The list of requests as a file: comma-separated values, streamed, or a workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cases.access import Audience
from cases.models import InformationRequest
from cases.web import dates
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import paging, rows
from cases.web.secretariat.asked import Asked
from cases.web.secretariat.filters import Reader
from compliance import clock

MOST_ROWS = 10_000
"""Of one file: what is more is for the reports. Our choice."""
CHUNK = 500
_RUN_BY_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r", "\n")


@desk(Audience.SECRETARIAT)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All requests that the filters keep; filters that cannot be read are told on the list."""
    reader = Reader(actor_of(request), clock.legal_day(at=clock.now()))
    asked = Asked(request.GET, reader=reader)
    if not asked.is_valid:
        return redirect(asked.url())
    return file(kind=kind, found=asked.found(), asked=asked)


def file(
    *, kind: str, found: QuerySet[InformationRequest], asked: Asked, are_chosen: bool = False
) -> HttpResponseBase:
    """These requests in the order that was asked for; ``kind`` is one of ``KINDS``."""
    about = _about(asked, are_chosen=are_chosen)
    response = KINDS[kind](_header(), _lines(found, asked), about)
    name = f"requests-{asked.reader.on.isoformat()}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _header() -> list[str]:
    return [
        _("Reference"),
        _("Party"),
        _("ISO code"),
        _("Region"),
        _("Subject"),
        _("Compliance matter"),
        _("Step"),
        _("Due"),
        _("Where it stands"),
        _("Case officer"),
        _("Rule set"),
        _("Date of the request"),
        _("Reply received on"),
        _("Justification received on"),
        _("Information received on"),
        _("Withdrawn on"),
    ]


def _lines(found: QuerySet[InformationRequest], asked: Asked) -> Iterator[list[Any]]:
    """One list of cells for each request, some requests at a time."""
    for records in paging.walk(found=found, order=asked.order, size=CHUNK, at_most=MOST_ROWS):
        for row in rows.of_requests(actor=asked.reader.actor, records=records, on=asked.reader.on):
            yield [_safe(cell) for cell in _cells(row)]


def _cells(row: rows.Row) -> list[Any]:
    record = row.record
    return [
        record.reference,
        record.party.name,
        record.party.iso2,
        str(record.party.get_region_display()),
        record.subject,
        record.matter.reference if record.matter else "",
        row.step,
        row.due_on,
        row.words,
        str(record.officer),
        record.rule_set.title,
        record.sent_on,
        record.replied_on,
        record.justified_on,
        record.responded_on,
        record.withdrawn_on,
    ]


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula begins with an apostrophe, which it shows as text."""
    if not isinstance(cell, str):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", cell)
    return f"'{text}" if text.lstrip(" ").startswith(_RUN_BY_A_SPREADSHEET) else text


def _about(asked: Asked, *, are_chosen: bool) -> list[tuple[str, str]]:
    """What the file holds: the day, and by what the list was narrowed."""
    filters = [(one.label, one.value or _("Yes")) for one in asked.applied()]
    return [
        (_("Information requests"), _("CITES compliance desk")),
        (_("As of"), dates.in_full(asked.reader.on)),
        *(filters or [(_("Filters"), _("None"))]),
        *([(_("Chosen by hand"), _("Yes"))] if are_chosen else []),
        (_("Rows at most"), str(MOST_ROWS)),
    ]


class _Echo:
    """Gives back each line as it is written, so that a file need not be held as a whole."""

    def write(self, line: str) -> str:
        return line


def _csv(header: list[str], lines: Iterable[list[Any]], about: list[tuple[str, str]]) -> HttpResponseBase:
    """What the file holds comes first, then an empty line; dates as year, month and day."""
    writer, language = csv.writer(_Echo()), get_language() or "en"

    def written() -> Iterator[str]:
        with translation.override(language):
            yield "\ufeff"  # by this mark spreadsheets know the encoding
            for line in [*([_safe(cell) for cell in pair] for pair in about), [], header]:
                yield writer.writerow(line)
            for line in lines:
                yield writer.writerow([cell.isoformat() if isinstance(cell, date) else cell for cell in line])

    return StreamingHttpResponse(written(), content_type="text/csv; charset=utf-8")


def _xlsx(header: list[str], lines: Iterable[list[Any]], about: list[tuple[str, str]]) -> HttpResponseBase:
    """The table on the first sheet, what it holds on the second."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Requests"))
    sheet.freeze_panes = "B2"
    sheet.append(header)
    for line in lines:
        sheet.append(line)
    note = book.create_sheet(_("About this file"))
    for pair in about:
        note.append([_safe(cell) for cell in pair])
    content = BytesIO()
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(content.getvalue(), content_type=kind)


Writer = Callable[[list[str], Iterable[list[Any]], list[tuple[str, str]]], HttpResponseBase]
KINDS: dict[str, Writer] = {"csv": _csv, "xlsx": _xlsx}
