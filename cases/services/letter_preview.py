"""The letter of a request before it is sent, exactly as it would be written on a day."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date

from cases.models import InformationRequest
from cases.services import letter_values
from compliance.rules import timeline
from compliance.rules.types import Outcome
from notifications import rendering, wording
from notifications.composing import compose
from notifications.formats import text
from notifications.letters import REGISTRY, ActCode, Recipient
from notifications.models import Notice, Wording


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
    language = wording.language_of(letter=letter, wanted=request.party.language)
    steps = timeline.timeline(rule_set=request.rule_set, sent_on=on, facts=(), on=on)
    standings = [step.standing for step in steps if step.standing.outcome is Outcome.OPEN]
    values = letter_values.of(
        notice=notice, standings=sorted(standings, key=lambda one: one.due_on), language=language
    )
    kept = Wording.objects.in_force(codes=[letter.code])
    words, _version = rendering.in_force(letter=letter, language=language, kept=kept)
    letter_parts = compose(letter=letter, words=words, values=values, language=language)
    return LetterToCome(letter_parts.subject, text.of(letter_parts), language, wanted=request.party.language)
