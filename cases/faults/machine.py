"""The desk as it runs, and what can be done to it: programs started, killed and started again."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import redis
from django.db import InterfaceError, OperationalError, connection

from cases.faults.app import VARIANT, app
from cases.faults.place import Place
from compliance import broker
from compliance.processes import Program, Tree
from compliance.servers import mail

T = TypeVar("T")
_WORKERS = ("worker-1", "worker-2")
_ATTEMPTS = 60


@dataclass(slots=True)
class Machine:
    """Two workers, a beat or two, the broker and the mail server of one place."""

    place: Place
    variant: str
    sweep_every: int
    tree: Tree = field(init=False)
    started_again: int = 0

    def __post_init__(self) -> None:
        environment = {
            VARIANT: self.variant,
            "SWEEP_EVERY_SECONDS": str(self.sweep_every),
            "DELIVERY_EVERY_SECONDS": "1",
        }
        self.tree = Tree(logs=self.place.folder / "log", environment=environment)

    def start(self) -> None:
        """Everything, each before what relies on it."""
        for name in ("mail", "broker", *_WORKERS, "beat-1"):
            self.begin(name)

    def stop(self) -> None:
        """Everything, as an outage does: nothing is told beforehand."""
        for program, _ in list(self.tree.running):
            self.tree.end(program.name, number=signal.SIGKILL)

    def begin(self, name: str) -> None:
        self.tree.start(self._program(name))

    def kill(self, name: str) -> None:
        self.tree.end(name, number=signal.SIGKILL)

    def keep_running(self) -> None:
        """Starts again what ended by itself, as a supervisor of processes does."""
        for program in self.tree.ended():
            self.started_again += 1
            self.tree.start(program)

    def flush_broker(self) -> None:
        redis.Redis(port=self.place.broker_port).flushall()

    def restart_database(self) -> None:
        """A crash: every connection is cut, and the server recovers."""
        self.place.database.kill()
        self.place.database.start()

    def sweep_now(self, *, times: int) -> None:
        """Asks for sweeps at the same moment."""
        for _ in range(times):
            app.send_task("cases.tasks.sweep")

    def mail_behaves(self, how: str) -> None:
        mail.behave(folder=self.place.mail, how=how)

    def _program(self, name: str) -> Program:
        celery = (sys.executable, "-m", "celery", "-A", "cases.faults.app")
        if name == "mail":
            command = mail.command(python=sys.executable, port=self.place.mail_port, folder=self.place.mail)
            return Program(name, command, self.place.mail_port)
        if name == "broker":
            port = self.place.broker_port
            return Program(name, broker.command(port=port, folder=self.place.folder / "broker"), port)
        if name.startswith("beat"):
            schedule = str(Path(self.place.folder, name))
            return Program(name, (*celery, "beat", "--schedule", schedule, "--pidfile", ""))
        options = ("--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING")
        return Program(name, (*celery, "worker", *options, "--hostname", f"{name}@%h", "--without-mingle"))


def patiently(ask: Callable[[], T]) -> T:
    """Asks the database, again where it was cut off: it is restarted while the proof runs.

    Raises: OperationalError where it does not come back.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return ask()
        except (OperationalError, InterfaceError):
            connection.close()
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.5)
    raise AssertionError("unreachable")  # pragma: no cover
