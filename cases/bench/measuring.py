"""What something cost: seconds on the clock, of this process and of its database session, and statements."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import connection

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, and how many statements were sent."""

    wall: float
    client_cpu: float
    server_cpu: float
    queries: int

    def shown(self) -> dict[str, float | int]:
        return {
            "wall_seconds": round(self.wall, 4),
            "client_cpu_seconds": round(self.client_cpu, 4),
            "server_cpu_seconds": round(self.server_cpu, 4),
            "queries": self.queries,
        }


@dataclass
class Counted:
    """Statements so far."""

    queries: int = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.queries += 1
        return execute(sql, *rest)


@contextmanager
def counting() -> Iterator[Counted]:
    """Counts the statements of this thread's connection."""
    counted = Counted()
    with connection.execute_wrapper(counted):
        yield counted


def cost_of(act: Callable[[], object]) -> Cost:
    """Does something once, and says what it cost."""
    server = _server_session()
    wall, client, at_server = time.perf_counter(), time.process_time(), _cpu_of(server)
    with counting() as counted:
        act()
    return Cost(
        wall=time.perf_counter() - wall,
        client_cpu=time.process_time() - client,
        server_cpu=_cpu_of(server) - at_server,
        queries=counted.queries,
    )


def least(costs: list[Cost]) -> Cost:
    """The best of several rounds: what the work itself takes, with the least of what else went on."""
    best = min(costs, key=lambda cost: cost.wall)
    return replace(best, server_cpu=min(cost.server_cpu for cost in costs))


def peak_memory() -> int:
    """The most that this process has held at once, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _server_session() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _cpu_of(process: int) -> float:
    """User and system time of a process of this machine, in seconds."""
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICKS
