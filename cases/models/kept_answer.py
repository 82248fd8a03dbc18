"""What was answered to a change under an Idempotency-Key, so that the same sent again is answered the same."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptAnswer(models.Model):
    """One key of one person's membership, with what was asked, as a digest, and what was answered.

    Written in the transaction of the change itself. ``status`` is empty only within it.
    """

    membership = models.ForeignKey("accounts.Membership", models.CASCADE, related_name="+")
    key = models.CharField(_("key"), max_length=255)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint(fields=["membership", "key"], name="kept_answer_once")]
        # read by cases.services.kept_answers: what is old enough to be forgotten
        indexes = [models.Index(fields=["made_at"], name="kept_answer_made")]

    def __str__(self) -> str:
        return self.key
