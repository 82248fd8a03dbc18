"""The wake-up of the engine: reads the clock, calls one service."""

from __future__ import annotations

from celery import shared_task

from cases.services import sweep as engine
from compliance import clock


@shared_task  # type: ignore[untyped-decorator]  # celery-types leaves decorators untyped
def sweep() -> None:
    """Issues the notices due today, at the seat of the Secretariat."""
    at = clock.now()
    engine.issue_due_notices(on=clock.legal_day(at=at), at=at)
