"""The sheet of compliance matters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.models import ComplianceMatter
from cases.services.portfolio.column import Column, Kind, codes, officer, party

MATTERS = (
    Column(
        "reference",
        _("The reference that the matter keeps: capitals, digits, hyphens and dots, 20 at most."),
        "CM-2024-0007",
        Kind.NAME,
        required=True,
    ),
    party(_("The ISO code of the Party that it concerns.")),
    Column("title", _("What it concerns, in one line."), "Application of Article XIII", required=True),
    Column(
        "attention",
        _("How it came to the Secretariat's attention."),
        "REPORTS",
        Kind.CHOICE,
        required=True,
        choices=codes(ComplianceMatter.Attention),
        paragraph="Article XIII",
    ),
    Column("provisions", _("The provisions concerned."), "Article IV"),
    Column("significance", _("Why it matters, in words."), "Export quotas were exceeded.", Kind.TEXT),
    officer(),
    Column(
        "opened_on",
        _("The day on which it was opened; not in the future."),
        "2024-02-01",
        Kind.DAY,
        required=True,
        paragraph="Article XIII, paragraph 1",
    ),
    Column(
        "informed_on",
        _("The day on which the Party was informed; not before it was opened."),
        "2024-02-15",
        Kind.DAY,
        paragraph="Article XIII, paragraph 1",
    ),
    Column(
        "considered_on",
        _("The day from which it was considered with the Party; the Party was informed before."),
        "2024-04-01",
        Kind.DAY,
        paragraph="23 c)",
    ),
    Column(
        "consulted_on",
        _("The day on which the Chair was consulted."),
        "2024-06-01",
        Kind.DAY,
        paragraph="23 c)",
    ),
    Column(
        "chair_answer",
        _(
            "What the Chair answered; with its day. Empty: the Chair still finds the question among those to answer."
        ),
        "Bring it.",
        Kind.TEXT,
        paragraph="23 c)",
    ),
    Column(
        "chair_answered_on", _("The day of the Chair's answer."), "2024-06-10", Kind.DAY, paragraph="23 c)"
    ),
    Column(
        "brought_on",
        _(
            "The day on which it was brought to the Committee; the Chair was consulted before. "
            "Its members see it from the import on."
        ),
        "2024-09-01",
        Kind.DAY,
        paragraph="23 d)",
    ),
    Column(
        "brought_because",
        _("Which of the three reasons it was; needed where it was brought."),
        "NO_RESPONSE",
        Kind.CHOICE,
        choices=codes(ComplianceMatter.Because),
        paragraph="23 d)",
    ),
    Column(
        "grounds",
        _("Why no solution could be readily achieved; needed where it was brought."),
        "Two requests were not answered.",
        Kind.TEXT,
        paragraph="23 d)",
    ),
    Column(
        "brought_to",
        _("The code of the meeting, as in the reference data."),
        "SC78",
        Kind.NAME,
        paragraph="23 d)",
    ),
    Column("agenda_item", _("The agenda item."), "29.1"),
    Column("document_symbol", _("The symbol of the document."), "SC78 Doc. 33.1"),
    Column(
        "closed_on",
        _("The day on which it was closed; not before what came earlier."),
        "2025-03-01",
        Kind.DAY,
    ),
    Column(
        "closed_because",
        _("Why it was closed; needed where it was closed."),
        "RESOLVED",
        Kind.CHOICE,
        choices=codes(ComplianceMatter.Closing),
    ),
    Column(
        "closed_reason",
        _("The same in words; needed where it was closed."),
        "The permits were found.",
        Kind.TEXT,
    ),
)
