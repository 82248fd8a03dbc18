"""Meetings of the Standing Committee and of the Conference of the Parties."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.querysets import MeetingQuerySet

DOCUMENT_DEADLINE_DAYS = 60
"""Days before a meeting by which documents are due: our choice (procedure, section 3), editable for each meeting."""


class Body(models.TextChoices):
    SC = "SC", _("Standing Committee")
    COP = "CoP", _("Conference of the Parties")


class Precision(models.TextChoices):
    """How exactly a date is known; the stored day is the first of what is known."""

    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Meeting(models.Model):
    """A meeting with its dates as far as they are sourced."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    body = models.CharField(_("body"), max_length=3, choices=Body.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    own_document_deadline_on = models.DateField(
        _("document deadline, where it was set"), null=True, blank=True
    )

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="meeting_ends_after_start",
                violation_error_message=_("A meeting ends on or after its first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def document_deadline_on(self) -> date:
        """The last day for documents: as set for this meeting, else sixty days before its first day (our choice)."""
        return self.own_document_deadline_on or self.starts_on - timedelta(days=DOCUMENT_DEADLINE_DAYS)
