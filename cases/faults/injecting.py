"""Everything that can go wrong beneath the desk, chosen by a seed and done while it works."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db import connection

from cases.faults import stepped
from cases.faults.machine import Machine, patiently
from compliance import clock
from compliance.servers import mail
from notifications.models import Notice


class Kind(StrEnum):
    """The faults of the promise, in its words."""

    WORKER_KILLED = "worker killed"
    BROKER_KILLED = "broker killed"
    BROKER_FLUSHED = "broker flushed"
    BROKER_EMPTY = "broker restarted empty"
    DATABASE_RESTARTED = "database restarted mid-sweep"
    TWO_BEATS = "two beats"
    OVERLAPPING_SWEEPS = "overlapping sweeps"
    MAIL_REFUSES = "mail server refuses with 451"
    MAIL_CLOSES = "mail server closes after DATA"
    MAIL_DOWN = "mail server down"
    CLOCK_BACK = "clock stepped back an hour"
    OUTAGE = "forty days of outage"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens, when (the share of the work that is done by then) and for how long."""

    kind: Kind
    after: float
    seconds: float


def choose(*, chance: random.Random, count: int, longest: float) -> list[list[Fault]]:
    """The faults in the order in which they land: those before the outage of forty days, and those after it.

    Each kind once before any comes again; an outage comes once.
    """
    kinds: list[Kind] = []
    while len(kinds) < count:
        again = [kind for kind in Kind if kind is not Kind.OUTAGE or kind not in kinds]
        kinds += chance.sample(again, len(again))
    kinds = kinds[:count]
    phases: list[list[Kind]] = [[]]
    for kind in kinds:
        if kind is Kind.OUTAGE:
            phases.append([])
        else:
            phases[-1].append(kind)
    return [_timed(chance, phase, longest) for phase in phases]


def _timed(chance: random.Random, kinds: list[Kind], longest: float) -> list[Fault]:
    """Spread over the work by chance; the sweep comes first, so what must hit one does too."""
    ordered = sorted(kinds, key=lambda kind: kind is not Kind.DATABASE_RESTARTED)
    moments = sorted(chance.uniform(0, 0.9) for _ in ordered)
    return [
        Fault(kind, moment, chance.uniform(longest / 3, longest))
        for kind, moment in zip(ordered, moments, strict=True)
    ]


def inject(*, fault: Fault, machine: Machine) -> None:
    """Makes it happen, and ends it where it has an end."""
    _HOW[fault.kind](machine, fault.seconds)


def _worker_killed(machine: Machine, seconds: float) -> None:
    machine.kill("worker-1")
    machine.begin("worker-1")


def _broker_killed(machine: Machine, seconds: float) -> None:
    machine.kill("broker")
    time.sleep(seconds)
    machine.begin("broker")


def _broker_flushed(machine: Machine, seconds: float) -> None:
    machine.flush_broker()


def _broker_empty(machine: Machine, seconds: float) -> None:
    machine.tree.end("broker")
    machine.begin("broker")


def _database_restarted(machine: Machine, seconds: float) -> None:
    """Waits for a moment at which a sweep is writing."""
    machine.sweep_now(times=1)
    end = time.monotonic() + seconds
    while time.monotonic() < end and not patiently(_sweep_is_writing):
        time.sleep(0.01)
    machine.restart_database()


def _sweep_is_writing() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() "
            "AND query LIKE 'INSERT INTO \"notifications_notice\"%'"
        )
        return bool(cursor.fetchone()[0]) or Notice.objects.unaddressed().exists()


def _two_beats(machine: Machine, seconds: float) -> None:
    """The second stays."""
    if all(program.name != "beat-2" for program, _ in machine.tree.running):
        machine.begin("beat-2")


def _overlapping_sweeps(machine: Machine, seconds: float) -> None:
    machine.sweep_now(times=4)


def _mail(how: str) -> Callable[[Machine, float], None]:
    def misbehave(machine: Machine, seconds: float) -> None:
        machine.mail_behaves(how)
        time.sleep(seconds)
        machine.mail_behaves(mail.ACCEPT)

    return misbehave


def _mail_down(machine: Machine, seconds: float) -> None:
    machine.kill("mail")
    time.sleep(seconds)
    machine.begin("mail")


def _clock_back(machine: Machine, seconds: float) -> None:
    """It goes on from there, into the day that it showed already."""
    stepped.set_to(instant=clock.now() - timedelta(hours=1))


_HOW: dict[Kind, Callable[[Machine, float], None]] = {
    Kind.WORKER_KILLED: _worker_killed,
    Kind.BROKER_KILLED: _broker_killed,
    Kind.BROKER_FLUSHED: _broker_flushed,
    Kind.BROKER_EMPTY: _broker_empty,
    Kind.DATABASE_RESTARTED: _database_restarted,
    Kind.TWO_BEATS: _two_beats,
    Kind.OVERLAPPING_SWEEPS: _overlapping_sweeps,
    Kind.MAIL_REFUSES: _mail(mail.REFUSE),
    Kind.MAIL_CLOSES: _mail(mail.CLOSE),
    Kind.MAIL_DOWN: _mail_down,
    Kind.CLOCK_BACK: _clock_back,
}
