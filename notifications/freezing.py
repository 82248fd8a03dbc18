"""Fixes what a letter says and what it answers, once for all attempts."""

from __future__ import annotations

from datetime import datetime

from notifications import rendering
from notifications.models import Message


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
        answers = first.get((message.notice.request_id, message.address), "")
        message.in_reply_to = answers if answers != message.message_id else ""
    written = [message for message in fresh if message.pk not in faults]
    # A row whose lease ended meanwhile is another run's, and stays as that run froze it.
    mine = Message.objects.filter(claim=messages[0].claim)
    mine.bulk_update(written, ["subject", "body", "frozen_at", "in_reply_to"])
    return faults


def _first_letters(*, messages: list[Message]) -> dict[tuple[int, str], str]:
    """The Message-ID of the first letter about each request to each address: what a reader's program threads by."""
    rows = (
        Message.objects.filter(
            notice__request__in={message.notice.request_id for message in messages},
            address__in={message.address for message in messages},
        )
        .order_by("pk")
        .values_list("notice__request", "address", "message_id")
    )
    found: dict[tuple[int, str], str] = {}
    for request, address, message_id in rows:
        found.setdefault((request, address), message_id)
    return found
