"""The columns of the list of requests, and which of them a reader has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.access import Actor
from cases.models import ChosenColumns
from cases.web.secretariat.asked import Asked
from cases.web.secretariat.orders import other_way


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``sort`` names the order that its heading leads to, where there is one."""

    name: str
    label: Any
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as it stands above the list: the list by this column, and how it is sorted now."""

    name: str
    label: str
    url: str
    direction: str
    """In the words of HTML: "ascending", "descending", or empty."""


COLUMNS = (
    Column("party", _("Party"), "party"),
    Column("request", _("Request"), "reference"),
    Column("region", _("Region")),
    Column("step", _("Step")),
    Column("due", _("Due"), "due"),
    Column("status", _("Where it stands")),
    Column("officer", _("Case officer"), "officer"),
    Column("sent", _("Date of the request"), "sent"),
    Column("rule_set", _("Rule set")),
    Column("matter", _("Compliance matter")),
)
ALWAYS = "request"
USUAL = frozenset({"party", "step", "due", "status"})
TO_CHOOSE = tuple(one for one in COLUMNS if one.name != ALWAYS)


def chosen_by(*, actor: Actor) -> list[Column]:
    """The columns that this reader wants, in their fixed order; the usual ones until they choose."""
    own = ChosenColumns.objects.visible_to(actor).values_list("columns", flat=True).first()
    wanted = frozenset(own or ()) & {one.name for one in TO_CHOOSE} or USUAL
    return [one for one in COLUMNS if one.name == ALWAYS or one.name in wanted]


def headings(*, columns: list[Column], asked: Asked) -> list[Heading]:
    """The headings of these columns, each a link where the list can be sorted by it."""
    return [
        Heading(
            name=one.name,
            label=str(one.label),
            url=asked.url(sort=other_way(sort=asked.sort, name=one.sort)) if one.sort else "",
            direction=_direction(asked.sort, one.sort),
        )
        for one in columns
    ]


def _direction(sort: str, name: str) -> str:
    if not name or sort.removeprefix("-") != name:
        return ""
    return "descending" if sort.startswith("-") else "ascending"
