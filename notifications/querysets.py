"""What delivery and the lists ask of notices and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

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
