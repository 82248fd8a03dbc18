"""The registry of letters: for each notice, to whom it goes, when, by which paragraph, and what it can name.

The words are in ``templates/letters/``, in a folder for each language, and in the
versions that staff keep (``notifications.wording``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

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
    MATTER_BROUGHT = "MATTER_BROUGHT"
    MEASURE_DECIDED = "MEASURE_DECIDED"
    MEASURE_WITHDRAWN = "MEASURE_WITHDRAWN"
    MAIL_NO_ANSWER = "MAIL_NO_ANSWER"
    DAILY_DIGEST = "DAILY_DIGEST"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: what it is about, who receives it, when and why, and the variables that its wording may name.

    A ``formal`` one goes with a PDF on letterhead.
    """

    code: str
    recipient: Recipient
    when: Any
    paragraph: str
    variables: tuple[str, ...]
    formal: bool = False

    @property
    def key(self) -> str:
        """Its name in addresses and files."""
        return f"{self.code.lower()}.{self.recipient.value.lower()}"

    @property
    def to_party(self) -> bool:
        return self.recipient is Recipient.PARTY

    @property
    def label(self) -> Any:
        return NoticeKind(self.code).label


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
    MATTER_BROUGHT = ActCode.MATTER_BROUGHT.value, _("Matter brought to the Committee")
    MEASURE_DECIDED = ActCode.MEASURE_DECIDED.value, _("Measure decided")
    MEASURE_WITHDRAWN = ActCode.MEASURE_WITHDRAWN.value, _("Measure ended")
    MAIL_NO_ANSWER = ActCode.MAIL_NO_ANSWER.value, _("A mail is no answer: where to answer")
    DAILY_DIGEST = ActCode.DAILY_DIGEST.value, _("Digest of the day")


_OF_REQUEST = ("reference", "party", "subject", "officer", "sent_on", "about_on", "issued_on", "rule_set")
_OF_MATTER = ("reference", "party", "title", "about_on", "issued_on")
_FROM_HERE = {
    Recipient.PARTY: ("answer_url", "party_url"),
    Recipient.OFFICER: ("secretariat_url",),
    Recipient.SUPERVISOR: ("secretariat_url",),
}


def _request(
    code: StrEnum,
    *to: Recipient,
    when: Any,
    paragraph: str,
    names: tuple[str, ...] = (),
    formal: bool = False,
) -> tuple[Letter, ...]:
    """The letters of a notice about a request; the open dates can stand in each."""
    return tuple(
        Letter(
            code.value,
            one,
            when,
            paragraph,
            (*_OF_REQUEST, *names, "dates", "no_dates", *_FROM_HERE[one]),
            formal=formal and one is Recipient.PARTY,
        )
        for one in to
    )


def _matter(
    code: StrEnum, *to: Recipient, when: Any, paragraph: str, names: tuple[str, ...], formal: bool = False
) -> tuple[Letter, ...]:
    """The letters of a notice about a matter."""
    address = {
        Recipient.PARTY: "party_url",
        Recipient.OFFICER: "secretariat_url",
        Recipient.CHAIR: "chair_url",
    }
    return tuple(
        Letter(
            code.value,
            one,
            when,
            paragraph,
            (*_OF_MATTER, *names, address[one]),
            formal=formal and one is Recipient.PARTY,
        )
        for one in to
    )


