"""Parties to the Convention and the people who speak for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.querysets import FocalPointQuerySet, PartyQuerySet

MADE_UP_CODES = tuple(f"X{chr(letter)}" for letter in range(ord("A"), ord("Z") + 1))
"""ISO's user-assigned codes XA to XZ: no State has one, so only made-up Parties do."""


class Region(models.TextChoices):
    """The six regions of the Convention."""

    AFRICA = "AFRICA", _("Africa")
    ASIA = "ASIA", _("Asia")
    CENTRAL_SOUTH_AMERICA_CARIBBEAN = (
        "CENTRAL_SOUTH_AMERICA_CARIBBEAN",
        _("Central and South America and the Caribbean"),
    )
    EUROPE = "EUROPE", _("Europe")
    NORTH_AMERICA = "NORTH_AMERICA", _("North America")
    OCEANIA = "OCEANIA", _("Oceania")


class Party(models.Model):
    """A Party to the Convention, with the source of each field that was read somewhere."""

    iso2 = models.CharField(_("ISO code"), max_length=2, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_es = models.CharField(_("name in Spanish"), max_length=200)
    region = models.CharField(_("region"), max_length=40, choices=Region.choices)
    entered_into_force_on = models.DateField(_("entry into force"), null=True, blank=True)
    name_source = models.CharField(_("source of the names"), max_length=300, blank=True)
    region_source = models.CharField(_("source of the region"), max_length=300, blank=True)
    entry_source = models.CharField(_("source of the entry into force"), max_length=300, blank=True)
    language = models.CharField(_("language of correspondence"), max_length=2, default="en")
    mailbox = models.EmailField(_("mailbox of the Management Authority"), blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered twice, see")
    )
    """The entry that is kept, where this one turned out to be the same Party entered twice."""

    objects = PartyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("Party")
        verbose_name_plural = _("Parties")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(iso2__regex=r"^[A-Z]{2}$"),
                name="party_iso2_is_two_capitals",
                violation_error_code="iso2",
                violation_error_message=_("An ISO code is two capital letters."),
            ),
            models.CheckConstraint(
                condition=models.Q(entered_into_force_on__isnull=True) | ~models.Q(entry_source=""),
                name="party_entry_has_source",
                violation_error_code="entry_source",
                violation_error_message=_("A date of entry into force is shown only with its source."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return str(getattr(self, f"name_{(get_language() or 'en')[:2]}", "") or self.name_en)

    @property
    def is_made_up(self) -> bool:
        """Whether this Party exists for demonstrations only."""
        return self.iso2 in MADE_UP_CODES

    @property
    def name_is_confirmed(self) -> bool:
        return "to be confirmed" not in self.name_source


class FocalPoint(models.Model):
    """A person to whom letters for a Party go, whether or not they have an account."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="focal_points", verbose_name=_("Party"))
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    position = models.CharField(_("position"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    left_on = models.DateField(_("left on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered twice, see")
    )

    objects = FocalPointQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "email"],
                condition=models.Q(left_on__isnull=True),
                name="focal_point_once_for_each_party",
                violation_error_code="email",
                violation_error_message=_("This person is already a focal point of the Party."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
