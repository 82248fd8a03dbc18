"""A frozen message as mail: text first, HTML second, the PDF beside them; the same bytes each time it is made."""

from __future__ import annotations

import hashlib
from email.message import Message as Mime
from email.utils import formatdate
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from notifications import tracking
from notifications.models import Message

_KEEP_THE_MESSAGE_ID = {"postmark": {"X-PM-KeepID": "true"}}
"""What a provider must be told so that it does not give a letter an id of its own."""


def of(*, message: Message, connection: BaseEmailBackend | None) -> EmailMessage:
    """The mail of a message whose text is frozen."""
    mail = _SameEachTime(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.address],
        headers=_headers(message),
        connection=connection,
    )
    if settings.MAIL_PROVIDER:
        mail.metadata = {tracking.LETTER: message.message_id}  # type: ignore[attr-defined]  # anymail's
    if message.html:  # a letter that was frozen before letters had HTML has none
        mail.attach_alternative(message.html, "text/html")
    if message.pdf:
        mail.attach(message.pdf.name, bytes(message.pdf.content), "application/pdf")
    return mail


class _SameEachTime(EmailMultiAlternatives):
    """Parts are divided by a line made from the Message-ID: left to itself, the library would draw one by lot."""

    def message(self, **options: Any) -> Any:
        made: Mime = super().message(**options)
        divided = [part for part in made.walk() if part.is_multipart()]
        seed = hashlib.sha256(str(self.extra_headers["Message-ID"]).encode()).hexdigest()[:40]
        for number, part in enumerate(divided):
            part.set_boundary(f"=_{seed}_{number}")  # no encoding of a part writes "=_"
        return made


def _headers(message: Message) -> dict[str, str]:
    """The same on every attempt: all of it was frozen before the first."""
    thread = {"In-Reply-To": message.in_reply_to, "References": message.in_reply_to}
    return {
        "Message-ID": message.message_id,
        "Date": formatdate(message.frozen_at.timestamp()) if message.frozen_at else "",
        "Auto-Submitted": "auto-generated",
        **(thread if message.in_reply_to else {}),
        **({"Reply-To": message.reply_to} if message.reply_to else {}),
        **_KEEP_THE_MESSAGE_ID.get(settings.MAIL_PROVIDER, {}),
    }
