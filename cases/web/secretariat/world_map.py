"""The map of Parties by what is open for them, with the table that says the same in words and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases import world_shapes
from cases.access import Audience
from cases.by_party import OpenOfParty, what_is_open
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import lists
from compliance import clock

_EARLIER_THAN_ANY = date(1975, 7, 1)
"""The day on which the Convention entered into force: a next date after it is any next date."""


class Show(StrEnum):
    """What the map is shaded by."""

    MATTERS = "matters"
    REQUESTS = "requests"
    OVERDUE = "overdue"


LABELS = {
    Show.MATTERS: gettext_lazy("Compliance matters"),
    Show.REQUESTS: gettext_lazy("Requests with a date open"),
    Show.OVERDUE: gettext_lazy("Requests with a step overdue"),
}
_SHORT = {
    Show.MATTERS: pgettext_lazy("number of compliance matters", "Matters"),
    Show.REQUESTS: pgettext_lazy("number of requests", "Open dates"),
    Show.OVERDUE: pgettext_lazy("number of requests", "Overdue"),
}
"""The same at the head of a narrow column."""
_COUNT: dict[Show, Callable[[OpenOfParty], int]] = {
    Show.MATTERS: lambda one: one.matters,
    Show.REQUESTS: lambda one: one.requests,
    Show.OVERDUE: lambda one: one.overdue,
}
_SHADES = ((1, 1), (2, 4), (5, 9), (10, None))
"""The numbers of each shade, the first and the last; our choice."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the list that shows exactly that number."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One Party in the table: its numbers in the order of ``LABELS``."""

    name: str
    figures: list[tuple[str, Figure]]


@dataclass(frozen=True, slots=True)
class Land:
    """A Party on the map with something to show."""

    name: str
    shade: int
    path: str
    url: str


@desk(Audience.SECRETARIAT)
def world_map(request: HttpRequest) -> HttpResponse:
    """Every Party with something open, on the map and in the table."""
    show, on = _asked(request), clock.legal_day(at=clock.now())
    parties = what_is_open(actor=actor_of(request), on=on)
    shapes = world_shapes.shapes()
    shown = [one for one in parties if _COUNT[show](one)]
    coloured = {one.party.iso2 for one in shown}
    context = {
        "on": on,
        "label": LABELS[show],
        "switch": [(LABELS[one], lists.url("secretariat:world_map", show=one), one is show) for one in Show],
        "lands": [_land(one, show, shapes) for one in shown if one.party.iso2 in shapes],
        "rest": "".join(path for code, path in shapes.items() if code not in coloured),
        "shades": [(number, _range(first, last)) for number, (first, last) in enumerate(_SHADES, 1)],
        "box": f"0 0 {world_shapes.WIDTH} {world_shapes.HEIGHT}",
        "head": [str(label) for label in _SHORT.values()],
        "lines": [_line(one) for one in parties if one.is_any],
        "without_shape": [one.party.name for one in parties if one.party.iso2 not in shapes],
    }
    return render(request, "secretariat/world_map.html", context)


def _asked(request: HttpRequest) -> Show:
    try:
        return Show(request.GET.get("show", Show.MATTERS))
    except ValueError as error:
        raise Http404 from error


def _land(one: OpenOfParty, show: Show, shapes: dict[str, str]) -> Land:
    count = _COUNT[show](one)
    name = _("%(party)s: %(number)d, %(what)s") % {
        "party": one.party.name,
        "number": count,
        "what": LABELS[show],
    }
    return Land(name, _shade(count), shapes[one.party.iso2], _url(one, show))


def _line(one: OpenOfParty) -> Line:
    figures = [(str(label), Figure(_COUNT[show](one), _url(one, show))) for show, label in _SHORT.items()]
    return Line(one.party.name, figures)


def _url(one: OpenOfParty, show: Show) -> str:
    """The list of what was counted for a Party."""
    code = one.party.iso2
    if show is Show.MATTERS:
        return lists.url("secretariat:matters", kind="open", party=code)
    if show is Show.OVERDUE:
        return lists.list_url("overdue", party=code)
    return lists.url("secretariat:requests", party=code, due_from=_EARLIER_THAN_ANY.isoformat())


def _shade(count: int) -> int:
    """Which shade a number has, from 1; none for nothing."""
    return sum(count >= first for first, _last in _SHADES)


def _range(first: int, last: int | None) -> str:
    if last is None:
        return _("%(number)d or more") % {"number": first}
    if first == last:
        return str(first)
    return _("%(first)d to %(last)d") % {"first": first, "last": last}
