"""The words by which a request is found: its own, those of its answers, and the names of documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.information_request import InformationRequest
from cases.querysets import SearchEntryQuerySet


class SearchEntry(models.Model):
    """The words of one thing on record, folded to small letters without accents.

    Written by ``cases.services.search`` beside the thing itself. On PostgreSQL a
    stored column ``vector`` (three languages and the words as they are) is made
    from ``words`` by the database; elsewhere the words themselves are looked through.
    """

    class Kind(models.TextChoices):
        REQUEST = "REQUEST", _("Request")
        SUBMISSION = "SUBMISSION", _("Answer")
        DOCUMENT = "DOCUMENT", _("Document")
        NOTE = "NOTE", _("Internal note")

    request = models.ForeignKey(
        InformationRequest, models.CASCADE, related_name="search_entries", verbose_name=_("request")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    about = models.CharField(_("of"), max_length=36)
    """The key of the thing itself."""
    words = models.TextField(_("words"))

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("words to search")
        verbose_name_plural = _("words to search")
        constraints = [models.UniqueConstraint(fields=["kind", "about"], name="search_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"
