"""Real servers for the tests: PostgreSQL, a Redis-protocol broker and an SMTP server, started where none is given.

Loaded by pytest before Django's settings are read (``-p tests.services`` in
pyproject.toml). ``DATABASE_URL`` and ``BROKER_URL``, where they are set, are used
as they are.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from compliance.servers import postgresql
from tests.services import addresses, broker

_STARTED = "DESK_TEST_SERVICES"
"""The folder of the servers. Whoever sets it beforehand has prepared everything: servers, pages' files, catalogues."""
_running = contextlib.ExitStack()


def _begin() -> bool:
    """Chooses addresses and puts them into the environment; the servers start in ``pytest_configure``.

    Whether there is anything to start.
    """
    if _STARTED in os.environ:
        return False
    os.environ[_STARTED] = tempfile.mkdtemp(prefix="desk-tests-")
    os.environ["DESK_VAR_DIR"] = os.environ[_STARTED]
    for name, port in (("DATABASE_URL", addresses.free_port()), ("BROKER_URL", addresses.free_port())):
        if name not in os.environ:
            os.environ[f"{_STARTED}_{name}"] = str(port)
            os.environ[name] = addresses.URLS[name].format(port=port)
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{addresses.free_port()}"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the tests' thread
    return True


_is_ours_to_start = _begin()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Starts, in the process that leads the run, whatever was not given."""
    if hasattr(config, "workerinput") or not _is_ours_to_start:
        return
    folder = Path(os.environ[_STARTED])
    if port := os.environ.get(f"{_STARTED}_DATABASE_URL"):
        _running.enter_context(postgresql.running(folder=folder / "postgresql", port=int(port)))
    if port := os.environ.get(f"{_STARTED}_BROKER_URL"):
        _running.enter_context(broker.running(folder=folder / "broker", port=int(port)))
    # Pages name their static files by the hash that collecting gives them, and speak three languages.
    for command in (["collectstatic", "--noinput", "--verbosity", "0"], ["compile_catalogues"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=config.rootpath,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends them again."""
    if not hasattr(config, "workerinput"):
        _running.close()
