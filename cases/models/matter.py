"""Compliance matters under Article XIII, and the events of the public record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.models.meeting import Meeting, Precision
from cases.models.party import Party
from cases.querysets import MatterEventQuerySet, MatterQuerySet


class ComplianceMatter(models.Model):
    """One matter concerning one Party; it may gather any number of information requests."""

    class Origin(models.TextChoices):
        SECRETARIAT = "SECRETARIAT", _("The Secretariat's file")
        PUBLIC_RECORD = "PUBLIC_RECORD", _("Public record, see source")

    class Attention(models.TextChoices):
        """How the matter came to the Secretariat's attention (procedure, section 3)."""

        OWN_REVIEW = "OWN_REVIEW", _("The Secretariat's own review")
        PARTY_REFERRAL = "PARTY_REFERRAL", _("A Party's referral under paragraph 3 a) iv) or 5 b)")
        REPORTS = "REPORTS", _("Annual or illegal trade reports")
        INTERGOVERNMENTAL = "INTERGOVERNMENTAL", _("An intergovernmental source")
        NON_GOVERNMENTAL = "NON_GOVERNMENTAL", _("A non-governmental source")
        PRESS = "PRESS", _("A press report")

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="matters", verbose_name=_("Party"))
    title = models.CharField(_("title"), max_length=300)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin.choices, default=Origin.SECRETARIAT)
    attention = models.CharField(_("came to attention by"), max_length=20, choices=Attention.choices)
    public_source = models.CharField(_("public source"), max_length=500, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("case officer"),
    )
    opened_at = models.DateTimeField(_("opened at"))
    brought_on = models.DateField(_("brought to the Committee on"), null=True, blank=True)
    brought_to = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name=_("meeting")
    )
    grounds = models.TextField(_("grounds, paragraph 23 d)"), blank=True)

    objects = MatterQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("compliance matter")
        verbose_name_plural = _("compliance matters")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(origin="PUBLIC_RECORD") | ~models.Q(public_source=""),
                name="matter_public_record_has_source",
                violation_error_message=_("A matter of the public record names its source."),
            ),
            models.CheckConstraint(
                condition=models.Q(brought_on__isnull=True) | ~models.Q(grounds=""),
                name="matter_brought_with_grounds",
                violation_error_message=_(
                    "A matter is brought to the Committee with its grounds (paragraph 23 d))."
                ),
            ),
        ]
        indexes = [
            # read by the Committee's list
            models.Index(
                fields=["-brought_on", "-id"],
                condition=models.Q(brought_on__isnull=False),
                name="matter_brought",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class MatterEvent(models.Model):
    """Something that a public source tells of a matter, with that source and how exactly its date is known."""

    matter = models.ForeignKey(ComplianceMatter, models.CASCADE, related_name="events")
    on = models.DateField(_("date"))
    precision = models.CharField(
        _("precision"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    kind = models.CharField(_("kind"), max_length=40)
    text = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=500)
    note = models.TextField(_("note"), blank=True)

    objects = MatterEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=""), name="matter_event_has_source"),
        ]

    def __str__(self) -> str:
        return self.text
