"""The sheets of information requests, of what came for them, and of what was made of that."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.models import Assessment, Submission
from cases.services.portfolio.column import Column, Kind, codes, officer, party
from compliance.rules import loader

REQUESTS = (
    Column(
        "reference",
        _(
            "The reference that the request keeps: capitals, digits, hyphens and dots, 20 at most; "
            "not one that is on record."
        ),
        "IR-2024-0012",
        Kind.NAME,
        required=True,
    ),
    party(_("The ISO code of the Party that was asked: one on record, or on the sheet of Parties.")),
    Column("subject", _("One line, as it stands in every letter."), "Export permits", required=True),
    Column(
        "questions",
        _("What the Party was asked."),
        "Which permits were issued in 2023?",
        Kind.TEXT,
        required=True,
    ),
    Column(
        "rule_set",
        _("The text that sets its dates, for good: the one that it was sent under."),
        loader.DEFAULT,
        Kind.CHOICE,
        required=True,
        choices=tuple(one.code for one in loader.all_rule_sets()),
        paragraph="23",
        field="rule_set_code",
    ),
    officer(),
    Column(
        "matter",
        _(
            "The reference of the matter that it belongs to: on record, or on the sheet of matters; of the same Party."
        ),
        "CM-2024-0007",
        Kind.NAME,
    ),
    Column(
        "follows",
        _(
            "The reference of the earlier request that it takes up: on record, or in a row above; to the same Party."
        ),
        "IR-2024-0003",
        Kind.NAME,
    ),
    Column(
        "sent_on",
        _("The day of the request, from which every period counts; not in the future. Empty: a draft."),
        "2024-03-05",
        Kind.DAY,
        paragraph="23 a)",
    ),
    Column(
        "withdrawn_on",
        _("The day on which it was withdrawn: on or after the day it was sent, not in the future."),
        "2024-05-01",
        Kind.DAY,
    ),
    Column(
        "withdrawal_reason",
        _("Why it was withdrawn; needed where it was."),
        "Answered in another matter.",
        Kind.TEXT,
    ),
)

SUBMISSIONS = (
    Column(
        "request",
        _("The reference of the request that it answers, on the sheet of requests; a request that was sent."),
        "IR-2024-0012",
        Kind.NAME,
        required=True,
    ),
    Column(
        "key",
        _("A name of your own for this submission, where an assessment is about it; no two have the same."),
        "IR-2024-0012-1",
    ),
    Column(
        "received_on",
        _("The day on which it reached the Secretariat: not before the request, not in the future."),
        "2024-04-02",
        Kind.DAY,
        required=True,
        paragraph="23 a)",
    ),
    Column(
        "channel", _("How it came. Empty: PAPER."), "PAPER", Kind.CHOICE, choices=codes(Submission.Channel)
    ),
    Column(
        "acknowledgement",
        _("yes where it acknowledges the request; that alone meets no step."),
        "no",
        Kind.YES_NO,
    ),
    Column(
        "approximate_date",
        _(
            "The day by which the Party says that it will give the information; "
            "not before the day on which it was given."
        ),
        "2024-08-01",
        Kind.DAY,
        paragraph="23 a)",
    ),
    Column(
        "justification",
        _("Why the information had not come, in the Party's words."),
        "The register was moved.",
        Kind.TEXT,
        paragraph="23 b)",
    ),
    Column(
        "information",
        _("Whether it carries information. Empty: NONE."),
        "COMPLETE",
        Kind.CHOICE,
        choices=codes(Submission.Information),
        paragraph="23 b)",
    ),
    Column(
        "text",
        _("The information in words, or where the letter is filed; needed where there is information."),
        "Twelve permits; letter of 28 March.",
        Kind.TEXT,
        paragraph="23 b)",
    ),
)

ASSESSMENTS = (
    Column(
        "submission",
        _("The key of the submission that it is about; one with all the information."),
        "IR-2024-0012-1",
        required=True,
        paragraph="23 d)",
    ),
    Column(
        "verdict",
        _("Whether the information is adequate."),
        "ADEQUATE",
        Kind.CHOICE,
        required=True,
        choices=codes(Assessment.Verdict),
        paragraph="23 d)",
    ),
    Column(
        "assessed_on",
        _("The day of the assessment: not before the information came, not in the future."),
        "2024-04-20",
        Kind.DAY,
        required=True,
        paragraph="23 d)",
    ),
    Column(
        "reasons",
        _("An assessment gives its reasons."),
        "Every question is answered.",
        Kind.TEXT,
        required=True,
        paragraph="23 d)",
    ),
    Column(
        "shared_with_party", _("no where the Party may not read the reasons. Empty: yes."), "yes", Kind.YES_NO
    ),
)
