"""An SMTP server that keeps every message as a file."""

from __future__ import annotations

import asyncio
import os
import signal
import time
import uuid
from pathlib import Path

from aiosmtpd.smtp import SMTP


class KeepInFolder:
    """Writes each message to the folder, whole or not at all, before the sender is told that it was taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802  (aiosmtpd's name)
        content: bytes = envelope.content  # type: ignore[attr-defined]
        name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
        partial = self.folder / f".{name}"
        partial.write_bytes(content)
        os.replace(partial, self.folder / f"{name}.eml")
        return "250 kept"


async def serve(*, host: str, port: int, folder: Path) -> None:
    """Serves until the process is told to end."""
    folder.mkdir(parents=True, exist_ok=True)
    loop = asyncio.get_running_loop()
    handler = KeepInFolder(folder)
    server = await loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=True), host, port)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with server:
        await ended.wait()
