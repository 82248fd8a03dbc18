"""The wake-ups of what goes out: each reads the clock and calls one service."""

from __future__ import annotations

from celery import shared_task

from compliance import clock
from notifications import delivery
from notifications.webhooks import calling, telling


@shared_task
def deliver() -> None:
    """Hands over everything that is waiting."""
    delivery.deliver(now=clock.now)


@shared_task
def call() -> None:
    """Makes every call to another system that is waiting, and says which endpoints were switched off."""
    calling.call(now=clock.now)
    telling.tell(at=clock.now())
