"""What the Secretariat's staff write for each other about a request."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.information_request import InformationRequest
from cases.querysets import InternalNoteQuerySet, MentionQuerySet


class InternalNote(models.Model):
    """A note of the Secretariat's own: never shown to a Party or the Committee; corrected by another note."""

    request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="notes", verbose_name=_("information request")
    )
    text = models.TextField(_("note"), max_length=20_000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))

    objects = InternalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="internal_note_has_words",
                violation_error_code="text",
                violation_error_message=_("Write the note."),
            ),
        ]
        indexes = [models.Index(fields=["request", "written_at", "id"], name="note_of_request")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.written_at}"


class Mention(models.Model):
    """A colleague named in a note, until they have seen it."""

    note = models.ForeignKey(InternalNote, models.CASCADE, related_name="mentions", verbose_name=_("note"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="mention_once_in_a_note")]
        indexes = [
            # read by the dashboard: what waits for the reader
            models.Index(fields=["user", "-id"], condition=models.Q(seen_at=None), name="mention_unseen"),
        ]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.user_id}"
