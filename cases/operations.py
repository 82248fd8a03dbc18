"""How the desk itself stands: what those who run it look at, and what their machines read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cases.models import Deadline, RecordCheck, SweepRun
from compliance.rules.types import StepCode
from notifications import standing
from notifications.models import Notice
from notifications.standing import COUNTED, Outbox

_LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """The desk in numbers at one instant; each count goes up to ``standing.COUNTED``."""

    overdue: dict[str, int]
    """Open steps of requests whose last day has passed, by step."""
    last_run: SweepRun | None
    last_success: SweepRun | None
    last_check: RecordCheck | None
    outbox: Outbox
    failures: dict[str, int]
    """What went wrong and waits for somebody, by kind."""


def figures(*, on: date, at: datetime) -> Figures:
    """Reads everything anew; some fifteen queries, none of which looks at more than ``COUNTED`` rows."""
    outbox = standing.outbox(at=at)
    return Figures(
        overdue=_overdue(on),
        last_run=SweepRun.objects.order_by("-pk").first(),
        last_success=last_success(),
        last_check=RecordCheck.objects.order_by("-pk").first(),
        outbox=outbox,
        failures={
            "message_failed": outbox.failed,
            "message_came_back": outbox.came_back,
            "notice_unaddressed": Notice.objects.unaddressed()[:COUNTED].count(),
            "sweep_failed": SweepRun.objects.filter(started_at__gt=at - _LATELY).exclude(error="").count(),
        },
    )


def last_success() -> SweepRun | None:
    """The newest run of the engine that came to its end."""
    return SweepRun.objects.filter(error="", ended_at__isnull=False).order_by("-ended_at").first()


def _overdue(on: date) -> dict[str, int]:
    """By step; the partial index of open deadlines is walked from the oldest, and no further than the cap."""
    late = Deadline.objects.open_in_force().filter(due_on__lt=on)
    return {step.value: _counted(late.filter(step=step.value)) for step in StepCode}


def _counted(query: Any) -> int:
    count: int = query.order_by()[:COUNTED].count()
    return count
