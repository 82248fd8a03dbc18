"""The registry of letters: for each notice, to whom it goes.

The words are in ``templates/letters/``, in a folder for each language.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from compliance.rules.notices import NoticeCode

SOURCE_LANGUAGE = "en"
"""Every letter is kept in it; where a letter is not kept in its reader's language, this one is sent."""


class Recipient(models.TextChoices):
    """In what capacity somebody receives a letter."""

    PARTY = "PARTY", _("The Party")
    OFFICER = "OFFICER", _("The case officer")
    SUPERVISOR = "SUPERVISOR", _("The supervisors")
    CHAIR = "CHAIR", _("The Chair of the Standing Committee")
    STAFF = "STAFF", _("A colleague of the Secretariat")


class ActCode(StrEnum):
    """The notices that an act of somebody brings about, beside those of the calendar."""

    REQUEST_SENT = "REQUEST_SENT"
    REQUEST_WITHDRAWN = "REQUEST_WITHDRAWN"
    SUBMISSION_RECEIVED = "SUBMISSION_RECEIVED"
    INFORMATION_ASSESSED = "INFORMATION_ASSESSED"
    PARTY_REMINDED = "PARTY_REMINDED"
    MATTER_INFORMED = "MATTER_INFORMED"
    MATTER_REPORT_RECEIVED = "MATTER_REPORT_RECEIVED"
    CHAIR_CONSULTED = "CHAIR_CONSULTED"
    MAIL_NO_ANSWER = "MAIL_NO_ANSWER"
    DAILY_DIGEST = "DAILY_DIGEST"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: what it is about and who receives it."""

    code: str
    recipient: Recipient

    def template_in(self, language: str) -> str:
        """Its template in a language, which need not exist but in English: first line the subject, then the text."""
        return f"letters/{language}/{self.code.lower()}.{self.recipient.value.lower()}.txt"


_TO: dict[StrEnum, tuple[Recipient, ...]] = {
    ActCode.REQUEST_SENT: (Recipient.PARTY,),
    ActCode.REQUEST_WITHDRAWN: (Recipient.PARTY,),
    ActCode.SUBMISSION_RECEIVED: (Recipient.PARTY, Recipient.OFFICER),
    ActCode.INFORMATION_ASSESSED: (Recipient.PARTY,),
    ActCode.PARTY_REMINDED: (Recipient.PARTY,),
    ActCode.MATTER_INFORMED: (Recipient.PARTY,),
    ActCode.MATTER_REPORT_RECEIVED: (Recipient.PARTY, Recipient.OFFICER),
    ActCode.CHAIR_CONSULTED: (Recipient.CHAIR,),
    ActCode.MAIL_NO_ANSWER: (Recipient.PARTY,),
    ActCode.DAILY_DIGEST: (Recipient.STAFF,),
    NoticeCode.STEP_DUE_SOON: (Recipient.PARTY,),
    NoticeCode.RESPONSE_REMINDER: (Recipient.PARTY,),
    NoticeCode.STEP_OVERDUE: (Recipient.PARTY, Recipient.OFFICER),
    NoticeCode.APPROXIMATE_DATE_PASSED: (Recipient.PARTY, Recipient.OFFICER),
    NoticeCode.QUALIFIES_23D: (Recipient.OFFICER, Recipient.SUPERVISOR),
    NoticeCode.COMMITTEE_DEADLINE_SOON: (Recipient.PARTY,),
    NoticeCode.COMMITTEE_DEADLINE_OVERDUE: (Recipient.PARTY, Recipient.OFFICER),
}

REGISTRY: dict[tuple[str, Recipient], Letter] = {
    (code.value, recipient): Letter(code.value, recipient) for code, to in _TO.items() for recipient in to
}


def recipients(*, code: str) -> tuple[Recipient, ...]:
    """In which capacities people receive the letters of a notice."""
    return tuple(recipient for known, recipient in REGISTRY if known == code)


class NoticeKind(models.TextChoices):
    """The labels of the notices, for the record as people read it."""

    REQUEST_SENT = ActCode.REQUEST_SENT.value, _("Request sent")
    REQUEST_WITHDRAWN = ActCode.REQUEST_WITHDRAWN.value, _("Request withdrawn")
    SUBMISSION_RECEIVED = ActCode.SUBMISSION_RECEIVED.value, _("Answer received")
    INFORMATION_ASSESSED = ActCode.INFORMATION_ASSESSED.value, _("Information assessed")
    PARTY_REMINDED = ActCode.PARTY_REMINDED.value, _("Reminder by the Secretariat")
    STEP_DUE_SOON = NoticeCode.STEP_DUE_SOON.value, _("Reminder of a date")
    RESPONSE_REMINDER = NoticeCode.RESPONSE_REMINDER.value, _("Reminder of paragraph 32")
    STEP_OVERDUE = NoticeCode.STEP_OVERDUE.value, _("Step overdue")
    APPROXIMATE_DATE_PASSED = (
        NoticeCode.APPROXIMATE_DATE_PASSED.value,
        _("Date given by the Party has passed"),
    )
    QUALIFIES_23D = NoticeCode.QUALIFIES_23D.value, _("Qualifies under paragraph 23 d)")
    COMMITTEE_DEADLINE_SOON = (
        NoticeCode.COMMITTEE_DEADLINE_SOON.value,
        _("Reminder of a deadline of the Committee"),
    )
    COMMITTEE_DEADLINE_OVERDUE = (
        NoticeCode.COMMITTEE_DEADLINE_OVERDUE.value,
        _("Deadline of the Committee has passed"),
    )
    MATTER_INFORMED = ActCode.MATTER_INFORMED.value, _("Management Authority informed")
    MATTER_REPORT_RECEIVED = ActCode.MATTER_REPORT_RECEIVED.value, _("Report in a matter received")
    CHAIR_CONSULTED = ActCode.CHAIR_CONSULTED.value, _("Chair consulted")
    MAIL_NO_ANSWER = ActCode.MAIL_NO_ANSWER.value, _("A mail is no answer: where to answer")
    DAILY_DIGEST = ActCode.DAILY_DIGEST.value, _("Digest of the day")
