"""The columns of each sheet: stable codes, what goes in, the rule, and an example. The legend is made from this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Assessment, ComplianceMatter, Submission
from cases.models.party import Region
from cases.models.portfolio_import import Sheet
from compliance.rules import loader

Words = str | Promise


class Kind(StrEnum):
    """How a cell is read."""

    LINE = "LINE"
    TEXT = "TEXT"
    NAME = "NAME"
    """What rows are told apart by: capitals, digits, hyphens and dots."""
    EMAIL = "EMAIL"
    DAY = "DAY"
    YES_NO = "YES_NO"
    CHOICE = "CHOICE"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``field`` is the field of the record that it fills, where its name is another."""

    code: str
    rule: Words
    example: str
    kind: Kind = Kind.LINE
    required: bool = False
    choices: tuple[str, ...] = ()
    paragraph: str = ""
    field: str = ""

    @property
    def fills(self) -> str:
        return self.field or self.code


def _codes(choices: type[TextChoices]) -> tuple[str, ...]:
    return tuple(str(value) for value in choices.values)


_LANGUAGES = ("en", "fr", "es")
_NAME, _DAY, _TEXT, _CHOICE, _EMAIL = Kind.NAME, Kind.DAY, Kind.TEXT, Kind.CHOICE, Kind.EMAIL


def _language() -> Column:
    rule = _("The language of correspondence: en, fr or es. Empty: en.")
    return Column("language", rule, "fr", _CHOICE, choices=_LANGUAGES)


def _party(rule: Words) -> Column:
    return Column("party", rule, "XA", _NAME, required=True)


def _officer() -> Column:
    rule = _("The e-mail address of the case officer or supervisor who is responsible. Empty: you.")
    return Column("officer", rule, "officer@desk.example", _EMAIL)


