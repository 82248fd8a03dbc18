"""How much is open for each Party: matters, and requests with a date still open. For the map and its table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from cases import selectors
from cases.access import Actor
from cases.models import ComplianceMatter, InformationRequest, Party

OPEN_MATTER = Q(origin=ComplianceMatter.Origin.SECRETARIAT, closed_on__isnull=True)
"""Of the Secretariat's file and not closed; what is of the public record alone is no file of ours."""


@dataclass(frozen=True, slots=True)
class OpenOfParty:
    """What is open for one Party."""

    party: Party
    matters: int = 0
    requests: int = 0
    overdue: int = 0
    """Of the requests, those of which a step is overdue."""

    @property
    def is_any(self) -> bool:
        return bool(self.matters or self.requests)


def what_is_open(*, actor: Actor, on: date) -> list[OpenOfParty]:
    """Each Party that the actor sees with what is open for it, by name; three queries.

    A Party entered twice is shown once, under the entry that is kept.
    """
    parties = Party.objects.visible_to(actor).filter(merged_into__isnull=True)
    language = (get_language() or "en")[:2]
    matters = dict(_by_party(ComplianceMatter.objects.visible_to(actor).filter(OPEN_MATTER)))
    requests = {
        party: (number, overdue)
        for party, number, overdue in _by_party(
            InformationRequest.objects.visible_to(actor).filter(
                stage=InformationRequest.Stage.SENT, next_due_on__isnull=False
            ),
            overdue=Count("pk", filter=selectors.work_conditions(on=on)[selectors.Work.OVERDUE]),
        )
    }
    return [
        OpenOfParty(party, matters.get(party.pk, 0), *requests.get(party.pk, (0, 0)))
        for party in parties.order_by(f"name_{language}", "pk")
    ]


def _by_party(found: QuerySet[Any], **counted: Count) -> Iterable[Any]:
    """The key of each Party with how many of these there are, and what else is counted."""
    counts: QuerySet[Any] = found.order_by().values_list("party").annotate(Count("pk"), **counted)
    return counts
