"""References such as ``IR-2026-0042``: numbered by series and year, never reused."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F


class ReferenceSeries(models.Model):
    """The last number given in one series and year."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="reference_series_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"

    @classmethod
    def next_reference(cls, *, prefix: str, year: int) -> str:
        """The next reference of a series, such as ``IR-2026-0042``; two callers at once get two numbers.

        Must run inside the transaction that uses the reference: a number is
        taken only together with what carries it.
        """
        with transaction.atomic():
            series, _ = cls.objects.get_or_create(prefix=prefix, year=year)
            cls.objects.filter(pk=series.pk).update(last=F("last") + 1)
            series.refresh_from_db()
        return f"{prefix}-{year}-{series.last:04d}"

    @classmethod
    def leave_out(cls, *, prefix: str, year: int, up_to: int) -> None:
        """Numbers that came from elsewhere are not given again: the series goes on after the last of them."""
        series, _ = cls.objects.select_for_update().get_or_create(prefix=prefix, year=year)
        if series.last < up_to:
            cls.objects.filter(pk=series.pk).update(last=up_to)
