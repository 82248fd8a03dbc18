"""The chain of digests over the record: each link holds what one row was, and the link before it."""

from __future__ import annotations

from django.db import models

START = "0" * 64
"""What the first link follows."""


class ChainShape(models.Model):
    """Which columns of a table its links cover: a column added later breaks no link made before it."""

    table = models.CharField(max_length=63)
    columns = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "columns"], name="chain_shape_once")]

    def __str__(self) -> str:
        return f"{self.table}: {len(self.columns)} columns"


class ChainLink(models.Model):
    """One row of the record, sealed.

    ``content`` is the digest of the row alone, ``digest`` that of the link: of
    ``previous``, the row's table and key, ``content`` and ``sealed_at``. Two
    digests tell a row that was altered from a link that was.
    """

    position = models.BigIntegerField(primary_key=True)
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=40)
    shape = models.ForeignKey(ChainShape, models.PROTECT, related_name="+")
    content = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            # also the index by which cases.record.chain finds what is not sealed yet
            models.UniqueConstraint(fields=["table", "row"], name="chain_link_once_for_each_row"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="chain_link_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.table} {self.row}"


class ChainHead(models.Model):
    """Where the chain ends: one row, which a writer holds while it adds links."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=START)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="chain_has_one_head")]

    def __str__(self) -> str:
        return f"{self.position}:{self.digest}"
