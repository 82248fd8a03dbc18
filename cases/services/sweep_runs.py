"""The sweep as it runs in earnest: written down, so that somebody sees that it ran and how long it took."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime

from cases.models import SweepRun
from cases.services import sweep
from cases.services.sweep import Swept

KEPT = 1000
"""Runs that are kept: some six weeks of one an hour."""


def run(
    *,
    on: date,
    at: datetime,
    now: Callable[[], datetime],
    watched: AbstractContextManager[object] | None = None,
) -> Swept:
    """Sweeps for a day at the seat and writes down the run; what went wrong is raised again.

    ``at`` is the present instant; ``now`` the clock, read when it ends;
    ``watched`` is entered around the engine alone.
    """
    written = SweepRun.objects.create(on=on, started_at=at)
    try:
        with watched or nullcontext():
            swept = sweep.issue_due_notices(on=on, at=at)
    except Exception as error:
        SweepRun.objects.filter(pk=written.pk).update(ended_at=now(), error=type(error).__name__[:200])
        raise
    SweepRun.objects.filter(pk=written.pk).update(ended_at=now(), notices_created=swept.notices_created)
    _forget_old(newest=written)
    return swept


def _forget_old(*, newest: SweepRun) -> None:
    SweepRun.objects.filter(pk__lte=newest.pk - KEPT).delete()
