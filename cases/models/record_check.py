"""That the record was walked, and what was found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordCheck(models.Model):
    """One walk along the chain of the record, by the clock. It proves nothing by itself: the walk does."""

    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"))
    links = models.BigIntegerField(_("rows sealed"))
    unsealed = models.IntegerField(_("rows not sealed yet"))
    fault = models.CharField(_("what is broken"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("check of the record")
        verbose_name_plural = _("checks of the record")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}: {self.fault or 'intact'}"
