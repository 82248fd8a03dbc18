"""The wording that staff keep, version by version, and the PDFs that went with letters: both for good."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.letters import NoticeKind, Recipient

if TYPE_CHECKING:
    _QuerySet = models.QuerySet[Any]
else:
    _QuerySet = models.QuerySet

Key = tuple[str, str, str]
"""A letter in a language: its code, its recipient and the language."""


class WordingQuerySet(_QuerySet):
    def of_letter(self, *, code: str, recipient: str, language: str) -> WordingQuerySet:
        """The versions of one letter in one language, the latest first."""
        return self.filter(code=code, recipient=recipient, language=language).order_by("-version")

    def in_force(self, *, codes: Iterable[str] | None = None) -> dict[Key, Any]:
        """The latest version of every letter that has one, or of those with these codes. One query."""
        rows = self if codes is None else self.filter(code__in=set(codes))
        return {(one.code, one.recipient, one.language): one for one in rows.order_by("version", "pk")}


class Wording(models.Model):
    """One version of the wording of a letter in a language. Nothing is changed: what replaces it is the next version.

    Where ``ships`` is set, the letter went back to the wording that ships with the
    desk: the words here are those of that day, and a later release may bring others.
    """

    code = models.CharField(_("letter"), max_length=30, choices=NoticeKind.choices)
    recipient = models.CharField(_("recipient"), max_length=12, choices=Recipient.choices)
    language = models.CharField(_("language"), max_length=2)
    version = models.PositiveIntegerField(_("version"))
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("letter"))
    ships = models.BooleanField(_("the wording that ships"), default=False)
    why = models.CharField(_("why"), max_length=300)
    at = models.DateTimeField(_("kept at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(WordingQuerySet)()

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "recipient", "language", "version"], name="wording_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.recipient} {self.language} {self.version}"


class LetterPdf(models.Model):
    """What was attached to the letters of a notice: one file for everybody who reads them in its language."""

    notice = models.ForeignKey("notifications.Notice", models.PROTECT, related_name="pdfs")
    name = models.CharField(_("name"), max_length=100)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("PDF of a letter")
        verbose_name_plural = _("PDFs of letters")
        constraints = [
            models.UniqueConstraint(fields=["notice", "sha256"], name="letter_pdf_once"),
        ]

    def __str__(self) -> str:
        return self.name
