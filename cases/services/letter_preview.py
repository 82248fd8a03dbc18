"""The letter of a request before it is sent, exactly as it would be written on a day."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date

from cases.models import InformationRequest
from cases.services import letter_values
from compliance.rules import timeline
from compliance.rules.types import Outcome
from notifications import rendering
from notifications.letters import REGISTRY, ActCode, Recipient
from notifications.models import Notice


@dataclass(frozen=True, slots=True)
class LetterToCome:
    """``language`` is that of the text; ``wanted`` the Party's, where the letter is not kept in it."""

    subject: str
    body: str
    language: str
    wanted: str

    @property
    def is_fallback(self) -> bool:
        return self.language != self.wanted


def of_draft(*, request: InformationRequest, on: date) -> LetterToCome:
    """What goes to the Party's mailbox if a draft is sent on the day ``on``, in its language of correspondence.

    Nothing is kept: the request and the notice behind the letter are copies in memory.
    """
    as_sent = copy.copy(request)
    as_sent.sent_on = on
    notice = Notice(code=ActCode.REQUEST_SENT.value, request=as_sent, about_on=on, issued_on=on)
    letter = REGISTRY[ActCode.REQUEST_SENT.value, Recipient.PARTY]
    language = rendering.language_of(letter=letter, wanted=request.party.language)
    steps = timeline.timeline(rule_set=request.rule_set, sent_on=on, facts=(), on=on)
    standings = [step.standing for step in steps if step.standing.outcome is Outcome.OPEN]
    values = letter_values.of(
        notice=notice, standings=sorted(standings, key=lambda one: one.due_on), language=language
    )
    subject, body = rendering.written(letter=letter, values=values, language=language)
    return LetterToCome(subject, body, language, wanted=request.party.language)
