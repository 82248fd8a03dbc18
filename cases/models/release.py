"""What the Committee's members see of a matter: what was released to them, and who is excluded."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.matter_querysets import RecusalQuerySet, ReleaseQuerySet
from cases.models.document import Document
from cases.models.matter import ComplianceMatter
from cases.models.matter_act import MatterReport
from cases.models.measure import Recommendation
from cases.models.submission import Submission

ITEMS = ("submission", "document", "report", "recommendation")
"""The kinds of thing that are released, each the name of its field."""


_EXACTLY_ONE = reduce(
    or_, [models.Q(**{f"{other}__isnull": other != name for other in ITEMS}) for name in ITEMS]
)


class Release(models.Model):
    """One item released to the Committee, for good: members have seen it from this moment on (paragraph 23 d)).

    An answer is released without its documents; each document is released by itself.
    """

    matter = models.ForeignKey(ComplianceMatter, models.PROTECT, related_name="releases")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="releases")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="releases")
    report = models.ForeignKey(MatterReport, models.PROTECT, null=True, blank=True, related_name="releases")
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="releases"
    )
    note = models.CharField(_("what was reviewed before"), max_length=300, blank=True)
    released_on = models.DateField(_("released on"))
    released_at = models.DateTimeField(_("released at"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release to the Committee")
        verbose_name_plural = _("releases to the Committee")
        constraints = [
            models.CheckConstraint(condition=_EXACTLY_ONE, name="release_of_exactly_one_item"),
            models.UniqueConstraint(fields=["submission"], name="release_submission_once"),
            models.UniqueConstraint(fields=["document"], name="release_document_once"),
            models.UniqueConstraint(fields=["report"], name="release_report_once"),
            models.UniqueConstraint(fields=["recommendation"], name="release_recommendation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.released_on}"

    @property
    def item_name(self) -> str:
        """The name of the field that holds what was released."""
        return next(name for name in ITEMS if getattr(self, f"{name}_id"))


class Recusal(models.Model):
    """A member whom the Chair excluded from a matter: they see that it exists, and no document of it (our choice)."""

    matter = models.ForeignKey(ComplianceMatter, models.PROTECT, related_name="recusals")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("member")
    )
    reason = models.TextField(_("reason"))
    since = models.DateField(_("excluded from"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = RecusalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("exclusion of a member")
        verbose_name_plural = _("exclusions of members")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "member"],
                condition=models.Q(ended_on__isnull=True),
                name="recusal_one_at_a_time",
                violation_error_message=_("This member is excluded from the matter already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="recusal_has_its_reason",
                violation_error_code="reason",
                violation_error_message=_("Give the reason: it stays in the record."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.member_id}"
