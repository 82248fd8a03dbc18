"""A private address under which a calendar reads the due dates that its owner may see."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.querysets import CalendarFeedQuerySet


class CalendarFeed(models.Model):
    """One address at a time for each person; shown once, kept as a digest, ended by its owner at any time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    last_read_on = models.DateField(_("last read on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at__isnull=True),
                name="calendar_feed_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.made_at}"
