"""Trends: how answers came in over two years, by month and by region, as charts, tables and files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import charts
from cases import trends as figures
from cases.access import Audience
from cases.exports.lists import about
from cases.exports.table import Head, Stated, Table
from cases.exports.writers import CONTENT_TYPES, CSV
from cases.models.deadline import Step
from cases.models.party import Region
from cases.trends import STEPS, Group, Tally, Trends
from cases.web import files
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import lists
from cases.web.secretariat.asked import said
from cases.web.secretariat.forms import DeskForm
from compliance import clock
from compliance.rules import loader

DONE = {
    Step.REPLY: gettext_lazy("Replied in time"),
    Step.JUSTIFICATION: gettext_lazy("Justified in time"),
    Step.RESPONSE: gettext_lazy("Answered in time"),
}
_FEWEST = 6
MONTHS, REGIONS = "months", "regions"


class TrendsForm(DeskForm):
    """Which requests are counted."""

    rule_set = forms.ChoiceField(label=gettext_lazy("Rule set"), required=False)
    region = forms.ChoiceField(
        label=gettext_lazy("Region"),
        required=False,
        choices=[("", gettext_lazy("Every region")), *Region.choices],
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        texts = [(one.code, one.title) for one in loader.all_rule_sets()]
        self.fields["rule_set"].choices = [("", _("Every rule set")), *texts]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Line:
    """One month or one region as a line of a table; the tallies are in the order of ``STEPS``."""

    label: str
    short: str
    """The label where there is little room."""
    group: Group
    tallies: list[Tally]
    url: str
    """The list of its requests."""

    @property
    def by_label(self) -> list[tuple[str, Tally]]:
        """Each step in words with how it came out."""
        return [(str(DONE[step]), tally) for step, tally in zip(STEPS, self.tallies, strict=True)]


@desk(Audience.SECRETARIAT)
def trends(request: HttpRequest) -> HttpResponse:
    """The charts and the tables."""
    form, found, on = _asked(request)
    chosen = form.cleaned_data
    months = [_month_line(month, group, chosen) for month, group in found.months.items()]
    first = next(iter(found.months))
    # Months before the first request say nothing; a chart still has half a year.
    months = list(dropwhile(lambda one: not one.group.requests, months[:-_FEWEST])) + months[-_FEWEST:]
    context = {
        "form": form,
        "on": on,
        "labels": [DONE[step] for step in STEPS],
        "shares": _shares(months),
        "days": _days(months),
        "months": list(reversed(months)),
        "regions": [
            _region_line(code, group, chosen, first=first, on=on) for code, group in found.regions.items()
        ],
        "is_empty": not any(line.group.requests for line in months),
        "first": formats.date_format(first, _("F Y")),
        "last": months[-1].label,
        "downloads": {
            name: [
                (kind.upper(), lists.url("secretariat:trends_download", table=name, kind=kind, **chosen))
                for kind in CONTENT_TYPES
            ]
            for name in (MONTHS, REGIONS)
        },
    }
    return render(request, "secretariat/trends.html", context)


@desk(Audience.SECRETARIAT)
def download(request: HttpRequest) -> HttpResponseBase:
    """One of the two tables as a file, with every figure that its page is made of."""
    form, found, on = _asked(request)
    name, kind = request.GET.get("table", MONTHS), request.GET.get("kind", CSV)
    if name not in (MONTHS, REGIONS) or kind not in CONTENT_TYPES:
        raise Http404
    taking = files.taking_of(request)
    heads, lines = _table(name, found)
    table = Table(
        name=f"trends-{name}",
        title=_("Trends"),
        heads=heads,
        lines=lines,
        about=about(title=_("Trends"), taking=taking, filters=_stated(form)),
    )
    return files.sent_table(request, name=f"trends-{name}-{on.isoformat()}", kind=kind, of=table)


def _table(name: str, found: Trends) -> tuple[list[Head], list[list[Any]]]:
    """The columns and the lines of one of the two tables."""
    if name == MONTHS:
        first, groups = (
            Head("month", _("Month")),
            [(f"{one:%Y-%m}", group) for one, group in found.months.items()],
        )
    else:
        first = Head("region", _("Region"))
        groups = [(str(Region(one).label), group) for one, group in found.regions.items()]
    heads = [
        *(first, Head("requests", _("Requests"))),
        *_header(),
        Head("median_days_to_reply", _("Median days to the reply")),
        Head("median_days_to_information", _("Median days to the information")),
    ]
    lines = [
        [label, group.requests, *_cells(group), group.reply_days, group.information_days]
        for label, group in groups
    ]
    return heads, lines


def _stated(form: TrendsForm) -> list[Stated]:
    return [
        Stated(name, str(field.label), said(field, value))
        for name, field in form.fields.items()
        if (value := form.cleaned_data[name])
    ]


_FIGURES: tuple[tuple[str, Any, Callable[[Tally], Any]], ...] = (
    ("in_time", gettext_lazy("In time"), lambda tally: tally.in_time),
    ("late", gettext_lazy("Late"), lambda tally: tally.late),
    ("nothing_yet", gettext_lazy("Nothing received yet"), lambda tally: tally.nothing_yet),
    ("not_received", gettext_lazy("Not received"), lambda tally: tally.not_received),
    ("not_required", gettext_lazy("Not required, or request withdrawn"), lambda tally: tally.not_required),
    ("running", gettext_lazy("Period still running"), lambda tally: tally.running),
    (
        "share_in_time",
        gettext_lazy("Share in time, per cent"),
        lambda tally: None if tally.share is None else round(tally.share, 1),
    ),
)


def _header() -> list[Head]:
    return [
        Head(f"{step.value.lower()}_{code}", f"{step.label}: {label}")
        for step in STEPS
        for code, label, _figure in _FIGURES
    ]


def _cells(group: Group) -> list[Any]:
    return [figure(group.steps[step]) for step in STEPS for _code, _label, figure in _FIGURES]


def _asked(request: HttpRequest) -> tuple[TrendsForm, Trends, date]:
    """The form and the figures that it asks for. Raises: Http404 for a rule set or a region that there is not."""
    form = TrendsForm(request.GET)
    if not form.is_valid():
        raise Http404
    on = clock.legal_day(at=clock.now())
    return form, figures.of_requests(actor=actor_of(request), on=on, **form.cleaned_data), on


def _month_line(month: date, group: Group, chosen: dict[str, str]) -> Line:
    last = date(month.year + month.month // 12, month.month % 12 + 1, 1).toordinal() - 1
    url = lists.url(
        "secretariat:requests",
        sent_from=month.isoformat(),
        sent_to=date.fromordinal(last).isoformat(),
        **chosen,
    )
    return Line(
        formats.date_format(month, _("F Y")),
        formats.date_format(month, _("M Y")),
        group,
        [group.steps[step] for step in STEPS],
        url,
    )


def _region_line(code: str, group: Group, chosen: dict[str, str], *, first: date, on: date) -> Line:
    window = {"sent_from": first.isoformat(), "sent_to": on.isoformat()}
    url = lists.url("secretariat:requests", **(chosen | window | {"region": code}))
    return Line(str(Region(code).label), "", group, [group.steps[step] for step in STEPS], url)


def _shares(months: list[Line]) -> SafeString:
    """The shares in time: complete months joined by a line, the others as hollow marks beside it."""
    complete = [
        charts.Series(
            str(DONE[step]), [one.tallies[n].share if one.tallies[n].is_complete else None for one in months]
        )
        for n, step in enumerate(STEPS)
    ]
    running = [
        charts.Series(
            str(DONE[step]),
            [None if one.tallies[n].is_complete else one.tallies[n].share for one in months],
            joined=False,
        )
        for n, step in enumerate(STEPS)
    ]
    return charts.lines(
        name="shares",
        title=_("Share of requests that met each step in time, by month of the request"),
        description=_(
            "Three lines in per cent: the reply, the justification and the information. "
            "Hollow marks are months in which a period is still running. The table below has every figure."
        ),
        labels=[one.short for one in months],
        series=[*complete, *running],
        top=100,
    )


def _days(months: list[Line]) -> SafeString:
    return charts.lines(
        name="days",
        title=_("Median days from the request to the reply and to the information, by month of the request"),
        description=_("Two lines in days, of the answers that have come. The table below has every figure."),
        labels=[one.short for one in months],
        series=[
            charts.Series(_("To the reply"), [one.group.reply_days for one in months]),
            charts.Series(_("To the information"), [one.group.information_days for one in months]),
        ],
    )
