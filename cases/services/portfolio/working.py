"""Who works on an import: its reader where it is small, else a worker; and another where that one was killed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from celery import current_app
from django.db import DatabaseError, OperationalError
from django.utils import translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError

from cases.models import PortfolioImport
from cases.services.portfolio import checking, writing

logger = logging.getLogger(__name__)

SILENCE = timedelta(minutes=1)
"""Without a sign of life of its worker another takes an import up: a chunk takes seconds."""
SOON_BYTES = 64 * 1024
SOON_ROWS = 300
"""Files so small together are worked on while their reader waits. Our choice."""

State = PortfolioImport.State


def begin(*, portfolio: PortfolioImport, now: Callable[[], datetime]) -> None:
    """Goes on with a small import at once, else wakes a worker; nothing depends on the wake-up arriving."""
    size = sum(portfolio.files.values_list("size", flat=True))
    if size <= SOON_BYTES and max(portfolio.rows_in_all, portfolio.rows_read) <= SOON_ROWS:
        go_on(key=portfolio.pk, now=now)
        return
    try:
        current_app.send_task("cases.tasks.work_on_import", args=[portfolio.pk])
    except BrokerError as error:
        logger.warning("the broker does not answer, the import waits for the next tick: %s", error)


def go_on(*, key: int, now: Callable[[], datetime]) -> None:
    """Checks, or writes, until there is nothing to do; an import that cannot be worked on says so.

    ``now`` is the clock of whoever calls.
    """
    portfolio = PortfolioImport.objects.filter(pk=key).first()
    if portfolio is None:
        return
    try:
        if portfolio.state == State.CHECKING:
            checking.check(portfolio=portfolio, now=now)
        elif portfolio.state == State.IMPORTING:
            writing.write(portfolio=portfolio, at=now())
    except OperationalError:
        raise  # the database is away: whoever comes next goes on
    except (DatabaseError, OSError, ArithmeticError, LookupError, TypeError, ValueError):
        logger.exception("import %s cannot be worked on", key)
        with translation.override(portfolio.language):
            why = _(
                "The desk could not read these files to their end; nothing was imported. The log says why."
            )
        PortfolioImport.objects.under_way().filter(pk=key).update(
            state=State.FAILED, why_failed=why, finished_at=now()
        )


def take_up(*, now: Callable[[], datetime]) -> None:
    """Goes on with every import whose worker gives no sign of life."""
    silent = PortfolioImport.objects.under_way().filter(worked_at__lt=now() - SILENCE)
    for key in list(silent.order_by("pk").values_list("pk", flat=True)):
        go_on(key=key, now=now)
