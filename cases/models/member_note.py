"""What a member of the Standing Committee writes for themselves about a matter."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.matter_querysets import MemberNoteQuerySet
from cases.models.matter import ComplianceMatter


class MemberNote(models.Model):
    """A member's own note: nobody else reads it. No part of the record: no history, gone once deleted."""

    matter = models.ForeignKey(
        ComplianceMatter, models.PROTECT, related_name="member_notes", verbose_name=_("compliance matter")
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("member")
    )
    text = models.TextField(_("note"), max_length=20_000)
    written_at = models.DateTimeField(_("written at"))
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    objects = MemberNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("member's own note")
        verbose_name_plural = _("members' own notes")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="member_note_has_words",
                violation_error_code="text",
                violation_error_message=_("Write the note."),
            ),
        ]
        indexes = [models.Index(fields=["member", "matter", "id"], name="member_note_of_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.written_at}"
