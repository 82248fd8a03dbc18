"""Wakes what goes out when a transaction has ended; nothing depends on the wake-up arriving."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def after_commit() -> None:
    """Delivery looks at the outbox as soon as the present transaction is committed, else at its next tick.

    However many letters a transaction writes, it wakes delivery once.
    """
    _once(_deliver)


def calls_after_commit() -> None:
    """The same for calls to other systems."""
    _once(_call)


def _once(wake: Callable[[], None]) -> None:
    if all(callback is not wake for _, callback, _ in transaction.get_connection().run_on_commit):
        transaction.on_commit(wake)


def _deliver() -> None:
    from notifications.tasks import deliver

    _enqueue(deliver)


def _call() -> None:
    from notifications.tasks import call

    _enqueue(call)


def _enqueue(task: Any) -> None:
    try:
        task.delay()
    except OperationalError as error:
        logger.warning("the broker does not answer, %s waits for its next tick: %s", task.name, error)
