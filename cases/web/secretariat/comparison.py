"""Compare rule sets: the figures of a kept run, and the requests behind them a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from cases import paging
from cases.access import Actor, Audience
from cases.models import Comparison, InformationRequest
from cases.models.deadline import Step
from cases.models.party import Region
from cases.services import comparing
from cases.services.comparing import Scope
from cases.services.refusals import Refused
from cases.services.tallying import KEPT_DIFFERING, OPEN, StepTally, Tally
from cases.web import dates
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import lists, texts
from cases.web.secretariat.forms_compare import CompareForm
from compliance import clock
from compliance.rules import loader
from compliance.rules.types import RuleSet, Status, StepCode

_EARLIER = 5
"""How many kept runs the page offers."""
_STATUSES = (
    Status.MET.value,
    Status.MET_LATE.value,
    Status.OVERDUE.value,
    Status.MISSED.value,
    OPEN,
    Status.NOT_REQUIRED.value,
    Status.WITHDRAWN.value,
)


@dataclass(frozen=True, slots=True)
class StepFigures:
    """A line of the table: one step under one text."""

    label: str
    tally: StepTally
    counts: list[int]
    """In the order of ``_STATUSES``."""


@dataclass(frozen=True, slots=True)
class TextFigures:
    """What one text comes to over the requests compared."""

    rule_set: RuleSet
    sent_under: int
    cells: list[tuple[str, StepFigures | None]]
    """Every step that any text has, by its label; None where none of the requests came to it."""

    @property
    def steps(self) -> list[StepFigures]:
        """Those that some request came to."""
        return [step for _label, step in self.cells if step]


@desk(Audience.SECRETARIAT)
def compare(request: HttpRequest) -> HttpResponse:
    """The last kept run, or the one asked for; a POST begins another."""
    actor, at = actor_of(request), clock.now()
    today = clock.legal_day(at=at)
    form = CompareForm(request.POST or None, actor=actor, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            comparing.ask(actor=actor, on=form.cleaned_data["on"], scope=form.scope, at=at)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The comparison has begun. Its figures appear here when it is done."))
            return redirect("secretariat:compare")
    kept = list(_kept(actor)[:_EARLIER])
    shown = _shown(kept, request.GET.get("run", ""))
    context = {
        "form": form,
        "rule_sets": loader.all_rule_sets(),
        "running": _running(actor),
        "kept": [(one, lists.url("secretariat:compare", run=str(one.pk))) for one in kept],
        "shown": shown,
        **(_figures(shown) if shown else {}),
        **_requests(actor, shown, today, request.GET),
    }
    return render(request, "secretariat/compare.html", context)


@desk(Audience.SECRETARIAT)
def progress(request: HttpRequest) -> HttpResponse:
    """How far the run is, for the page that waits; the whole page anew once it is done."""
    actor = actor_of(request)
    if not request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return redirect("secretariat:compare")
    running = _running(actor)
    if running is None:
        return HttpResponseClientRefresh()
    return render(request, "secretariat/parts/compare_progress.html", {"running": running})


def _kept(actor: Actor) -> QuerySet[Comparison]:
    found: QuerySet[Comparison] = Comparison.objects.visible_to(actor).filter(finished_at__isnull=False)
    return found.select_related("asked_by").order_by("-finished_at", "-pk")


def _running(actor: Actor) -> Comparison | None:
    found: QuerySet[Comparison] = Comparison.objects.visible_to(actor).filter(finished_at__isnull=True)
    return found.select_related("asked_by").first()


def _shown(kept: list[Comparison], asked: str) -> Comparison | None:
    """The run that was asked for among those offered, else the last. Raises: Http404."""
    if not asked:
        return kept[0] if kept else None
    found = next((one for one in kept if str(one.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _figures(shown: Comparison) -> dict[str, Any]:
    tally = Tally.from_data(shown.figures)
    rule_sets = loader.all_rule_sets()
    return {
        "tally": tally,
        "scope_words": _scope_words(comparing.scope_of(shown)),
        "step_labels": texts.step_labels(),
        "figures": [_of_text(tally, rule_set) for rule_set in rule_sets],
        "months": _months(tally, rule_sets),
    }


def _of_text(tally: Tally, rule_set: RuleSet) -> TextFigures:
    cells = []
    for code in StepCode:
        label, one = str(Step(code).label), tally.step(code=rule_set.code, step=code)
        counts = [one.statuses[status] for status in _STATUSES]
        cells.append((label, StepFigures(label, one, counts) if one.considered else None))
    return TextFigures(rule_set, tally.sent_under[rule_set.code], cells)


def _months(
    tally: Tally, rule_sets: tuple[RuleSet, ...]
) -> list[tuple[str, list[tuple[RuleSet, list[tuple[str, int]]]]]]:
    """Each month in which anything became overdue, the latest first: under each text, the steps and how often."""
    known = {
        month
        for rule_set in rule_sets
        for code in StepCode
        for month in tally.step(code=rule_set.code, step=code).months
    }
    return [
        (_in_words(month), [(rule_set, _in_month(tally, rule_set.code, month)) for rule_set in rule_sets])
        for month in sorted(known, reverse=True)
    ]


def _in_month(tally: Tally, code: str, month: str) -> list[tuple[str, int]]:
    found = [(str(Step(step).label), tally.step(code=code, step=step).months[month]) for step in StepCode]
    return [(label, count) for label, count in found if count]


def _in_words(month: str) -> str:
    return formats.date_format(date.fromisoformat(f"{month}-01"), _("F Y"))


def _scope_words(scope: Scope) -> list[str]:
    """Which requests were compared, where not all."""
    found = []
    if scope.party:
        found.append(_("Party %(code)s") % {"code": scope.party})
    if scope.region:
        found.append(str(Region(scope.region).label))
    if scope.sent_from:
        found.append(_("sent on or after %(day)s") % {"day": dates.plain(scope.sent_from)})
    if scope.sent_to:
        found.append(_("sent on or before %(day)s") % {"day": dates.plain(scope.sent_to)})
    return found


def _requests(actor: Actor, shown: Comparison | None, today: date, asked: Any) -> dict[str, Any]:
    """A page of the requests of the run, computed now, as of the run's day; without a run, of all as of today."""
    on = shown.on if shown else today
    scope = comparing.scope_of(shown) if shown else Scope()
    found = scope.of(requests=InformationRequest.objects.visible_to(actor), on=on).select_related("party")
    differ = bool(shown and asked.get("differ"))
    if shown and differ:
        found = found.filter(pk__in=shown.figures["differing_keys"])
    page = paging.page(found=found, after=asked.get("after", ""), order=paging.NEWEST_FIRST)
    told = comparing.under_each(requests=page.rows, on=on)
    run = {"run": asked.get("run", "")}
    only = {**run, "differ": "1"}
    chosen = only if differ else run
    return {
        "on": on,
        "page": page,
        "rows": texts.rows(records=page.rows, told=told, on=on),
        "differ": differ,
        "kept_differing": KEPT_DIFFERING,
        "all_url": lists.url("secretariat:compare", **run),
        "differ_url": lists.url("secretariat:compare", **only),
        "first_url": lists.url("secretariat:compare", **chosen),
        "next_url": lists.url("secretariat:compare", **chosen, after=page.next_key),
    }
