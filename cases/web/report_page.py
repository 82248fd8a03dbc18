"""The report to a meeting as a page and as files, all from the same values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from cases import meeting_file
from cases.access import Audience
from cases.meeting_report import values, word
from cases.models import MeetingReport
from cases.pdf import typeset
from cases.services import meeting_reports
from cases.web.middleware import actor_of
from compliance.accounts.models import LANGUAGES

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")


def language_of(request: HttpRequest) -> str:
    """The language that was asked for, or else the reader's own."""
    known, asked = dict(LANGUAGES), request.GET.get("language", "")
    reader = (get_language() or "en")[:2]
    return next(one for one in (asked, reader, "en") if one in known)


def page(request: HttpRequest, *, meeting: int, revision: int, frame: Mapping[str, str]) -> HttpResponse:
    """A report as it was issued, whatever has changed since; ``frame`` is the desk's page and its addresses."""
    language = language_of(request)
    found, excluded = _issued(request, meeting, revision)
    whole = found.values_in(language)
    plain = values.without(whole, excluded)
    context = {
        **frame,
        "meeting": found.meeting,
        "issued": found,
        # Of the people at the Secretariat the Committee's pages name none.
        "issued_by": found.issued_by.name if actor_of(request).audience is Audience.SECRETARIAT else "",
        "is_whole": meeting_reports.is_whole(found),
        "is_shortened": plain["matters"] != whole["matters"],
        "report": shown(plain),
        "languages": languages(language),
        "language": language,
    }
    return render(request, "meetings/report.html", context)


def issued_file(request: HttpRequest, *, meeting: int, revision: int, kind: str) -> HttpResponse:
    """The same as a file."""
    found, excluded = _issued(request, meeting, revision)
    plain = values.without(found.values_in(language_of(request)), excluded)
    return file(plain=plain, kind=kind, at=found.issued_at)


def _issued(request: HttpRequest, meeting: int, revision: int) -> tuple[MeetingReport, set[str]]:
    """The report, and the matters from which the Chair excluded its reader. Raises: Http404."""
    actor = actor_of(request)
    found = get_object_or_404(meeting_file.report(actor=actor, meeting=meeting, revision=revision))
    return found, meeting_file.excluded_from(actor=actor)


def shown(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The values with each cell beside the name of its column, as narrow screens show them."""
    matters = [
        {**matter, "sections": [_section(section) for section in matter["sections"]]}
        for matter in plain["matters"]
    ]
    return {**plain, "overview": _table(plain["overview"]), "matters": matters}


def _section(section: Mapping[str, Any]) -> dict[str, Any]:
    return {**section, "tables": [_table(table) for table in section["tables"]]}


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    rows = [list(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    return {**table, "rows": rows}


def languages(chosen: str) -> list[tuple[str, str, bool]]:
    """The languages that a report can be read in, each in its own name's translation, and whether it is this one."""
    return [(code, str(name), code == chosen) for code, name in LANGUAGES]


def file(*, plain: Mapping[str, Any], kind: str, at: datetime) -> HttpResponse:
    """A download, named after the symbol of the document and its language."""
    if kind == "pdf":
        made = typeset.pdf(template="meeting_report", values=plain, language=plain["lang"], at=at)
    else:
        made = word.docx(values=plain, at=at)
    response = HttpResponse(made, content_type=_TYPES[kind])
    name = _NOT_IN_A_NAME.sub("-", f"{plain['symbol']} {plain['lang']}").strip("-")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, f"{name}.{kind}"))
    response.headers["Cache-Control"] = "no-store"
    return response