_PARTY, _OFFICER = Recipient.PARTY, Recipient.OFFICER
_LETTERS = (
    *_request(
        ActCode.REQUEST_SENT,
        _PARTY,
        when=_("When the request is sent"),
        paragraph="Article XIII; Conf. 11.3, 23 a)",
        names=("questions",),
        formal=True,
    ),
    *_request(
        NoticeCode.STEP_DUE_SOON,
        _PARTY,
        when=_("14 days before a date"),
        paragraph="Conf. 11.3, 23 a) and b)",
        names=("step",),
    ),
    *_request(
        NoticeCode.RESPONSE_REMINDER,
        _PARTY,
        when=_("Three months after the request, where no complete information has come"),
        paragraph="SC78 Doc. 37, 32",
        names=("step",),
        formal=True,
    ),
    *_request(
        NoticeCode.STEP_OVERDUE,
        _PARTY,
        _OFFICER,
        when=_("The day after a date, where its step is not met"),
        paragraph="Conf. 11.3, 23 a) and b); SC78 Doc. 37, 31",
        names=("step",),
        formal=True,
    ),
    *_request(
        NoticeCode.APPROXIMATE_DATE_PASSED,
        _PARTY,
        _OFFICER,
        when=_("The day after the date that the Party gave, where the information is not complete"),
        paragraph="Conf. 11.3, 23 a)",
        names=("step",),
        formal=True,
    ),
    *_request(
        NoticeCode.QUALIFIES_23D,
        _OFFICER,
        Recipient.SUPERVISOR,
        when=_("The day after the last date, where no adequate response has come"),
        paragraph="Conf. 11.3, 23 d)",
        names=("step",),
    ),
    *_request(
        ActCode.SUBMISSION_RECEIVED,
        _PARTY,
        _OFFICER,
        when=_("When an answer is received"),
        paragraph="Conf. 11.3, 23",
        names=("carried",),
    ),
    *_request(
        ActCode.INFORMATION_ASSESSED,
        _PARTY,
        when=_("When the Secretariat has assessed the information"),
        paragraph="Conf. 11.3, 23 d)",
        names=("verdict", "reasons"),
    ),
    *_request(
        ActCode.PARTY_REMINDED,
        _PARTY,
        when=_("When staff remind the Party"),
        paragraph="SC78 Doc. 37, 31",
        names=("step",),
    ),
    *_request(
        ActCode.REQUEST_WITHDRAWN,
        _PARTY,
        when=_("When the request is withdrawn"),
        paragraph="Article XIII",
        names=("reasons",),
        formal=True,
    ),
    *_request(
        ActCode.MAIL_NO_ANSWER,
        _PARTY,
        when=_("When a mail has arrived that no step is met by"),
        paragraph="Conf. 11.3, 23",
    ),
    *_matter(
        ActCode.MATTER_INFORMED,
        _PARTY,
        when=_("When the Management Authority is informed of a matter"),
        paragraph="Article XIII, 1",
        names=("text",),
        formal=True,
    ),
    *_matter(
        ActCode.CHAIR_CONSULTED,
        Recipient.CHAIR,
        when=_("When the Chair is consulted"),
        paragraph="Conf. 11.3, 23 c)",
        names=("text",),
    ),
    *_matter(
        ActCode.MATTER_BROUGHT,
        _PARTY,
        when=_("When the matter is brought to the Standing Committee"),
        paragraph="Conf. 11.3, 23 d)",
        names=("because", "meeting"),
        formal=True,
    ),
    *_matter(
        ActCode.MEASURE_DECIDED,
        _PARTY,
        when=_("When a measure of the last 90 days is recorded, whose day is known"),
        paragraph="Conf. 14.3, Guide",
        names=("measure", "text", "meeting", "notification"),
        formal=True,
    ),
    *_matter(
        ActCode.MEASURE_WITHDRAWN,
        _PARTY,
        when=_("When it is recorded that a measure ended in the last 90 days"),
        paragraph="Conf. 14.3, Guide",
        names=("measure", "reasons", "notification"),
        formal=True,
    ),
    *_matter(
        NoticeCode.COMMITTEE_DEADLINE_SOON,
        _PARTY,
        when=_("14 days before a deadline of the Committee"),
        paragraph="Conf. 14.3, Guide",
        names=("what", "why"),
    ),
    *_matter(
        NoticeCode.COMMITTEE_DEADLINE_OVERDUE,
        _PARTY,
        _OFFICER,
        when=_("The day after a deadline of the Committee, where no complete report has come"),
        paragraph="Conf. 14.3, Guide",
        names=("what", "why"),
        formal=True,
    ),
    *_matter(
        ActCode.MATTER_REPORT_RECEIVED,
        _PARTY,
        _OFFICER,
        when=_("When a report in a matter is received"),
        paragraph="Article XIII, 2",
        names=("kind", "documents"),
    ),
    Letter(
        ActCode.DAILY_DIGEST.value,
        Recipient.STAFF,
        _("Each working day, to whoever wishes one digest"),
        "",
        ("name", "count", "about_on", "until", "lines", "notices_url", "profile_url"),
    ),
)
REGISTRY: dict[tuple[str, Recipient], Letter] = {(one.code, one.recipient): one for one in _LETTERS}
BY_KEY: dict[str, Letter] = {one.key: one for one in _LETTERS}


def recipients(*, code: str) -> tuple[Recipient, ...]:
    """In which capacities people receive the letters of a notice."""
    return tuple(recipient for known, recipient in REGISTRY if known == code)
