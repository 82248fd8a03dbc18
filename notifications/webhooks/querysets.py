"""What calling and the pages ask of endpoints and calls."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    _QuerySet = models.QuerySet[Any]
else:
    _QuerySet = models.QuerySet


class EndpointQuerySet(_QuerySet):
    def on(self) -> Self:
        """Those that are told of what happens."""
        return self.filter(off_at__isnull=True)

    def to_be_told_of(self) -> Self:
        """Those that were switched off by themselves, and no administrator knows it yet."""
        return self.filter(off_because__in=["FAILING", "GONE"], told_at__isnull=True)


class CallQuerySet(_QuerySet):
    def failed(self) -> Self:
        """What was given up; administrators can put it back in line."""
        return self.filter(state="FAILED")

    def due(self, *, at: datetime) -> Self:
        """What may be sent at this instant to an endpoint that is on, the longest waiting first."""
        found = self.filter(state="PENDING", not_before__lte=at, endpoint__off_at__isnull=True)
        return found.order_by("not_before", "pk")
