"""Lists a page at a time, walked by key: as fast on the last page as on the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import F, Q, QuerySet

SIZE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list. ``next_key`` is where the next page begins, empty on the last."""

    rows: list[Any]
    is_first: bool
    next_key: str


@dataclass(frozen=True, slots=True)
class Order:
    """By which value a list is walked, and then by the primary key; by the key alone without a value.

    ``field`` names a text or, where ``is_date``, a date. Rows that lack it come
    last, whichever way the list goes; ``may_lack`` says whether there can be any.
    """

    field: str = ""
    descending: bool = False
    is_date: bool = False
    may_lack: bool = False


OLDEST_FIRST, NEWEST_FIRST = Order(), Order(descending=True)


def page(*, found: QuerySet[Any], after: str, order: Order = OLDEST_FIRST, size: int = SIZE) -> Page:
    """The rows that follow the key ``after``.

    A key reads ``2026-11-30,42``, or ``,42`` without a value; one that cannot be
    read begins at the first page.
    """
    key = _read(after, order)
    rows = _following(found, order, key, size + 1)
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, is_first=key is None, next_key=_written(rows[-1], order) if more else "")


def walk(*, found: QuerySet[Any], order: Order = OLDEST_FIRST, size: int) -> Iterator[list[Any]]:
    """All rows, some at a time and each part by a query of its own, until there are no more.

    The primary key may be of any kind that has an order.
    """
    rows = _following(found, order, None, size)
    while rows:
        yield rows
        if len(rows) < size:
            return
        rows = _following(found, order, (_value_of(rows[-1], order), rows[-1].pk), size)


Key = tuple[Any, Any]
"""The value, None for a row that lacks it, and the primary key."""


def _following(found: QuerySet[Any], order: Order, key: Key | None, size: int) -> list[Any]:
    rows: list[Any] = []
    for part in _parts(found, order, key):
        rows += part[: size - len(rows)]
        if len(rows) == size:
            break
    return rows


def _parts(found: QuerySet[Any], order: Order, key: Key | None) -> Iterator[QuerySet[Any]]:
    """The rows after the key: those that have the value by an index on it, then those that lack it."""
    by_key = found.order_by("-pk" if order.descending else "pk")
    beyond = Q(pk__lt=key[1]) if key and order.descending else Q(pk__gt=key[1]) if key else Q()
    if not order.field:
        yield by_key.filter(beyond)
        return
    lacks = Q(**{f"{order.field}__isnull": True})
    if key is None or key[0] is not None:
        value = F(order.field).desc() if order.descending else F(order.field).asc()
        having = by_key.order_by(value, *by_key.query.order_by)
        having = having.exclude(lacks) if order.may_lack else having
        yield having.filter(_beyond(order, key[0]) & (_past(order, key[0]) | beyond)) if key else having
        beyond = Q()
    if order.may_lack:
        yield by_key.filter(lacks & beyond)


def _beyond(order: Order, value: Any) -> Q:
    """Written so that an index on the value and the primary key is used."""
    return Q(**{f"{order.field}__{'lte' if order.descending else 'gte'}": value})


def _past(order: Order, value: Any) -> Q:
    return Q(**{f"{order.field}__{'lt' if order.descending else 'gt'}": value})


def _read(after: str, order: Order) -> Key | None:
    value, _, number = after.rpartition(",")
    try:
        return _value(value, order), int(number)
    except ValueError:
        return None


def _value(text: str, order: Order) -> Any:
    if not order.field or (order.may_lack and not text):
        return None
    return date.fromisoformat(text) if order.is_date else text


def _value_of(row: Any, order: Order) -> Any:
    return reduce(getattr, order.field.split("__"), row) if order.field else None


def _written(row: Any, order: Order) -> str:
    value = _value_of(row, order)
    return f"{'' if value is None else value},{row.pk}"
