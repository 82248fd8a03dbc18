"""How the outbox stands: what waits, what is held back, what was given up, and since when the oldest waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Min

from notifications import pausing
from notifications.models import DeliveryPause, Message

COUNTED = 100_000
"""Rows that one count looks at, at most: a figure that says so many means so many or more."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """Numbers of letters, each counted up to ``COUNTED``; ``oldest_at`` is when the oldest should have gone."""

    waiting: int
    failed: int
    came_back: int
    paused: bool
    """Whether every letter is held back."""
    pauses: int
    oldest_at: datetime | None


def outbox(*, at: datetime) -> Outbox:
    """How letters stand at an instant; a handful of queries, however many there are."""
    unsent = Message.objects.unsent()
    live = DeliveryPause.objects.live()
    return Outbox(
        waiting=unsent[:COUNTED].count(),
        failed=Message.objects.failed()[:COUNTED].count(),
        came_back=Message.objects.came_back()[:COUNTED].count(),
        paused=settings.DELIVERY_PAUSED or live.filter(scope=DeliveryPause.Scope.ALL).exists(),
        pauses=live.count(),
        oldest_at=oldest_unsent_at(at=at),
    )


def oldest_unsent_at(*, at: datetime) -> datetime | None:
    """Since when the oldest letter waits that nothing holds back; None where none does.

    A letter that was tried waits since its text was frozen, before the first
    attempt; one that was not, since it could have gone: the night before a
    Party's working day is no delay.
    """
    held = pausing.held()
    if held is None:
        return None
    free = Message.objects.unsent().exclude(held)
    tried = free.filter(attempts__gt=0).aggregate(since=Min("frozen_at"))["since"]
    untried = free.filter(attempts=0, not_before__lte=at).order_by("not_before", "pk")
    first = untried.values_list("not_before", flat=True).first()
    return min((since for since in (tried, first) if since), default=None)
