"""Every list that a reader has, as a file; for the Secretariat also all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.access import Audience
from cases.exports import lists, registry, writers
from cases.exports import portfolio as whole
from cases.exports.lists import List
from cases.web import files
from cases.web.door import desk
from cases.web.middleware import actor_of

_EVERYBODY = (Audience.SECRETARIAT, Audience.PARTY, Audience.COMMITTEE)
CODES = "codes"
"""What ``columns`` says where codes are wanted in place of words."""
_PORTFOLIO = {
    writers.XLSX: (writers.CONTENT_TYPES[writers.XLSX], whole.as_workbook),
    "zip": (files.ZIP, whole.as_archive),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One list in the forms in which it can be taken: what each is called, and where it is."""

    title: str
    files: list[tuple[str, str]]


@require_safe
@desk(*_EVERYBODY)
def index(request: HttpRequest) -> HttpResponse:
    """What can be taken away, and in which forms."""
    actor = actor_of(request)
    is_staff = actor.audience is Audience.SECRETARIAT
    context = {
        "desk_page": "secretariat/base.html" if is_staff else "base.html",
        "offers": [_offer(one) for one in registry.offered(actor=actor)],
        "portfolio": _of_portfolio() if is_staff else [],
    }
    return render(request, "exports/index.html", context)


@require_safe
@desk(*_EVERYBODY)
def list_file(request: HttpRequest, listed: str, form: str) -> HttpResponseBase:
    """One list as a file, as far as the reader sees it; 404 for one that the reader's desk has not."""
    taking, found = files.taking_of(request), registry.LISTS.get(listed)
    if found is None or form not in writers.CONTENT_TYPES or taking.actor.audience not in found.readers:
        raise Http404
    return files.sent_table(
        request,
        name=f"{listed}-{taking.on.isoformat()}",
        kind=form,
        of=lists.table(of=found, taking=taking),
        coded=_coded(request),
    )


@require_safe
@desk(Audience.SECRETARIAT)
def portfolio(request: HttpRequest, form: str) -> HttpResponseBase:
    """The whole portfolio as a workbook, or as a ZIP of comma-separated values."""
    if form not in _PORTFOLIO:
        raise Http404
    taking = files.taking_of(request)
    content_type, made = _PORTFOLIO[form]
    return files.sent(
        request,
        name=f"portfolio-{taking.on.isoformat()}.{form}",
        content_type=content_type,
        parts=made(taking=taking, coded=_coded(request)),
        what=f"portfolio.{form}",
    )


def _coded(request: HttpRequest) -> bool:
    return request.GET.get("columns") == CODES


def _offer(one: List) -> Offer:
    def url(kind: str, query: str = "") -> str:
        return reverse("exports:list", args=[one.name, kind]) + query

    forms = [(kind.upper(), url(kind)) for kind in writers.CONTENT_TYPES]
    return Offer(str(one.title), [*forms, (_("CSV with codes"), url(writers.CSV, f"?columns={CODES}"))])


def _of_portfolio() -> list[tuple[str, str]]:
    labels = {writers.XLSX: _("As a workbook (XLSX)"), "zip": _("As a ZIP of comma-separated values")}
    return [
        (labels[kind], reverse("exports:portfolio", args=[kind]) + f"?columns={CODES}") for kind in _PORTFOLIO
    ]
