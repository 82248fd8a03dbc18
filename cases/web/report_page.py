"""The report to a meeting as a page and as files, all from the same values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from cases.meeting_report import word
from cases.pdf import typeset
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


def shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with each cell beside the name of its column, as narrow screens show them."""
    matters = [
        {**matter, "sections": [_section(section) for section in matter["sections"]]}
        for matter in values["matters"]
    ]
    return {**values, "overview": _table(values["overview"]), "matters": matters}


def _section(section: Mapping[str, Any]) -> dict[str, Any]:
    return {**section, "tables": [_table(table) for table in section["tables"]]}


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    rows = [list(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    return {**table, "rows": rows}


def languages(chosen: str) -> list[tuple[str, str, bool]]:
    """The languages that a report can be read in, each in its own name's translation, and whether it is this one."""
    return [(code, str(name), code == chosen) for code, name in LANGUAGES]


def file(*, values: Mapping[str, Any], kind: str, at: datetime) -> HttpResponse:
    """A download, named after the symbol of the document and its language."""
    if kind == "pdf":
        made = typeset.pdf(template="meeting_report", values=values, language=values["lang"], at=at)
    else:
        made = word.docx(values=values, at=at)
    response = HttpResponse(made, content_type=_TYPES[kind])
    name = _NOT_IN_A_NAME.sub("-", f"{values['symbol']} {values['lang']}").strip("-")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, f"{name}.{kind}"))
    response.headers["Cache-Control"] = "no-store"
    return response
