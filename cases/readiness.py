"""Whether the desk does its work, part by part, in words for a machine's log: no address and no name in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection

from cases import operations
from compliance.celery import app
from notifications import standing

_WAIT_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the desk: whether it is well, and why that is said."""

    name: str
    well: bool
    why: str


def parts(*, at: datetime) -> tuple[Part, ...]:
    """The database, the broker, the engine and the outbox. Never raises for a part that is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        of_database = (Part("database", True, "answers"), _sweep(at), _letters(at))
    except DatabaseError as error:
        away = Part("database", False, f"does not answer ({type(error).__name__})")
        unknown = "not known: the database does not answer"
        of_database = (away, Part("sweep", False, unknown), Part("letters", False, unknown))
    return (*of_database, _broker())


def _sweep(at: datetime) -> Part:
    allowed = 2 * settings.SWEEP_EVERY_SECONDS + 600
    last = operations.last_success()
    if last is None or last.ended_at is None:
        return Part("sweep", False, "no sweep has come to its end yet")
    return _by_age("sweep", "the last sweep ended", at - last.ended_at, allowed)


def _letters(at: datetime) -> Part:
    since = standing.oldest_unsent_at(at=at)
    if since is None:
        return Part("letters", True, "none waits that nothing holds back")
    return _by_age(
        "letters", "the oldest unsent letter waits since", at - since, settings.LETTERS_LATE_SECONDS
    )


def _by_age(name: str, words: str, age: timedelta, allowed: int) -> Part:
    seconds = max(0, int(age.total_seconds()))
    return Part(name, seconds <= allowed, f"{words} {seconds} seconds ago; up to {allowed} are well")


def _broker() -> Part:
    try:
        waiting_wake_ups()
    except Exception as error:  # whatever the transport raises: the part is away, and its address is not said
        return Part("broker", False, f"does not answer ({type(error).__name__})")
    return Part("broker", True, "answers")


def waiting_wake_ups() -> int:
    """How many wake-ups no worker has taken yet. Raises: what the transport raises when no broker answers."""
    with app.connection_for_read(connect_timeout=_WAIT_SECONDS) as link, link.channel() as channel:
        return int(channel.client.llen(app.conf.task_default_queue))  # type: ignore[attr-defined]  # Redis' own
