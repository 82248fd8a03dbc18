"""The Secretariat's report to a meeting, as it was issued (paragraph 24)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.meeting import Meeting
from cases.querysets import MeetingReportQuerySet


class MeetingReport(models.Model):
    """A report that was issued, for good: a later issue is a revision, and the earlier one stays.

    ``frozen`` is the JSON text of its values, by language
    (``cases.meeting_report.values``), byte for byte what ``sha256`` was taken of;
    page, PDF and DOCX are drawn from it and from nothing else.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="reports", verbose_name=_("meeting"))
    revision = models.PositiveSmallIntegerField(_("revision"))
    """0 for the first issue."""
    symbol = models.CharField(_("document symbol"), max_length=60)
    """Without its revision: "SC80 Doc. 30"."""
    changed = models.CharField(_("what this revision changes"), max_length=300, blank=True)
    known_on = models.DateField(_("as known on"))
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    frozen = models.TextField(_("values"))
    sha256 = models.CharField("SHA-256", max_length=64, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")])

    objects = MeetingReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report to a meeting")
        verbose_name_plural = _("reports to meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "revision"],
                name="meeting_report_one_of_a_revision",
                violation_error_message=_("This revision was issued already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(symbol=""),
                name="meeting_report_has_its_symbol",
                violation_error_code="symbol",
                violation_error_message=_("Give the symbol of the document."),
            ),
            models.CheckConstraint(
                condition=models.Q(revision=0, changed="") | models.Q(~models.Q(changed=""), revision__gt=0),
                name="meeting_report_revision_says_what_changed",
                violation_error_code="changed",
                violation_error_message=_("A revision, and no first issue, says what it changes."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_symbol

    @property
    def full_symbol(self) -> str:
        """As the document is cited: "SC80 Doc. 30 (Rev. 1)"."""
        return f"{self.symbol} (Rev. {self.revision})" if self.revision else self.symbol

    def values_in(self, language: str) -> dict[str, Any]:
        """What the report says in one language. Raises: KeyError for a language that it was not issued in."""
        found: dict[str, Any] = json.loads(self.frozen)[language]
        return found
