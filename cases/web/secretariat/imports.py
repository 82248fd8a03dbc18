"""Import of a portfolio: files brought, what the check found, what the clock will say, and the confirmation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from cases import access, paging
from cases.access import Act, Actor, Audience
from cases.models import ImportFault, ImportRow, InformationRequest, PortfolioImport
from cases.models.deadline import Step, StepStatus
from cases.models.portfolio_import import Sheet
from cases.services.portfolio import imports as service
from cases.services.portfolio import previewing, working
from cases.services.refusals import Refused
from cases.web import steps
from cases.web.documents import handler
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.forms import DeskForm
from compliance import clock
from compliance.rules.types import Status, StepCode
from notifications.letters import NoticeKind

LATEST = 25
FAULTS_SHOWN = 100
_LAST_KEY = (1 << 63) - 1
"""The largest key that the database has."""
State = PortfolioImport.State


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class ImportForm(DeskForm):
    """The files of a portfolio; what is in them is the service's to say."""

    files = forms.FileField(  # type: ignore[assignment]  # the form's own files are read from the request
        label=gettext_lazy("Files"),
        required=False,
        widget=_Files(attrs={"multiple": True, "accept": ".csv,.xlsx"}),
        help_text=gettext_lazy(
            "One Excel workbook (xlsx), or a CSV file for each sheet: parties.csv, focal_points.csv, matters.csv, "
            "requests.csv, submissions.csv, assessments.csv. At most 25 MB each."
        ),
    )


@dataclass(frozen=True, slots=True)
class StepLine:
    """How many requests have a step at each status."""

    label: str
    counts: list[tuple[str, int]]


@desk(Audience.SECRETARIAT)
def list_imports(request: HttpRequest) -> HttpResponse:
    """The imports that there were, and the way to another."""
    actor = importer(request)
    form = ImportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (found := _received(request, actor, form)):
        working.begin(portfolio=found, now=clock.now)
        return redirect("secretariat:import", found.pk)
    context = {
        "form": form,
        "rows": listed(actor),
        "latest": LATEST,
        "sheets": [(sheet.value, str(sheet.label)) for sheet in Sheet],
    }
    return render(request, "secretariat/imports.html", context)


@desk(Audience.SECRETARIAT)
def show(request: HttpRequest, portfolio: int) -> HttpResponse:
    """How an import stands: its progress, its faults, its preview, or what came of it."""
    (actor, found), at = opened(request, portfolio), clock.now()
    context = {"portfolio": found, "files": list(found.files.order_by("pk")), "today": clock.legal_day(at=at)}
    if found.state == State.CHECKED:
        context |= _faults(actor, found) if found.faults_found else _preview(actor, found, at)
        context["counts"] = _counts(actor, found)
    if found.state == State.DONE:
        context |= _done(actor, found, request.GET.get("after", ""))
        context["counts"] = _counts(actor, found)
    return render(request, "secretariat/import.html", context)


@desk(Audience.SECRETARIAT)
def progress(request: HttpRequest, portfolio: int) -> HttpResponse:
    """How far it is, for the page that waits; the whole page anew once there is something to read."""
    _actor, found = opened(request, portfolio)
    if not request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return redirect("secretariat:import", found.pk)
    if not found.is_under_way:
        return HttpResponseClientRefresh()
    return render(request, "secretariat/parts/import_progress.html", {"portfolio": found})