COLUMNS: dict[Sheet, tuple[Column, ...]] = {
    Sheet.PARTIES: (
        Column("iso2", _("The ISO code of two letters, by which a Party is found."), "XA", _NAME, required=True),
        Column(
            "update",
            _("yes: the other cells of this row replace what is on record. Empty or no: a Party on record stays as it is."),
            "yes",
            Kind.YES_NO,
        ),
        Column("name_en", _("The name in English; a new Party needs it."), "Demonstration Party Alder"),
        Column("name_fr", _("The name in French; a new Party needs it."), "Partie de démonstration Alder"),
        Column("name_es", _("The name in Spanish; a new Party needs it."), "Parte de demostración Alder"),
        Column("region", _("The region of the Convention."), "EUROPE", _CHOICE, choices=_codes(Region)),
        Column("entered_into_force_on", _("The day of entry into force; it needs its source."), "1975-07-01", _DAY),
        Column("name_source", _("Where the names were read."), "cites.org, list of Parties"),
        Column("region_source", _("Where the region was read."), "cites.org, list of Parties"),
        Column("entry_source", _("Where the day of entry into force was read."), "cites.org, list of Parties"),
        _language(),
        Column("mailbox", _("The mailbox of the Management Authority: letters to the Party go there."), "ma@alder.example", _EMAIL),
    ),
    Sheet.FOCAL_POINTS: (
        _party(_("The ISO code of the Party: one on record, or on the sheet of Parties.")),
        Column("name", _("The person's name."), "Ada Alder", required=True),
        Column("email", _("The address to which letters go. No account is opened: invite the person for that."), "ada@alder.example", _EMAIL, required=True),
        Column("position", _("What they are."), "Head of the Management Authority"),
        _language(),
        Column("left_on", _("The day from which no letter goes to them, once it has come."), "2025-12-31", _DAY),
    ),
    Sheet.MATTERS: (
        Column("reference", _("The reference that the matter keeps: capitals, digits, hyphens and dots, 20 at most."), "CM-2024-0007", _NAME, required=True),
        _party(_("The ISO code of the Party that it concerns.")),
        Column("title", _("What it concerns, in one line."), "Application of Article XIII", required=True),
        Column("attention", _("How it came to the Secretariat's attention."), "REPORTS", _CHOICE, required=True, choices=_codes(ComplianceMatter.Attention), paragraph="Article XIII"),
        Column("provisions", _("The provisions concerned."), "Article IV"),
        Column("significance", _("Why it matters, in words."), "Export quotas were exceeded.", _TEXT),
        _officer(),
        Column("opened_on", _("The day on which it was opened; not in the future."), "2024-02-01", _DAY, required=True, paragraph="Article XIII, paragraph 1"),
        Column("informed_on", _("The day on which the Party was informed; not before it was opened."), "2024-02-15", _DAY, paragraph="Article XIII, paragraph 1"),
        Column("considered_on", _("The day from which it was considered with the Party; the Party was informed before."), "2024-04-01", _DAY, paragraph="23 c)"),
        Column("consulted_on", _("The day on which the Chair was consulted."), "2024-06-01", _DAY, paragraph="23 c)"),
        Column("chair_answer", _("What the Chair answered; with its day. Empty: the Chair still finds the question among those to answer."), "Bring it.", _TEXT, paragraph="23 c)"),
        Column("chair_answered_on", _("The day of the Chair's answer."), "2024-06-10", _DAY, paragraph="23 c)"),
        Column("brought_on", _("The day on which it was brought to the Committee; the Chair was consulted before. Its members see it from the import on."), "2024-09-01", _DAY, paragraph="23 d)"),
        Column("brought_because", _("Which of the three reasons it was; needed where it was brought."), "NO_RESPONSE", _CHOICE, choices=_codes(ComplianceMatter.Because), paragraph="23 d)"),
        Column("grounds", _("Why no solution could be readily achieved; needed where it was brought."), "Two requests were not answered.", _TEXT, paragraph="23 d)"),
        Column("brought_to", _("The code of the meeting, as in the reference data."), "SC78", _NAME, paragraph="23 d)"),
        Column("agenda_item", _("The agenda item."), "29.1"),
        Column("document_symbol", _("The symbol of the document."), "SC78 Doc. 33.1"),
        Column("closed_on", _("The day on which it was closed; not before what came earlier."), "2025-03-01", _DAY),
        Column("closed_because", _("Why it was closed; needed where it was closed."), "RESOLVED", _CHOICE, choices=_codes(ComplianceMatter.Closing)),
        Column("closed_reason", _("The same in words; needed where it was closed."), "The permits were found.", _TEXT),
    ),
    Sheet.REQUESTS: (
        Column("reference", _("The reference that the request keeps: capitals, digits, hyphens and dots, 20 at most; not one that is on record."), "IR-2024-0012", _NAME, required=True),
        _party(_("The ISO code of the Party that was asked: one on record, or on the sheet of Parties.")),
        Column("subject", _("One line, as it stands in every letter."), "Export permits", required=True),
        Column("questions", _("What the Party was asked."), "Which permits were issued in 2023?", _TEXT, required=True),
        Column("rule_set", _("The text that sets its dates, for good: the one that it was sent under."), loader.DEFAULT, _CHOICE, required=True, choices=tuple(one.code for one in loader.all_rule_sets()), paragraph="23", field="rule_set_code"),
        _officer(),
        Column("matter", _("The reference of the matter that it belongs to: on record, or on the sheet of matters; of the same Party."), "CM-2024-0007", _NAME),
        Column("follows", _("The reference of the earlier request that it takes up: on record, or in a row above; to the same Party."), "IR-2024-0003", _NAME),
        Column("sent_on", _("The day of the request, from which every period counts; not in the future. Empty: a draft."), "2024-03-05", _DAY, paragraph="23 a)"),
        Column("withdrawn_on", _("The day on which it was withdrawn: on or after the day it was sent, not in the future."), "2024-05-01", _DAY),
        Column("withdrawal_reason", _("Why it was withdrawn; needed where it was."), "Answered in another matter.", _TEXT),
    ),
    Sheet.SUBMISSIONS: (
        Column("request", _("The reference of the request that it answers, on the sheet of requests; a request that was sent."), "IR-2024-0012", _NAME, required=True),
        Column("key", _("A name of your own for this submission, where an assessment is about it; no two have the same."), "IR-2024-0012-1"),
        Column("received_on", _("The day on which it reached the Secretariat: not before the request, not in the future."), "2024-04-02", _DAY, required=True, paragraph="23 a)"),
        Column("channel", _("How it came. Empty: PAPER."), "PAPER", _CHOICE, choices=_codes(Submission.Channel)),
        Column("acknowledgement", _("yes where it acknowledges the request; that alone meets no step."), "no", Kind.YES_NO),
        Column("approximate_date", _("The day by which the Party says that it will give the information; not before the day on which it was given."), "2024-08-01", _DAY, paragraph="23 a)"),
        Column("justification", _("Why the information had not come, in the Party's words."), "The register was moved.", _TEXT, paragraph="23 b)"),
        Column("information", _("Whether it carries information. Empty: NONE."), "COMPLETE", _CHOICE, choices=_codes(Submission.Information), paragraph="23 b)"),
        Column("text", _("The information in words, or where the letter is filed; needed where there is information."), "Twelve permits; letter of 28 March.", _TEXT, paragraph="23 b)"),
    ),
    Sheet.ASSESSMENTS: (
        Column("submission", _("The key of the submission that it is about; one with all the information."), "IR-2024-0012-1", required=True, paragraph="23 d)"),
        Column("verdict", _("Whether the information is adequate."), "ADEQUATE", _CHOICE, required=True, choices=_codes(Assessment.Verdict), paragraph="23 d)"),
        Column("assessed_on", _("The day of the assessment: not before the information came, not in the future."), "2024-04-20", _DAY, required=True, paragraph="23 d)"),
        Column("reasons", _("An assessment gives its reasons."), "Every question is answered.", _TEXT, required=True, paragraph="23 d)"),
        Column("shared_with_party", _("no where the Party may not read the reasons. Empty: yes."), "yes", Kind.YES_NO),
    ),
}  # fmt: skip
LEGEND = "legend"
"""The sheet that explains the others; an import passes over it."""


def column(sheet: Sheet, code: str) -> Column | None:
    """The column of a sheet by its code; None where there is none."""
    return next((one for one in COLUMNS[sheet] if one.code == code), None)


def of_field(sheet: Sheet, field: str | None) -> Column | None:
    """The column that fills a field of the record."""
    return next((one for one in COLUMNS[sheet] if one.fills == field), None)


def missing(sheet: Sheet, codes: Iterable[str]) -> list[str]:
    """The required columns that a header does not have."""
    there = set(codes)
    return [one.code for one in COLUMNS[sheet] if one.required and one.code not in there]


def sheet_named(title: str) -> Sheet | None:
    """The sheet that a title means: the title of a worksheet, or how the name of a CSV file begins."""
    name = title.strip().lower().replace("-", "_").replace(" ", "_")
    return next((one for one in Sheet if name == one.value or name.startswith(f"{one.value}_")), None)


def legend() -> list[tuple[Sheet, Column]]:
    """Every column with its sheet, in order."""
    return [(sheet, one) for sheet, found in COLUMNS.items() for one in found]


def as_data(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON holds them; what is empty is left out."""
    kept = {code: value for code, value in values.items() if value not in (None, "")}
    return {code: value.isoformat() if hasattr(value, "isoformat") else value for code, value in kept.items()}
