"""Hands messages to the mail server: at least once each, every copy the same."""

from __future__ import annotations

import logging
import smtplib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q

from notifications import freezing, mailing, pausing, working_day
from notifications.models import Message

logger = logging.getLogger(__name__)

BATCH = 50
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

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(self.sent + other.sent, self.postponed + other.postponed, self.failed + other.failed)


class _CannotConnect(Exception):
    """No mail server answers: nothing about any one letter."""


def deliver(*, now: Callable[[], datetime]) -> Delivered:
    """Sends what is due, batch after batch, until nothing is.

    ``now`` is the clock, read anew for each batch and each result.

    1. Claim a batch of what is not held by a pause: its rows carry this run's
       claim and come back by themselves when the lease ends.
    2. Freeze the text of each that has none yet, and commit.
    3. One after the other, on one connection for the whole run, hand over; write
       down the result before the next.
    4. What did not go waits longer each time, until the Party's working day;
       after the last attempt it is on the list that staff see.
    5. Where no mail server answers, the batch waits and the run ends: the rest
       is not tried in vain.
    """
    total, connection = Delivered(0, 0, 0), mail.get_connection()
    try:
        while claimed := _claim(at=now()):
            done, goes_on = _send(messages=claimed, connection=connection, now=now)
            total += done
            if not goes_on:
                break
    finally:
        connection.close()
    return total


def retry(*, message: Message, at: datetime) -> None:
    """Puts a message that was given up back in line, with its text and Message-ID as they are."""
    retry_all(messages=[message.pk], at=at)


def retry_all(*, messages: Sequence[int], at: datetime) -> int:
    """Puts those of these messages that were given up back in line; returns how many."""
    return (
        Message.objects.failed()
        .filter(pk__in=messages)
        .update(state=Message.State.PENDING, attempts=0, not_before=at, claim=None)
    )


def _claim(*, at: datetime) -> list[Message]:
    held = pausing.held()
    if held is None:
        return []
    claim = uuid.uuid4()
    with transaction.atomic():
        ids = list(
            Message.objects.due(at=at)
            .exclude(held)
            .select_for_update(skip_locked=True, of=("self",))
            .values_list("pk", flat=True)[:BATCH]
        )
        Message.objects.filter(pk__in=ids).update(
            claim=claim, not_before=at + LEASE, attempts=F("attempts") + 1
        )
    claimed = Message.objects.filter(pk__in=ids, claim=claim)
    return list(claimed.select_related("notice").order_by("pk"))


def _send(
    *, messages: list[Message], connection: BaseEmailBackend, now: Callable[[], datetime]
) -> tuple[Delivered, bool]:
    """What became of a batch, and whether a mail server answers so that the run can go on."""
    lease_ends = now() + LEASE / 2
    total = Delivered(0, 0, 0)
    faults = freezing.freeze(messages=messages, at=now())
    for index, message in enumerate(messages):
        if now() > lease_ends:
            _release(messages=messages[index:], at=now())
            break
        try:
            if message.pk in faults:
                raise faults[message.pk]
            _hand_over(message=message, connection=connection)
        except _CannotConnect as error:
            return total + _postpone_all(messages=messages[index:], error=error, at=now()), False
        except Exception as error:  # one bad letter or refusal must not stop the others
            connection.close()
            total += _postpone_all(messages=[message], error=error, at=now())
        else:
            total += Delivered(_mark_sent(message=message, at=now()), 0, 0)
    return total, True


def _hand_over(*, message: Message, connection: BaseEmailBackend) -> None:
    try:
        connection.open()
    except OSError as error:  # of which every fault of smtplib is one
        raise _CannotConnect(f"{type(error).__name__}: {error}") from error
    email = mailing.of(message=message, connection=connection)
    if not email.send():
        raise smtplib.SMTPException("the mail server took no recipient")


def _mark_sent(*, message: Message, at: datetime) -> bool:
    return bool(
        _still_claimed(message=message).update(
            state=Message.State.SENT, sent_at=at, claim=None, last_error=""
        )
    )


def _postpone_all(*, messages: list[Message], error: Exception, at: datetime) -> Delivered:
    failed = sum(_postpone(message=message, error=error, at=at) for message in messages)
    return Delivered(0, len(messages) - failed, failed)


def _postpone(*, message: Message, error: Exception, at: datetime) -> bool:
    """Waits twice as long after each attempt; gives up after the last, or when told that the address is no use.

    Returns whether it gave up.
    """
    given_up = message.attempts >= MAX_ATTEMPTS or _is_final(error)
    wait = min(_FIRST_WAIT * 2 ** (message.attempts - 1), _LONGEST_WAIT)
    said = str(error) if isinstance(error, _CannotConnect) else f"{type(error).__name__}: {error}"
    _still_claimed(message=message).update(
        state=Message.State.FAILED if given_up else Message.State.PENDING,
        not_before=working_day.opens(at=at + wait, zone=message.time_zone),
        claim=None,
        last_error=said[:2000],
    )
    # The server's own words can hold the address: they are on the case, and not in the log.
    logger.warning(
        "message %s not handed over, attempt %s: %s", message.pk, message.attempts, type(error).__name__
    )
    return given_up


def _release(*, messages: list[Message], at: datetime) -> None:
    """Gives back what this run claimed and did not try."""
    mine = Q(pk__in=[message.pk for message in messages], claim=messages[0].claim)
    Message.objects.filter(mine).update(claim=None, not_before=at, attempts=F("attempts") - 1)


def _still_claimed(*, message: Message) -> Any:
    """The row, unless its lease ended meanwhile and another run has it."""
    return Message.objects.filter(pk=message.pk, claim=message.claim)


def _is_final(error: Exception) -> bool:
    """Whether the mail server refused the recipient for good (a code of 5xx)."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in error.recipients.values())
