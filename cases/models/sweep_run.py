"""That the engine ran: from when until when, what it made, or why it stopped."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class SweepRun(models.Model):
    """One run of the engine. It is no part of the record: the newest are kept, so that somebody can look.

    A run that was killed has no end. Nothing is decided by these rows: what is due
    is asked of the deadlines and notices each time.
    """

    on = models.DateField(_("day at the seat"))
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    notices_created = models.PositiveIntegerField(_("notices made"), default=0)
    error = models.CharField(_("error"), max_length=200, blank=True)
    """The kind of the error and nothing that it says: that can hold an address."""

    class Meta:
        verbose_name = _("run of the engine")
        verbose_name_plural = _("runs of the engine")
        indexes = [
            # read by cases.operations, for the last run that succeeded
            models.Index(
                fields=["ended_at"],
                condition=models.Q(error="", ended_at__isnull=False),
                name="sweep_run_succeeded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}, {self.started_at:%H:%M}"

    @property
    def duration(self) -> timedelta | None:
        """How long it took; None while it runs, or where it was killed."""
        return self.ended_at - self.started_at if self.ended_at else None
