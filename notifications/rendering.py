"""From a message to the text that is frozen and sent."""

from __future__ import annotations

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from notifications import plain_text
from notifications.letters import REGISTRY, SOURCE_LANGUAGE, Letter, Recipient
from notifications.models import Message


def render(*, message: Message) -> tuple[str, str]:
    """The subject and the text of a message, in its language where the letter is kept in it, else in English."""
    letter = REGISTRY[message.notice.code, Recipient(message.recipient)]
    language = language_of(letter=letter, wanted=message.language)
    return written(letter=letter, values=_values(message.notice.context, language), language=language)


def written(*, letter: Letter, values: dict[str, str], language: str) -> tuple[str, str]:
    """The subject and the text of a letter, from plain values."""
    return plain_text.render(template=letter.template_in(language), context=values, language=language)


def language_of(*, letter: Letter, wanted: str) -> str:
    """The language that a letter is written in for somebody who wants this one."""
    try:
        get_template(letter.template_in(wanted))
    except TemplateDoesNotExist:
        return SOURCE_LANGUAGE
    return wanted


def _values(context: dict[str, dict[str, str]], language: str) -> dict[str, str]:
    """Those of the language; a notice that was addressed before letters had languages has one set for all."""
    return context.get(language) or context.get(SOURCE_LANGUAGE) or context  # type: ignore[return-value]
