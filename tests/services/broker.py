"""A broker of our own for the tests: the one that the embedded desk uses."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compliance import broker
from tests.services import addresses


@contextmanager
def running(*, folder: Path, port: int) -> Iterator[None]:
    """A broker on loopback, ended on leaving."""
    process = subprocess.Popen(broker.command(port=port, folder=folder), stdout=subprocess.DEVNULL)
    try:
        addresses.wait_until_listening(port=port)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)
