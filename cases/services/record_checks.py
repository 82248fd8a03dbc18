"""The record, walked by the clock and written down, so that a fault is seen without anybody asking."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from cases.models import RecordCheck
from cases.record import protected, triggers, verification

logger = logging.getLogger(__name__)

KEPT = 400
"""Walks that are kept: more than a year of one a night."""


def check(*, at: datetime, now: Callable[[], datetime]) -> RecordCheck:
    """Walks the chain to its end and writes down what was found: the first fault, or sleeping triggers, or nothing.

    ``at`` is the present instant; ``now`` the clock, read when it ends.
    """
    verdict = verification.verify()
    asleep = triggers.unguarded(tables=[table.table for table in protected.guarded()])
    fault = str(verdict.fault) if verdict.fault else ""
    if not fault and asleep:
        fault = f"no trigger guards {', '.join(asleep)}"
    found = RecordCheck.objects.create(
        started_at=at,
        ended_at=now(),
        links=verdict.head.position,
        unsealed=verdict.unsealed,
        fault=fault[:500],
    )
    if fault:
        logger.error("the record is not what it was: %s", fault)
    RecordCheck.objects.filter(pk__lte=found.pk - KEPT).delete()
    return found
