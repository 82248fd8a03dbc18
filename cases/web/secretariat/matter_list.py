"""The list of compliance matters, narrowed by kind, Party, region and words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cases import by_party, paging, selectors
from cases.access import Act, Audience, may
from cases.models import ComplianceMatter
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import filters
from cases.web.secretariat.asked import AskedList
from cases.web.secretariat.filters import Filter, Reader
from cases.web.secretariat.lists import Chip
from compliance import clock

KINDS = {
    "": _("All matters"),
    "open": _("Open matters"),
    "file": _("The Secretariat's file"),
    "brought": _("Brought to the Committee"),
    "public": _("Public record"),
}
_OF_A_KIND = {
    "open": by_party.OPEN_MATTER,
    "file": Q(origin=ComplianceMatter.Origin.SECRETARIAT),
    "brought": Q(brought_on__isnull=False),
    "public": Q(origin=ComplianceMatter.Origin.PUBLIC_RECORD),
}


def _words(reader: Reader) -> forms.Field:
    search = forms.TextInput(attrs={"type": "search"})
    return forms.CharField(label=_("Words, or a reference"), required=False, max_length=200, widget=search)


def _kind(reader: Reader) -> forms.Field:
    return filters.choice(_("Kind"), KINDS[""], *[one for one in KINDS.items() if one[0]])


FILTERS = (
    Filter(
        "q",
        _words,
        lambda value, values, reader: Q(title__icontains=value) | Q(reference__istartswith=value),
    ),
    Filter("kind", _kind, lambda value, values, reader: _OF_A_KIND[value]),
    Filter("party", filters.party, lambda value, values, reader: Q(party=value)),
    Filter("region", filters.region, lambda value, values, reader: Q(party__region=value)),
)


class AskedMatters(AskedList):
    page = "secretariat:matters"

    def __init__(self, query: QueryDict, *, reader: Reader) -> None:
        super().__init__(query, reader=reader, fields={one.name: one.field(reader) for one in FILTERS})

    @property
    def kind(self) -> str:
        return str(self.values.get("kind", ""))

    def found(self, **others: Any) -> QuerySet[ComplianceMatter]:
        """The matters of this list; with some of its values replaced by others."""
        values = self.values | others
        found = selectors.matters_visible(actor=self.reader.actor)
        return found.filter(*filters.conditions(values=values, reader=self.reader, known=FILTERS))


@desk(Audience.SECRETARIAT)
def matters(request: HttpRequest) -> HttpResponse:
    """The matters that the filters keep, the newest first."""
    actor = actor_of(request)
    asked = AskedMatters(request.GET, reader=Reader(actor, clock.legal_day(at=clock.now())))
    found = asked.found() if asked.is_valid else asked.found().none()
    page = paging.page(found=found, after=request.GET.get("after", ""), order=paging.NEWEST_FIRST)
    counts = selectors.request_counts(actor=actor, matters=page.rows)
    context = {
        "asked": asked,
        "form": asked.form,
        "label": KINDS[asked.kind],
        "chips": [_chip(asked, kind) for kind in KINDS] if asked.is_valid else [],
        "applied": asked.applied(without=("kind",)),
        "rows": [(matter, counts.get(matter.pk, 0)) for matter in page.rows],
        "page": page,
        "first_url": asked.url(),
        "next_url": asked.url(after=page.next_key),
        "without_filters_url": asked.url(q="", party="", region=""),
        "may_open": may(actor=actor, act=Act.OPEN_MATTER),
    }
    return render(request, "secretariat/matters.html", context)


def _chip(asked: AskedMatters, kind: str) -> Chip:
    count = selectors.capped_count(found=asked.found(kind=kind))
    return Chip(str(KINDS[kind]), count, asked.url(kind=kind), kind == asked.kind)
