"""Compliance matters under Article XIII, and the events of the public record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.matter_querysets import SpeciesQuerySet
from cases.models.meeting import Meeting, Precision
from cases.models.party import Party
from cases.querysets import MatterEventQuerySet, MatterQuerySet
from compliance.rules.stage_table import STAGE_WORDS, Stage


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

    class Because(models.TextChoices):
        """Why a matter is brought to the Committee (paragraph 23 d))."""

        NO_RESPONSE = "NO_RESPONSE", _("No response was received")
        NO_ADEQUATE_RESPONSE = "NO_ADEQUATE_RESPONSE", _("No adequate response was received")
        NO_SOLUTION = "NO_SOLUTION", _("A solution cannot be readily achieved")

    class Closing(models.TextChoices):
        """Why a matter was closed (procedure, section 3)."""

        RESOLVED = "RESOLVED", _("Resolved")
        UNFOUNDED = "UNFOUNDED", _("Withdrawn as unfounded or trivial")
        MEASURES_WITHDRAWN = "MEASURES_WITHDRAWN", _("The measures were withdrawn")

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
    stage = models.CharField(
        _("stage"),
        max_length=20,
        choices=[(stage.value, _(words)) for stage, words in STAGE_WORDS.items()],
        default=Stage.IDENTIFICATION.value,
    )
    """Written by ``cases.services.matter_stages`` alone; the public record has none and stays at its default."""
    provisions = models.CharField(_("provisions"), max_length=500, blank=True)
    significance = models.TextField(_("significance"), blank=True)
    related = models.ManyToManyField("self", blank=True, verbose_name=_("related matters"))
    brought_on = models.DateField(_("brought to the Committee on"), null=True, blank=True)
    brought_to = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name=_("meeting")
    )
    grounds = models.TextField(_("grounds, paragraph 23 d)"), blank=True)
    brought_because = models.CharField(
        _("brought because"), max_length=24, choices=Because.choices, blank=True
    )
    agenda_item = models.CharField(_("agenda item"), max_length=40, blank=True)
    document_symbol = models.CharField(_("document"), max_length=60, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_because = models.CharField(_("closed because"), max_length=20, choices=Closing.choices, blank=True)

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
            models.CheckConstraint(
                condition=~models.Q(stage__in=["BEFORE_COMMITTEE", "MEASURES", "MONITORING"])
                | models.Q(brought_on__isnull=False),
                name="matter_before_committee_was_brought",
                violation_error_message=_("The Secretariat brings a matter to the Committee first."),
            ),
            models.CheckConstraint(
                condition=models.Q(stage="CLOSED", closed_on__isnull=False)
                | models.Q(~models.Q(stage="CLOSED"), closed_on__isnull=True, closed_because=""),
                name="matter_closed_has_its_day",
                violation_error_message=_("A matter that is closed has the day and the reason."),
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


class SpeciesConcerned(models.Model):
    """A species, or a higher taxon, that a matter is about; the name is free, as the source writes it."""

    class Appendix(models.TextChoices):
        ONE = "I", _("Appendix I")
        TWO = "II", _("Appendix II")
        THREE = "III", _("Appendix III")
        SEVERAL = "SEVERAL", _("Several Appendices")

    matter = models.ForeignKey(ComplianceMatter, models.CASCADE, related_name="species")
    name = models.CharField(_("name"), max_length=200)
    appendix = models.CharField(_("Appendix"), max_length=8, choices=Appendix.choices, blank=True)

    objects = SpeciesQuerySet.as_manager()

    class Meta:
        verbose_name = _("species concerned")
        verbose_name_plural = _("species concerned")
        constraints = [
            models.UniqueConstraint(fields=["matter", "name"], name="species_once_in_a_matter"),
        ]

    def __str__(self) -> str:
        return self.name


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
