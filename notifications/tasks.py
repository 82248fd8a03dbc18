"""The wake-up of delivery: reads the clock, calls one service."""

from __future__ import annotations

from celery import shared_task

from compliance import clock
from notifications import delivery


@shared_task
def deliver() -> None:
    """Hands over everything that is waiting."""
    delivery.deliver(now=clock.now)
