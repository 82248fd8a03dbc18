"""The public register: measures that a Notification to the Parties announced, in force or withdrawn.

For everybody, so nobody asks in a role. It gives what was announced and nothing
of the matter besides: neither its reference, title and stage, nor any request.
Source: Resolution Conf. 11.3, paragraph 23 e).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from cases.models import Measure, Party


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; what is left empty narrows nothing."""

    party: Party | None = None
    region: str = ""
    measure: str = ""
    on: date | None = None
    """In force on this day. On the day on which a measure ended it is in force no longer (our choice)."""


def entries(*, wanted: Wanted) -> QuerySet[Any]:
    """The measures of the register with ``valid_from``, in no order; two queries."""
    found: QuerySet[Any] = Measure.objects.published().annotate(
        valid_from=Coalesce("starts_on", "decided_on")
    )
    if wanted.party:
        found = found.filter(matter__party=wanted.party)
    if wanted.region:
        found = found.filter(matter__party__region=wanted.region)
    if wanted.measure:
        found = found.filter(kind=wanted.measure)
    if wanted.on:
        not_ended = Q(ends_on__isnull=True) | Q(ends_on__gt=wanted.on)
        found = found.filter(not_ended, valid_from__lte=wanted.on)
    return found.select_related("matter__party", "meeting").prefetch_related("species")


def parties() -> QuerySet[Party]:
    """The Parties that the register names; in no order."""
    return Party.objects.filter(pk__in=Measure.objects.published().values("matter__party"))
