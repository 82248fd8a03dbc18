"""Something that a colleague of the Secretariat is to do about a request."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.models.information_request import InformationRequest
from cases.querysets import TaskQuerySet


class Task(models.Model):
    """The Secretariat's own; its day is nobody's deadline under paragraph 23."""

    request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="tasks", verbose_name=_("information request")
    )
    title = models.CharField(_("what is to be done"), max_length=200)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assigned to")
    )
    wanted_by = models.DateField(_("wanted by"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    created_at = models.DateTimeField(_("asked at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )

    objects = TaskQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_somebody",
            ),
        ]
        indexes = [
            # read by the dashboard: what its reader is to do
            models.Index(
                fields=["assigned_to", "wanted_by", "id"],
                condition=models.Q(done_at=None),
                name="task_open_of_person",
            ),
            models.Index(fields=["request", "id"], name="task_of_request"),
        ]

    def __str__(self) -> str:
        return self.title
