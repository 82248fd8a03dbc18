"""Every change of a request's rows, from their history: what stood there before, what after, by whose act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from cases import correspondence
from cases.access import Actor
from cases.models import Assessment, Document, InformationRequest, Submission, Task

MOST = 200
"""How many changes a page shows, the newest; our choice."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row of a history and the one before it of the same thing; ``before`` is None where it came to be."""

    after: Any
    before: Any | None


@dataclass(frozen=True, slots=True)
class Changes:
    """The newest changes, the newest first; ``more`` where there are older ones."""

    found: list[Change]
    more: bool


def of_request(*, actor: Actor, request: InformationRequest, most: int = MOST) -> Changes:
    """The changes of a request, its tasks, answers, assessments and documents; the Secretariat's to read.

    Five queries.
    """
    rows: list[Any] = []
    for visible in _sources(actor, request):
        history = visible.model.history.filter(id__in=visible.order_by().values("pk"))
        newest = history.select_related("history_user").order_by("-history_date", "-history_id")
        rows.extend(newest[: most + 1])
    rows.sort(key=attrgetter("history_date", "history_id"), reverse=True)
    return Changes(_paired(rows)[:most], more=len(rows) > most)


def _sources(actor: Actor, request: InformationRequest) -> Iterable[QuerySet[Any]]:
    whole = correspondence.as_secretariat(actor).filter(pk=request.pk)
    return (
        whole,
        Task.objects.visible_to(actor).filter(request__in=whole),
        Submission.objects.visible_to(actor).filter(request__in=whole),
        Assessment.objects.visible_to(actor).filter(submission__request__in=whole),
        Document.objects.visible_to(actor).filter(request__in=whole, submission__isnull=False),
    )


def _paired(rows: list[Any]) -> list[Change]:
    """Each row with the next older one of the same thing; one whose past is cut off is left out."""
    found: list[tuple[Any, Any | None]] = []
    younger: dict[tuple[type, Any], Any] = {}
    for row in rows:
        key = (type(row), row.id)
        if key in younger:
            found.append((younger[key], row))
        younger[key] = row
    found += [(row, None) for row in younger.values() if row.history_type == "+"]
    changes = [Change(after, before) for after, before in found]
    return sorted(changes, key=lambda one: (one.after.history_date, one.after.history_id), reverse=True)
