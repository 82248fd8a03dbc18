"""Answers kept under the keys that programs give, so that a change sent twice is made once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from cases.models import KeptAnswer

KEPT = timedelta(days=1)
"""How long a key is remembered; our choice."""


def begin(*, membership_id: int, key: str, asked: str, at: datetime) -> tuple[KeptAnswer, bool]:
    """Takes a key, in the caller's transaction; gives what is kept under it, and whether it is new.

    Whoever comes with the same key while the first is at work waits until that
    one's transaction ends. ``asked`` is a digest of what is asked.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a key is kept in the transaction of its change")
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(membership_id=membership_id, key=key, asked=asked, made_at=at)
    except IntegrityError:
        return KeptAnswer.objects.get(membership_id=membership_id, key=key), False
    return kept, True


def keep(*, kept: KeptAnswer, status: int, headers: dict[str, str], body: str) -> None:
    """Puts the answer under its key."""
    kept.status, kept.headers, kept.body = status, headers, body
    kept.save(update_fields=["status", "headers", "body"])


def forget(*, before: datetime) -> int:
    """Removes what was kept before an instant; gives how many."""
    return KeptAnswer.objects.filter(made_at__lt=before).delete()[0]
