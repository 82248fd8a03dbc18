"""From a message to the letter that is frozen and sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from notifications import wording
from notifications.composing import Composed, Values, compose
from notifications.letters import REGISTRY, SOURCE_LANGUAGE, Letter, Recipient
from notifications.models import Message, Wording
from notifications.wording import Words
from notifications.wording_models import Key

Kept = Mapping[Key, Wording]
"""The versions in force: ``Wording.objects.in_force()``."""


def letter_of(message: Message) -> Letter:
    """What the registry says of the letter that a message is."""
    return REGISTRY[message.notice.code, Recipient(message.recipient)]


def of_message(*, message: Message, kept: Kept) -> tuple[Composed, Wording | None]:
    """The letter in its reader's language, or in English where it is not kept in it; and the version that it is of."""
    letter = letter_of(message)
    language = wording.language_of(letter=letter, wanted=message.language)
    words, version = in_force(letter=letter, language=language, kept=kept)
    values = _values(message.notice.context, language)
    return compose(letter=letter, words=words, values=values, language=language), version


def in_force(*, letter: Letter, language: str, kept: Kept) -> tuple[Words, Wording | None]:
    """The wording of a letter: the version that staff keep, or the one that ships.

    Raises: LookupError where none ships in the language.
    """
    version = kept.get((letter.code, letter.recipient.value, language))
    if version and not version.ships:
        return Words(version.subject, version.body), version
    words = wording.shipped(letter, language)
    if words is None:
        raise LookupError(f"{letter.key} is not kept in {language!r}")
    return words, version


def _values(context: Mapping[str, Any], language: str) -> Values:
    """Those of the language; a notice that was addressed before letters had languages has one set for all."""
    return context.get(language) or context.get(SOURCE_LANGUAGE) or context
