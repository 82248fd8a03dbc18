"""From a letter's template and its plain values to the text that is frozen and sent."""

from __future__ import annotations

from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from notifications.letters import REGISTRY, Recipient
from notifications.models import Message


def render(*, message: Message) -> tuple[str, str]:
    """The subject and the text of a message, in its language.

    The values are substituted as they are, never evaluated: a template tag in
    what somebody typed comes out as it was typed.
    """
    letter = REGISTRY[message.notice.code, Recipient(message.recipient)]
    with translation.override(message.language):
        template = get_template(letter.template).template
        text = template.render(Context(message.notice.context, autoescape=False))
    subject, _, body = text.lstrip().partition("\n")
    return " ".join(subject.split())[:500], body.strip() + "\n"
