"""Parties, people, meetings and what staff keep for themselves, as lists to take away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases import people
from cases.exports.lists import BOTH_SIDES, EVERYBODY, STAFF, Column, List, column, party, worded
from cases.models import FocalPoint, InternalNote, Meeting, Party, RequestTemplate

PARTIES = List(
    name="parties",
    title=_("Parties"),
    readers=STAFF,
    found=lambda actor: Party.objects.visible_to(actor).select_related("merged_into"),
    columns=(
        column("iso2", _("ISO code")),
        column("name_en", _("Name in English")),
        column("name_fr", _("Name in French")),
        column("name_es", _("Name in Spanish")),
        column("name_source", _("Source of the names")),
        worded("region", _("Region")),
        column("region_source", _("Source of the region")),
        column("entered_into_force_on", _("Entry into force")),
        column("entry_source", _("Source of the entry into force")),
        column("language", _("Language of correspondence")),
        column("mailbox", _("Mailbox of the Management Authority")),
        column("merged_into", _("Entered twice, see"), "merged_into.iso2"),
    ),
)

FOCAL_POINTS = List(
    name="focal_points",
    title=_("Focal points"),
    readers=BOTH_SIDES,
    found=lambda actor: FocalPoint.objects.visible_to(actor).select_related("party", "merged_into"),
    columns=(
        *party(),
        column("name", _("Name")),
        column("email", _("E-mail address")),
        column("position", _("Position")),
        column("language", _("Language")),
        column("left_on", _("Left on")),
        column("merged_into", _("Entered twice, see"), "merged_into.email", readers=STAFF),
    ),
)

MEETINGS = List(
    name="meetings",
    title=_("Meetings"),
    readers=EVERYBODY,
    found=lambda actor: Meeting.objects.visible_to(actor),
    columns=(
        column("code", _("Code")),
        worded("body", _("Body")),
        column("starts_on", _("First day")),
        column("ends_on", _("Last day")),
        worded("precision", _("Precision")),
        column("place", _("Place")),
        column("document_deadline_on", _("Document deadline")),
        column("source", _("Source")),
    ),
)

PEOPLE = List(
    name="people",
    title=_("People"),
    readers=BOTH_SIDES,
    found=lambda actor: people.present(actor=actor),
    columns=(
        column("name", _("Name"), "user.name"),
        column("email", _("E-mail address"), "user.email"),
        worded("role", _("Role")),
        *party(),
        column("team", _("Team"), "team.name", readers=STAFF),
        column("started_at", _("Since")),
    ),
)

TEMPLATES = List(
    name="templates",
    title=_("Templates of requests"),
    readers=STAFF,
    found=lambda actor: RequestTemplate.objects.visible_to(actor),
    columns=(
        column("name", _("Name")),
        column("rule_set", _("Rule set"), "rule_set_code"),
        *(
            column(f"{field}_{language}", label)
            for language, subject, questions in (
                ("en", _("Subject in English"), _("Questions in English")),
                ("fr", _("Subject in French"), _("Questions in French")),
                ("es", _("Subject in Spanish"), _("Questions in Spanish")),
            )
            for field, label in (("subject", subject), ("questions", questions))
        ),
        column("retired_on", _("Retired on")),
    ),
)


def _named(note: Any) -> str:
    return "; ".join(one.user.name for one in note.mentions.all())


NOTES = List(
    name="notes",
    title=_("Internal notes"),
    readers=STAFF,
    found=lambda actor: (
        InternalNote.objects.visible_to(actor)
        .select_related("request__party", "written_by")
        .prefetch_related("mentions__user")
    ),
    of_request="request",
    of_matter="request__matter",
    columns=(
        column("request", _("Request"), "request.reference"),
        *party("request.party"),
        column("written_at", _("Written at")),
        column("written_by", _("Written by"), "written_by.name"),
        column("text", _("Note")),
        Column("named", _("Whom it names"), _named),
    ),
)

LISTS = (PARTIES, FOCAL_POINTS, MEETINGS, PEOPLE, TEMPLATES)
