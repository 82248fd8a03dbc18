"""What delivery and the lists ask of notices, messages and pauses."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import OuterRef, Subquery

if TYPE_CHECKING:
    _QuerySet = models.QuerySet[Any]
else:
    _QuerySet = models.QuerySet


class NoticeQuerySet(_QuerySet):
    def unaddressed(self) -> Self:
        """Notices whose letters are not all written yet."""
        return self.filter(addressed_at__isnull=True)


class MessageQuerySet(_QuerySet):
    def failed(self) -> Self:
        """What was given up; staff can put it back in line."""
        return self.filter(state="FAILED")

    def unsent(self) -> Self:
        """What waits for a mail server to take it."""
        return self.filter(state="PENDING")

    def due(self, *, at: datetime) -> Self:
        """What waits and may be handed over at this instant, the longest waiting first."""
        return self.unsent().filter(not_before__lte=at).order_by("not_before", "pk")

    def came_back(self) -> Self:
        """What a mail server took and then could not deliver, and nobody has dealt with yet."""
        return self.filter(events__kind="BOUNCED", events__settled_at__isnull=True).distinct()

    def with_return(self) -> Self:
        """Annotates ``returned_at`` and ``returned_because``: the latest report that a letter came back."""
        events = self.model._meta.get_field("events").related_model._default_manager
        latest = events.filter(message=OuterRef("pk"), kind="BOUNCED").order_by("-at", "-pk")
        return self.annotate(
            returned_at=Subquery(latest.values("at")[:1]),
            returned_because=Subquery(latest.values("detail")[:1]),
        )


class DeliveryPauseQuerySet(_QuerySet):
    def live(self) -> Self:
        """Pauses that nobody has ended."""
        return self.filter(ended_at__isnull=True)
