"""A list as the registry describes it, and as one reader takes it away on one day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import paging
from cases.access import Actor, Audience
from cases.exports.cells import Cell, Worded
from cases.exports.table import Head, Stated, Table
from compliance import clock, days

CHUNK = 500
"""Rows that are held at once."""
STAFF = frozenset({Audience.SECRETARIAT})
BOTH_SIDES = STAFF | {Audience.PARTY}
EVERYBODY = BOTH_SIDES | {Audience.COMMITTEE}

Prepare = Callable[[Actor, list[Any], date], None]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its stable code, its label, what a row holds in it, and who may read it."""

    code: str
    label: Any
    of: Callable[[Any], Cell]
    readers: frozenset[Audience] = EVERYBODY


@dataclass(frozen=True, slots=True)
class List:
    """One list: whose rows ``found`` gives as far as an actor sees them, in no order.

    ``of_request`` and ``of_matter`` lead from a row to the request or the matter that
    it belongs to, where it does. ``prepare`` reads what a chunk of rows needs beside
    them, in a fixed number of queries.
    """

    name: str
    title: Any
    readers: frozenset[Audience]
    found: Callable[[Actor], QuerySet[Any]]
    columns: Sequence[Column]
    of_request: str = ""
    of_matter: str = ""
    prepare: Prepare | None = None
    order: paging.Order = paging.OLDEST_FIRST


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes something away, and when: the day asked about at the seat, and the instant."""

    actor: Actor
    name: str
    on: date
    at: datetime


def table(
    *,
    of: List,
    taking: Taking,
    found: QuerySet[Any] | None = None,
    order: paging.Order | None = None,
    filters: Sequence[Stated] = (),
) -> Table:
    """The list as this reader sees it; with ``found``, those of its rows.

    Nothing is read before the lines are.
    """
    columns = [one for one in of.columns if taking.actor.audience in one.readers]
    rows = of.found(taking.actor) if found is None else found
    return Table(
        name=of.name,
        title=str(of.title),
        heads=[Head(one.code, str(one.label)) for one in columns],
        lines=_lines(of, columns, rows, order or of.order, taking),
        about=about(title=str(of.title), taking=taking, filters=filters),
    )


def about(*, title: str, taking: Taking, filters: Sequence[Stated] = ()) -> list[Stated]:
    """What every file states: what it is, of which day, by whom and when it was taken away, and how it was narrowed."""
    return [
        Stated("list", title, _("CITES compliance desk")),
        Stated("as_of", _("As of"), days.written(taking.on, _("l j F Y"))),
        Stated("written_at", _("Written at"), taking.at.astimezone(clock.SEAT).isoformat(timespec="seconds")),
        Stated("written_for", _("Written for"), taking.name),
        *(filters or [Stated("filters", _("Filters"), _("None"))]),
    ]


def _lines(
    of: List, columns: Sequence[Column], rows: QuerySet[Any], order: paging.Order, taking: Taking
) -> Iterator[list[Cell]]:
    for chunk in paging.walk(found=rows, order=order, size=CHUNK):
        if of.prepare:
            of.prepare(taking.actor, chunk, taking.on)
        for row in chunk:
            yield [one.of(row) for one in columns]


def column(code: str, label: Any, path: str = "", *, readers: frozenset[Audience] = EVERYBODY) -> Column:
    """A column that shows what stands at a path of names, such as ``party.iso2``; nothing where one is missing."""
    names = (path or code).split(".")

    def of(row: Any) -> Cell:
        value = row
        for name in names:
            if value is None:
                return None
            value = getattr(value, name)
        return value if isinstance(value, str | int | date) or value is None else str(value)

    return Column(code, label, of, readers)


def worded(code: str, label: Any, field: str = "", *, readers: frozenset[Audience] = EVERYBODY) -> Column:
    """A column of a field with choices: its code, and the label of it."""
    name = field or code

    def of(row: Any) -> Cell:
        value = getattr(row, name)
        return Worded(value, str(getattr(row, f"get_{name}_display")())) if value else None

    return Column(code, label, of, readers)


def person(code: str, label: Any, *, readers: frozenset[Audience] = EVERYBODY) -> Column:
    """Somebody of the desk: by the e-mail address in place of a code, and by name."""

    def of(row: Any) -> Cell:
        user = getattr(row, code)
        return Worded(user.email, user.name) if user else None

    return Column(code, label, of, readers)


def party(path: str = "party") -> tuple[Column, Column]:
    """The Party by its ISO code, and by its name in the reader's language."""
    return (
        column("party", gettext_lazy("ISO code"), f"{path}.iso2"),
        column("party_name", gettext_lazy("Party"), f"{path}.name"),
    )
