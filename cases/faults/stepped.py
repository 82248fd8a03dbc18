"""A clock that can be stepped: the present instant and so many seconds, in every process of the proof.

Only the desk's clock is stepped. The scheduler keeps its own time, so that it goes on waking the desk.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

ENVIRONMENT = "DESK_FAULTS_CLOCK"
"""Names the file that holds the seconds."""


def install() -> None:
    """From here on, everything in this process reads the stepped clock."""
    path = Path(os.environ[ENVIRONMENT])
    timezone.now = lambda: _now(path)


def set_to(*, instant: datetime) -> None:
    """Steps the clock of every process to an instant; it goes on from there."""
    path = Path(os.environ[ENVIRONMENT])
    partial = path.with_suffix(".new")
    partial.write_text(repr((instant - datetime.now(UTC)).total_seconds()))
    os.replace(partial, path)


def _now(path: Path) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(path.read_text()))
