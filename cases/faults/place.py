"""Where a proof runs: a folder with a PostgreSQL, a broker, a mail server and a clock of its own.

The proof runs in a child process whose settings name these servers alone.
Nothing can be given to it, so it can touch nothing else; and before it writes a
word the child asks the database server for its folder, and refuses where that
is not the one that was made for this run.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from django.db import connection

from cases.faults import stepped
from compliance.servers import ports, postgresql
from compliance.servers.postgresql import Server

INSIDE = "DESK_FAULTS_FOLDER"
"""In the child's environment: the folder of the run."""


class NotOurOwn(Exception):
    """The database is not one that was made for this run: nothing was touched."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of a run and the ports of its servers."""

    folder: Path
    database_port: int
    broker_port: int
    mail_port: int

    @property
    def database(self) -> Server:
        return Server(
            self.folder / "postgresql", self.database_port, settings=postgresql.OUTLIVES_THE_PROCESS
        )

    @property
    def mail(self) -> Path:
        return self.folder / "mail"

    def environment(self) -> Mapping[str, str]:
        """The settings of every process of the run."""
        return {
            INSIDE: str(self.folder),
            "DESK_FAULTS_PORTS": f"{self.database_port} {self.broker_port} {self.mail_port}",
            stepped.ENVIRONMENT: str(self.folder / "clock"),
            "DESK_MODE": "embedded",
            "DESK_VAR_DIR": str(self.folder / "var"),
            "DOCUMENTS_DIR": str(self.folder / "documents"),
            "SITE_URL": "http://localhost",
            "DATABASE_URL": f"postgres://desk@127.0.0.1:{self.database_port}/desk",
            "BROKER_URL": f"redis://127.0.0.1:{self.broker_port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "MAIL_BACKEND": "",
            "DELIVERY_PAUSED": "false",
            "WORKING_HOURS": "",
            "LOG_LEVEL": "WARNING",
        }


def run_inside(*, words: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Makes a place, runs a management command in it, and removes the place; returns how it ended.

    Raises: postgresql.Missing; RuntimeError where PostgreSQL does not start.
    """
    _end_in_order()
    with _made() as place:
        manage = str(Path(__file__).resolve().parents[2] / "manage.py")
        child = subprocess.Popen(  # noqa: S603  (this project's own command, with arguments of its own)
            [sys.executable, manage, *words],
            env={**os.environ, **place.environment(), **(environment or {})},
        )
        try:
            return child.wait()
        finally:
            child.terminate()
            child.wait()


def inside() -> Place | None:
    """The place that this process was started in; None outside of one.

    Raises: NotOurOwn where the database is another's.
    """
    if INSIDE not in os.environ:
        return None
    _end_in_order()
    place = Place(Path(os.environ[INSIDE]), *(int(port) for port in os.environ["DESK_FAULTS_PORTS"].split()))
    require_our_own(place=place)
    return place


def require_our_own(*, place: Place) -> None:
    """Raises: NotOurOwn unless the database that the settings name keeps its data in the folder of the run."""
    if connection.vendor != "postgresql":
        raise NotOurOwn("the database is not the PostgreSQL of this run: nothing was touched")
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        found = Path(cursor.fetchone()[0])
    if found != place.database.data:
        raise NotOurOwn(f"the database in {found} was not made for this run: nothing was touched")


def _end_in_order() -> None:
    """When told to end, ends what was started first: no server is left behind."""

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, end)


@contextmanager
def _made() -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="desk-faults-"))
    place = Place(folder, ports.free_port(), ports.free_port(), ports.free_port())
    try:
        place.database.create()
        yield place
    finally:
        if place.database.data.exists():
            place.database.kill()
        shutil.rmtree(folder, ignore_errors=True)
