"""The desk's Celery application under the stepped clock: ``celery -A cases.faults.app worker``."""

from __future__ import annotations

import os

from celery.signals import beat_init, worker_init

from cases.faults import stepped
from compliance.celery import app

__all__ = ["app"]

VARIANT = "DESK_FAULTS_VARIANT"


@worker_init.connect
@beat_init.connect
def begin(**kwargs: object) -> None:
    """Puts the clock in place, and the naive engine where that is what is tried."""
    stepped.install()
    if os.environ.get(VARIANT) == "naive":
        from cases.faults import naive

        naive.install()
