"""An answer that a Party is still writing: shared by its colleagues, seen by nobody else."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.information_request import InformationRequest
from cases.querysets import AnswerDraftQuerySet


class AnswerDraft(models.Model):
    """What was typed so far, as it was typed; one for each request, gone once the answer is sent.

    No part of the record: nothing here has reached the Secretariat. ``key``
    becomes ``Submission.key`` and holds the documents together meanwhile;
    ``version`` grows by one each time it is saved, so that whoever saves over
    words that they have not seen is told.
    """

    request = models.OneToOneField(
        InformationRequest, models.CASCADE, related_name="answer_draft", verbose_name=_("information request")
    )
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("saved by")
    )
    approximate_date = models.CharField(_("approximate date"), max_length=100, blank=True)
    """As typed: a date that cannot be read is kept too."""
    justification = models.TextField(_("justification"), blank=True)
    information = models.CharField(_("information"), max_length=10, blank=True)
    text = models.TextField(_("information in words"), blank=True)

    objects = AnswerDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of an answer")
        verbose_name_plural = _("drafts of answers")

    def __str__(self) -> str:
        return f"{self.request_id}: {self.version}"
