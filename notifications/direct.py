"""Mail that is no notice of a case: sent at once, and whoever asked for it is told whether it went."""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core import mail

from notifications import plain_text

logger = logging.getLogger(__name__)


def send(*, template: str, context: dict[str, str], to: str, language: str) -> bool:
    """Sends one plain letter; its template's first line is the subject. Returns whether a mail server took it."""
    subject, body = plain_text.render(template=template, context=context, language=language)
    message = mail.EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
    try:
        return bool(message.send())
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("a letter was not taken by the mail server: %s", type(error).__name__)
        return False
