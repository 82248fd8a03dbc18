"""What would have been overdue under each text: a computation over the whole portfolio, kept with its day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.querysets import ComparisonQuerySet


class Comparison(models.Model):
    """One run of ``cases.services.comparing`` (SC78 Doc. 37, paragraphs 30-32): figures, never a fact of a case."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    """Empty where the command made it."""
    asked_at = models.DateTimeField(_("asked at"))
    on = models.DateField(_("as of"))
    requests_done = models.PositiveIntegerField(_("requests compared"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    figures = models.JSONField(_("figures"), default=dict)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison of rule sets")
        verbose_name_plural = _("comparisons of rule sets")
        constraints = [
            models.UniqueConstraint(
                models.ExpressionWrapper(
                    models.Q(finished_at__isnull=True), output_field=models.BooleanField()
                ),
                condition=models.Q(finished_at__isnull=True),
                name="comparison_one_at_a_time",
                violation_error_message=_("A comparison is under way; wait until it is finished."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.requests_done}"
