"""The sheets of Parties and of focal points."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.models.party import Region
from cases.services.portfolio.column import Column, Kind, codes, language, party

PARTIES = (
    Column(
        "iso2", _("The ISO code of two letters, by which a Party is found."), "XA", Kind.NAME, required=True
    ),
    Column(
        "update",
        _(
            "yes: the other cells of this row replace what is on record. Empty or no: a Party on record stays as it is."
        ),
        "yes",
        Kind.YES_NO,
    ),
    Column("name_en", _("The name in English; a new Party needs it."), "Demonstration Party Alder"),
    Column("name_fr", _("The name in French; a new Party needs it."), "Partie de démonstration Alder"),
    Column("name_es", _("The name in Spanish; a new Party needs it."), "Parte de demostración Alder"),
    Column("region", _("The region of the Convention."), "EUROPE", Kind.CHOICE, choices=codes(Region)),
    Column(
        "entered_into_force_on",
        _("The day of entry into force; it needs its source."),
        "1975-07-01",
        Kind.DAY,
    ),
    Column("name_source", _("Where the names were read."), "cites.org, list of Parties"),
    Column("region_source", _("Where the region was read."), "cites.org, list of Parties"),
    Column("entry_source", _("Where the day of entry into force was read."), "cites.org, list of Parties"),
    language(),
    Column(
        "mailbox",
        _("The mailbox of the Management Authority: letters to the Party go there."),
        "ma@alder.example",
        Kind.EMAIL,
    ),
)

FOCAL_POINTS = (
    party(_("The ISO code of the Party: one on record, or on the sheet of Parties.")),
    Column("name", _("The person's name."), "Ada Alder", required=True),
    Column(
        "email",
        _("The address to which letters go. No account is opened: invite the person for that."),
        "ada@alder.example",
        Kind.EMAIL,
        required=True,
    ),
    Column("position", _("What they are."), "Head of the Management Authority"),
    language(),
    Column(
        "left_on", _("The day from which no letter goes to them, once it has come."), "2025-12-31", Kind.DAY
    ),
)
