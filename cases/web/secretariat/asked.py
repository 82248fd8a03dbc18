"""What a reader asks of a list: the form, what it finds, and addresses that change one part of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import paging, selectors
from cases.models import InformationRequest, Party
from cases.web import dates
from cases.web.secretariat import orders
from cases.web.secretariat.filters import FILTERS, PERIODS, Reader, choice, conditions
from cases.web.secretariat.forms import DeskForm

SORT = "sort"


@dataclass(frozen=True, slots=True)
class Applied:
    """A filter that narrows the list, in words, and the list without it."""

    name: str
    label: str
    value: str
    url: str


class ListForm(DeskForm):
    """What is written behind the address of a list; every field can be left empty."""

    def clean(self) -> dict[str, Any]:
        """A period ends after it begins."""
        values = super().clean() or {}
        for first, last in PERIODS:
            if values.get(first) and values.get(last) and values[last] < values[first]:
                self.add_error(last, _("This day is before the first day of the period."))
        return values


class AskedList:
    """The list that one query string asks for. Where a part of it cannot be read, it finds nothing and says so."""

    page = ""
    """The name of the page that shows the list."""

    def __init__(self, query: QueryDict, *, reader: Reader, fields: dict[str, forms.Field]) -> None:
        self.reader = reader
        self.written = {name: value for name in fields if (value := query.get(name, "").strip())}
        if "party" in self.written:
            self.written["party"] = self.written["party"].upper()
        self.form = type("AskedForm", (ListForm,), dict(fields))(self.written)
        self.is_valid = self.form.is_valid()
        self.values: dict[str, Any] = self.form.cleaned_data
        for name in self.form.errors:
            _show_as_typed(self.form.fields[name])

    def query(self, **others: str) -> str:
        """The query string of this list, with some of its parts replaced, or left out where they are empty."""
        parts = QueryDict(mutable=True)
        parts.update({name: value for name, value in (self.written | others).items() if value})
        return parts.urlencode()

    def url(self, **others: str) -> str:
        """The address of this list, changed in the same way."""
        query = self.query(**others)
        return f"{reverse(self.page)}?{query}" if query else reverse(self.page)

    def applied(self, *, without: Collection[str] = (SORT,)) -> list[Applied]:
        """Each filter that narrows the list, in words."""
        return [
            Applied(name, str(field.label), said(field, self.values[name]), self.url(**{name: ""}))
            for name, field in self.form.fields.items()
            if name not in without and self.values.get(name)
        ]


class Asked(AskedList):
    """The same for the list of requests."""

    page = "secretariat:requests"

    def __init__(self, query: QueryDict, *, reader: Reader) -> None:
        order = choice(gettext_lazy("Order"), orders.CHOICES[0][1], *orders.CHOICES[1:])
        fields = {one.name: one.field(reader) for one in FILTERS}
        super().__init__(query, reader=reader, fields=fields | {SORT: order})

    @property
    def work(self) -> str:
        return str(self.values.get("work", ""))

    @property
    def sort(self) -> str:
        return str(self.values.get(SORT, ""))

    @property
    def order(self) -> paging.Order:
        return orders.order_of(sort=self.sort, work=self.work)

    def found(self, **others: str) -> QuerySet[InformationRequest]:
        """The requests of this list; with some of its values replaced by others."""
        where = conditions(known=FILTERS, values=self.values | others, reader=self.reader)
        found = selectors.requests_matching(actor=self.reader.actor, conditions=where)
        return found if self.is_valid else found.none()


def _show_as_typed(field: forms.Field) -> None:
    """A browser leaves a day that is none out of an input for days; in one for text it stays."""
    if isinstance(field, forms.DateField):
        field.widget.input_type = "text"


def said(field: forms.Field, value: Any) -> str:
    """The value of a filter as its reader knows it; empty where its label says all."""
    if isinstance(field, forms.BooleanField):
        return ""
    if isinstance(field, forms.DateField):
        return dates.plain(value)
    if isinstance(value, Party):
        return value.name
    if isinstance(field, forms.ChoiceField):
        return str(dict(cast(Any, field.choices))[value])
    return str(value)
