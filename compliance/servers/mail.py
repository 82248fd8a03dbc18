"""A mail server for proofs: real SMTP on loopback in a process of its own, writing down all that it accepts.

``python -m compliance.servers.mail --port 2525 --folder FOLDER``. One line of JSON
in ``FOLDER/accepted.jsonl`` for each message, written before the sender is told.
``FOLDER/behaviour`` says what it does with the next: ``accept``, ``refuse`` (451)
or ``close`` (accepts, and hangs up without a word).
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

ACCEPT, REFUSE, CLOSE = "accept", "refuse", "close"
_JOURNAL, _BEHAVIOUR = "accepted.jsonl", "behaviour"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One message that was accepted; ``letter`` is the same for the same words to the same address."""

    message_id: str
    to: str
    letter: str


def command(*, python: str, port: int, folder: Path) -> Sequence[str]:
    """The command line of the server."""
    folder.mkdir(parents=True, exist_ok=True)
    return (python, "-m", "compliance.servers.mail", "--port", str(port), "--folder", str(folder))


def behave(*, folder: Path, how: str) -> None:
    """What the server does with the messages from now on."""
    partial = folder / f".{_BEHAVIOUR}"
    partial.write_text(how)
    os.replace(partial, folder / _BEHAVIOUR)


def accepted(*, folder: Path) -> Iterator[Accepted]:
    """Everything that it accepted, in order; a line that was cut short by a kill was not accepted."""
    journal = folder / _JOURNAL
    for line in journal.read_text().splitlines() if journal.exists() else ():
        try:
            yield Accepted(**json.loads(line))
        except (ValueError, TypeError):
            continue


class _Keeper:
    def __init__(self, folder: Path) -> None:
        self._behaviour = folder / _BEHAVIOUR
        self._journal = (folder / _JOURNAL).open("a")
        self._journal.write("\n")  # whatever a kill cut short ends here

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        how = self._behaviour.read_text() if self._behaviour.exists() else ACCEPT
        if how == REFUSE:
            return "451 not now, try again"
        self._write_down(content=envelope.content, to=envelope.rcpt_tos)
        if how == CLOSE and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 accepted"

    def _write_down(self, *, content: bytes, to: list[str]) -> None:
        mail = message_from_bytes(content)
        parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
        words = json.dumps([to, str(mail["Subject"]), *(bytes(part or b"").hex() for part in parts)])
        letter = hashlib.sha256(words.encode()).hexdigest()[:24]
        one = Accepted(str(mail["Message-ID"]).strip(), ",".join(to), letter)
        self._journal.write(json.dumps(asdict(one)) + "\n")
        self._journal.flush()


async def _serve(*, port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    keeper = _Keeper(folder)
    server = await loop.create_server(lambda: SMTP(keeper, enable_SMTPUTF8=True), "127.0.0.1", port)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with server:
        await ended.wait()


def main() -> None:
    """Serves until the process is told to end."""
    parser = argparse.ArgumentParser(description="A mail server that writes down what it accepts.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    asyncio.run(_serve(port=options.port, folder=options.folder))


if __name__ == "__main__":
    main()
