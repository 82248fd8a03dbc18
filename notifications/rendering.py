"""From a message to the text that is frozen and sent."""

from __future__ import annotations

from notifications import plain_text
from notifications.letters import REGISTRY, Recipient
from notifications.models import Message


def render(*, message: Message) -> tuple[str, str]:
    """The subject and the text of a message, in its language."""
    letter = REGISTRY[message.notice.code, Recipient(message.recipient)]
    return plain_text.render(
        template=letter.template, context=message.notice.context, language=message.language
    )
