"""From what was gathered to the report in one language, as plain values."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from cases import dates
from cases.meeting_report import chronology, sections, wording
from cases.meeting_report.gathering import Material, MatterFile
from cases.meeting_report.values import MatterPart, Report, Table
from compliance.rules.stage_table import Stage


def build(*, material: Material, language: str, symbol: str, issued: bool) -> Report:
    """The report as values in one language; ``symbol`` is the document's, as it is cited."""
    with translation.override(language):
        return _report(material, language, symbol, issued)


def _report(material: Material, language: str, symbol: str, issued: bool) -> Report:
    day = dates.plain(material.on)
    ordered = sorted(material.files, key=lambda one: (one.matter.party.name, one.matter.reference))
    return Report(
        lang=language,
        organisation=_("Convention on International Trade in Endangered Species of Wild Fauna and Flora"),
        meeting=f"{material.meeting.get_body_display()}. {wording.meeting(material.meeting)}",
        symbol=symbol,
        title=_("Compliance matters: report of the Secretariat"),
        state="" if issued else _("Draft of the Secretariat of %(day)s. It was not issued.") % {"day": day},
        facts=tuple(_facts(material)),
        introduction=tuple(_introduction(material)),
        contents=_("Contents"),
        overview_heading=_("Overview"),
        overview=_overview(ordered),
        matters=tuple(_matter(one, material) for one in ordered),
        empty=_("No compliance matter is before the Committee, and none was closed since the last meeting."),
        footer=f"{symbol}, {day}",
    )


def _facts(material: Material) -> Iterator[tuple[str, str]]:
    yield _("Made under"), _("Resolution Conf. 11.3, paragraph 24, as proposed in SC78 Doc. 37, Annex")
    yield _("As known on"), dates.in_full(material.on)
    if material.since:
        words = _("Matters before the Committee, and those closed since %(meeting)s")
        yield _("What it covers"), words % {"meeting": material.since.code}
    else:
        yield _("What it covers"), _("Matters before the Committee, and those that were closed")


def _introduction(material: Material) -> Iterator[str]:
    yield _(
        "For each compliance matter this report gives its stage and chronology, the information requests "
        "with the way in which each was answered, the measures in force, and the draft recommendations."
    )
    yield _(
        "Correspondence between the Secretariat and a Party is confidential. The report says when a "
        "communication was received and which step it met; it does not quote it."
    )
    yield _(
        "“Not received” says only that, by the day given above, nothing had come that meets the step. "
        "The absence of a response is not a refusal to respond."
    )
    yield _(
        "Periods count from the date of each request, at the seat of the Secretariat. Titles, grounds and "
        "texts stand in the language in which they were written."
    )


def _overview(files: list[MatterFile]) -> Table:
    return Table(
        caption=_("The matters of this report"),
        columns=(_("Matter"), _("Party"), _("Subject"), _("Stage"), _("Measures in force")),
        rows=tuple(
            (
                one.matter.reference,
                one.matter.party.name,
                one.matter.title,
                wording.stage(one.matter),
                str(sum(measure.ends_on is None for measure in one.measures)),
            )
            for one in files
        ),
    )


def _matter(file: MatterFile, material: Material) -> MatterPart:
    matter = file.matter
    parts = [
        chronology.section(file),
        sections.requests(file, on=material.on),
        sections.measures(file),
        sections.deadlines(file, on=material.on),
    ]
    if matter.stage != Stage.CLOSED:
        parts.append(sections.recommendations(file))
    return MatterPart(
        reference=matter.reference,
        heading=f"{matter.party.name}: {matter.title} ({matter.reference})",
        facts=tuple((label, text) for label, text in _of_the_matter(file) if text),
        sections=tuple(parts),
    )


def _of_the_matter(file: MatterFile) -> Iterator[tuple[str, str]]:
    matter = file.matter
    yield _("Stage"), wording.stage(matter)
    yield _("Brought on"), wording.brought(matter)
    yield _("Reason, paragraph 23 d)"), str(matter.get_brought_because_display())
    yield _("Came to attention by"), str(matter.get_attention_display())
    yield _("Provisions"), matter.provisions
    species = (
        f"{one.name} ({one.get_appendix_display()})" if one.appendix else one.name for one in file.species
    )
    yield _("Species"), ", ".join(species)
