"""Hands messages to the mail server: at least once each, every copy the same."""

from __future__ import annotations

import logging
import smtplib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formatdate

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from notifications import rendering
from notifications.models import Message

logger = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(minutes=10)
"""How long a claim holds: longer than a batch takes when every attempt times out."""
MAX_ATTEMPTS = 12
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one run did."""

    sent: int
    postponed: int
    failed: int


def deliver(*, now: Callable[[], datetime]) -> Delivered:
    """Sends what is due, batch after batch, until nothing is.

    ``now`` is the clock, read anew for each batch and each result.

    1. Claim a batch: its rows carry this run's claim and come back by themselves when the lease ends.
    2. One after the other, on one connection: freeze the text where there is none yet, and commit;
    3. hand it over; write down the result before the next.
    4. What did not go waits longer each time; after the last attempt it is on the list that staff see.
    """
    totals = Delivered(0, 0, 0)
    while claimed := _claim(at=now()):
        one = _send(messages=claimed, now=now)
        totals = Delivered(
            totals.sent + one.sent, totals.postponed + one.postponed, totals.failed + one.failed
        )
    return totals


def retry(*, message: Message, at: datetime) -> None:
    """Puts a message that was given up back in line, with its text and Message-ID as they are."""
    Message.objects.filter(pk=message.pk, state=Message.State.FAILED).update(
        state=Message.State.PENDING, attempts=0, not_before=at, claim=None
    )


def _claim(*, at: datetime) -> list[Message]:
    claim = uuid.uuid4()
    with transaction.atomic():
        ids = list(
            Message.objects.unsent()
            .filter(not_before__lte=at)
            .order_by("not_before", "pk")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:BATCH]
        )
        Message.objects.filter(pk__in=ids).update(
            claim=claim, not_before=at + LEASE, attempts=F("attempts") + 1
        )
    return list(Message.objects.filter(claim=claim).select_related("notice").order_by("pk"))


def _freeze(*, message: Message, at: datetime) -> None:
    """Renders the text, once for all attempts."""
    if message.frozen_at is None:
        message.subject, message.body = rendering.render(message=message)
        message.frozen_at = at
        message.save(update_fields=["subject", "body", "frozen_at"])


def _send(*, messages: list[Message], now: Callable[[], datetime]) -> Delivered:
    sent = postponed = failed = 0
    connection = mail.get_connection()
    lease_ends = now() + LEASE / 2
    try:
        for message in messages:
            if now() > lease_ends:
                break
            try:
                _freeze(message=message, at=now())
                _hand_over(message=message, connection=connection)
            except Exception as error:  # one bad letter or refusal must not stop the others
                connection.close()
                gone = _postpone(message=message, error=error, at=now())
                failed, postponed = failed + gone, postponed + (not gone)
            else:
                sent += _mark_sent(message=message, at=now())
    finally:
        connection.close()
    return Delivered(sent, postponed, failed)


def _hand_over(*, message: Message, connection: BaseEmailBackend) -> None:
    connection.open()
    email = mail.EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.address],
        headers={
            "Message-ID": message.message_id,
            "Date": formatdate(message.frozen_at.timestamp()) if message.frozen_at else "",
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    if not email.send():
        raise smtplib.SMTPException("the mail server took no recipient")


def _mark_sent(*, message: Message, at: datetime) -> bool:
    return bool(
        Message.objects.filter(pk=message.pk, claim=message.claim).update(
            state=Message.State.SENT, sent_at=at, claim=None, last_error=""
        )
    )


def _postpone(*, message: Message, error: Exception, at: datetime) -> bool:
    """Waits twice as long after each attempt; gives up after the last, or when told that the address is no use.

    Returns whether it gave up.
    """
    given_up = message.attempts >= MAX_ATTEMPTS or _is_final(error)
    wait = min(_FIRST_WAIT * 2 ** (message.attempts - 1), _LONGEST_WAIT)
    Message.objects.filter(pk=message.pk, claim=message.claim).update(
        state=Message.State.FAILED if given_up else Message.State.PENDING,
        not_before=at + wait,
        claim=None,
        last_error=f"{type(error).__name__}: {error}"[:2000],
    )
    # The server's own words can hold the address: they are on the case, and not in the log.
    logger.warning(
        "message %s not handed over, attempt %s: %s", message.pk, message.attempts, type(error).__name__
    )
    return given_up


def _is_final(error: Exception) -> bool:
    """Whether the mail server refused the recipient for good (a code of 5xx)."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in error.recipients.values())
