"""Wakes delivery when a transaction has ended; nothing depends on the wake-up arriving."""

from __future__ import annotations

import logging
import time

from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds for which a broker that did not answer is not asked again: each time costs the sweep several."""
_silent_until = 0.0


def after_commit() -> None:
    """Delivery looks at the outbox as soon as the present transaction is committed, else at its next tick.

    However many letters a transaction writes, it wakes delivery once.
    """
    if all(callback is not _enqueue for _, callback, _ in transaction.get_connection().run_on_commit):
        transaction.on_commit(_enqueue)


def _enqueue() -> None:
    from notifications.tasks import deliver

    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        deliver.delay()
    except OperationalError as error:
        _silent_until = time.monotonic() + PATIENCE
        logger.warning("the broker does not answer, delivery waits for its next tick: %s", error)