@require_POST
@desk(Audience.SECRETARIAT)
def confirm(request: HttpRequest, portfolio: int) -> HttpResponse:
    """Imports what was checked."""
    actor, found = opened(request, portfolio)
    try:
        service.confirm(actor=actor, portfolio=found, at=clock.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        working.begin(portfolio=found, now=clock.now)
    return redirect("secretariat:import", found.pk)


@require_POST
@desk(Audience.SECRETARIAT)
def check_again(request: HttpRequest, portfolio: int) -> HttpResponse:
    """Checks the same files as of today."""
    actor, found = opened(request, portfolio)
    try:
        working.begin(
            portfolio=service.check_again(actor=actor, portfolio=found, at=clock.now()), now=clock.now
        )
    except Refused as error:
        messages.error(request, str(error))
    return redirect("secretariat:import", found.pk)


@require_POST
@desk(Audience.SECRETARIAT)
def discard(request: HttpRequest, portfolio: int) -> HttpResponse:
    """Ends an import that is not wanted."""
    actor, found = opened(request, portfolio)
    try:
        service.discard(actor=actor, portfolio=found, at=clock.now())
        messages.success(request, _("The import is discarded. Nothing of it is on record."))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("secretariat:imports")


def listed(actor: Actor) -> QuerySet[PortfolioImport]:
    """The latest imports, the newest first."""
    visible: QuerySet[PortfolioImport] = PortfolioImport.objects.visible_to(actor)
    return visible.select_related("asked_by").prefetch_related("files").order_by("-pk")[:LATEST]


def importer(request: HttpRequest) -> Actor:
    """Raises: PermissionDenied for staff who import nothing."""
    actor = actor_of(request)
    access.require(actor=actor, act=Act.IMPORT_PORTFOLIO)
    return actor


def opened(request: HttpRequest, key: int) -> tuple[Actor, PortfolioImport]:
    """The import of a page, for whoever may do something with it. Raises: Http404; PermissionDenied."""
    visible = PortfolioImport.objects.visible_to(actor_of(request)).select_related("asked_by")
    if key > _LAST_KEY:
        raise Http404
    found: PortfolioImport = get_object_or_404(visible, pk=key)
    return importer(request), found


def _received(request: HttpRequest, actor: Actor, form: ImportForm) -> PortfolioImport | None:
    """The import that was begun; None where it was refused, with the reason at the field."""
    form.is_valid()
    if cut := handler.refused(request):
        form.refuse(cut)
        return None
    try:
        return service.receive(
            actor=actor,
            uploads=request.FILES.getlist(service.FIELD),
            language=(get_language() or "en")[:2],
            at=clock.now(),
        )
    except Refused as error:
        form.add_error(service.FIELD, str(error))
        return None


def _faults(actor: Actor, portfolio: PortfolioImport) -> dict[str, Any]:
    visible = ImportFault.objects.visible_to(actor).filter(portfolio=portfolio)
    return {"faults": visible.order_by("pk")[:FAULTS_SHOWN], "faults_shown": FAULTS_SHOWN}


def _counts(actor: Actor, portfolio: PortfolioImport) -> list[tuple[str, int]]:
    """Rows by sheet, of those that have any."""
    visible = ImportRow.objects.visible_to(actor).filter(portfolio=portfolio)
    found = dict(visible.order_by().values_list("sheet").annotate(Count("pk")))
    return [(str(sheet.label), found[sheet.value]) for sheet in Sheet if sheet.value in found]


def _preview(actor: Actor, portfolio: PortfolioImport, at: datetime) -> dict[str, Any]:
    preview = previewing.Preview.from_data(portfolio.figures)
    labels = dict(InformationRequest.Stage.choices)
    cases = previewing.first_cases(actor=actor, portfolio=portfolio, at=at)
    brought = ImportRow.objects.visible_to(actor).filter(portfolio=portfolio, sheet=Sheet.MATTERS)
    return {
        "stages": [(str(labels[stage]), count) for stage, count in sorted(preview.stages.items())],
        "statuses": [(status.value, str(StepStatus(status).label)) for status in Status],
        "step_lines": _step_lines(preview.steps),
        "unsent": [(str(NoticeKind(code).label), count) for code, count in sorted(preview.unsent.items())],
        "first": [
            (
                case.request,
                steps.step_views(steps=previewing.steps(case, on=portfolio.on), today=portfolio.on),
            )
            for case in cases
        ],
        "brought": brought.filter(values__has_key="brought_on").count(),
        "is_of_today": portfolio.on == clock.legal_day(at=at),
    }


def _step_lines(counted: Counter[str]) -> list[StepLine]:
    found = []
    for step in StepCode:
        counts = [(str(StepStatus(status).label), counted[f"{step} {status}"]) for status in Status]
        if any(count for _label, count in counts):
            found.append(StepLine(str(Step(step).label), counts))
    return found


def _done(actor: Actor, portfolio: PortfolioImport, after: str) -> dict[str, Any]:
    """The requests that came of it, a page at a time, as far as they are there."""
    rows = ImportRow.objects.filter(portfolio=portfolio, sheet=Sheet.REQUESTS).values("record")
    found: QuerySet[InformationRequest] = InformationRequest.objects.visible_to(actor).filter(pk__in=rows)
    page = paging.page(found=found.select_related("party"), after=after)
    address = reverse("secretariat:import", args=[portfolio.pk])
    return {
        "page": page,
        "may_withdraw": access.may(
            actor=actor, act=Act.WITHDRAW_REQUEST, stage=InformationRequest.Stage.SENT
        ),
        "unsent_count": sum(previewing.Preview.from_data(portfolio.figures).unsent.values()),
        "first_url": address,
        "next_url": f"{address}?{urlencode({'after': page.next_key})}",
    }
