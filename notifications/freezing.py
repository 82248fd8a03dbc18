"""Fixes what a letter says and what it answers, once for all attempts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from notifications import rendering, reply_address
from notifications.models import Message, Notice


def freeze(*, messages: list[Message], at: datetime) -> dict[int, Exception]:
    """Writes the text of those messages of one claim that have none yet; returns the faults, by key.

    A letter that cannot be rendered is no reason to hold the others.
    """
    fresh = [message for message in messages if message.frozen_at is None]
    if not fresh:
        return {}
    first, faults = _first_letters(messages=fresh), {}
    for message in fresh:
        try:
            message.subject, message.body = rendering.render(message=message)
        except Exception as error:
            faults[message.pk] = error
            continue
        message.frozen_at = at
        answers = first.get((_thread(message.notice), message.address), "")
        message.in_reply_to = answers if answers != message.message_id else ""
        message.reply_to = reply_address.of(message=message)
    written = [message for message in fresh if message.pk not in faults]
    # A row whose lease ended meanwhile is another run's, and stays as that run froze it.
    mine = Message.objects.filter(claim=messages[0].claim)
    mine.bulk_update(written, ["subject", "body", "frozen_at", "in_reply_to", "reply_to"])
    return faults


Thread = tuple[int | None, int | None]
"""The request and the matter that a notice is about; one of them is None."""


def _thread(notice: Notice) -> Thread:
    return notice.request_id, notice.matter_id


def _first_letters(*, messages: list[Message]) -> dict[tuple[Thread, str], str]:
    """The Message-ID of the first letter of each thread to each address: what a reader's program threads by."""
    threads = [_thread(message.notice) for message in messages]
    rows = (
        Message.objects.filter(
            Q(notice__request__in={request for request, _ in threads if request})
            | Q(notice__matter__in={matter for _, matter in threads if matter}),
            address__in={message.address for message in messages},
        )
        .order_by("pk")
        .values_list("notice__request", "notice__matter", "address", "message_id")
    )
    found: dict[tuple[Thread, str], str] = {}
    for request, matter, address, message_id in rows:
        found.setdefault(((request, matter), address), message_id)
    return found
