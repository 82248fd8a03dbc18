"""A frozen message as mail: the same each time it is made."""

from __future__ import annotations

from email.utils import formatdate

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from notifications.models import Message


def of(*, message: Message, connection: BaseEmailBackend | None) -> EmailMessage:
    """The mail of a message whose text is frozen."""
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.address],
        headers=_headers(message),
        connection=connection,
    )


def _headers(message: Message) -> dict[str, str]:
    """The same on every attempt: all of it was frozen before the first."""
    thread = {"In-Reply-To": message.in_reply_to, "References": message.in_reply_to}
    return {
        "Message-ID": message.message_id,
        "Date": formatdate(message.frozen_at.timestamp()) if message.frozen_at else "",
        "Auto-Submitted": "auto-generated",
        **(thread if message.in_reply_to else {}),
    }
