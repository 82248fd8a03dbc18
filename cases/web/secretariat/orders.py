"""The orders of the list of requests, each a way to walk it by key."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.paging import NEWEST_FIRST, Order
from cases.selectors import Work

CHOICES = [
    ("", _("The usual order")),
    ("due", _("Next date, earliest first")),
    ("-due", _("Next date, latest first")),
    ("-sent", _("Date of the request, latest first")),
    ("sent", _("Date of the request, earliest first")),
    ("party", _("Party, A to Z")),
    ("-party", _("Party, Z to A")),
    ("officer", _("Case officer, A to Z")),
    ("-officer", _("Case officer, Z to A")),
    ("reference", _("Reference, ascending")),
    ("-reference", _("Reference, descending")),
]
_BY_DUE_DATE = frozenset({Work.OVERDUE.value, Work.DUE_SOON.value, Work.UPCOMING.value})


def order_of(*, sort: str, work: str) -> Order:
    """The order that was chosen; the usual one is by the date that the kind of work is about, else the newest first."""
    if not sort:
        return _usual(work)
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name == "due":
        return Order("next_due_on", descending, is_date=True, may_lack=work not in _BY_DUE_DATE)
    if name == "sent":
        return Order("sent_on", descending, is_date=True, may_lack=True)
    return Order(_text(name), descending)


def other_way(*, sort: str, name: str) -> str:
    """Where the heading of a column leads: to its order, and from there to the other way round."""
    return f"-{name}" if sort == name else name


def _usual(work: str) -> Order:
    if work == "proposals":
        return Order("qualifies_on", is_date=True)
    return Order("next_due_on", is_date=True) if work in _BY_DUE_DATE else NEWEST_FIRST


def _text(name: str) -> str:
    language = (get_language() or "en")[:2]
    return {"party": f"party__name_{language}", "officer": "officer__name"}.get(name, "reference")
