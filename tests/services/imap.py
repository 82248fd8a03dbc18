"""A mailbox for the tests: as much of IMAP as the desk speaks, on loopback, over a real connection."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class Mailbox(socketserver.ThreadingTCPServer):
    """Some mails, by their number from 1 on, and which of them were marked as seen."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mails: Sequence[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails, self.seen = mails, set[int]()
        self.port: int = self.server_address[1]


class _Session(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, words = line.partition(" ")
            verb = words.upper().removeprefix("UID ").split()[0]
            self._say(f"{tag} {getattr(self, f'_{verb.lower()}', self._ok)(words)}")
            if verb == "LOGOUT":
                return

    def _ok(self, words: str) -> str:
        return "OK done"

    def _capability(self, words: str) -> str:
        self._say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def _login(self, words: str) -> str:
        return "OK in" if words.endswith('"secret"') else "NO not you"

    def _select(self, words: str) -> str:
        self._say(f"* {len(self.server.mails)} EXISTS")
        return "OK [READ-WRITE] open"

    def _search(self, words: str) -> str:
        unseen = [str(one) for one in range(1, len(self.server.mails) + 1) if one not in self.server.seen]
        self._say("* SEARCH " + " ".join(unseen))
        return "OK done"

    def _fetch(self, words: str) -> str:
        uid = int(words.split()[2])
        content = self.server.mails[uid - 1]
        self._say(f"* {uid} FETCH (UID {uid} BODY[] {{{len(content)}}}")
        self.wfile.write(content + b")\r\n")
        return "OK done"

    def _store(self, words: str) -> str:
        self.server.seen.add(int(words.split()[2]))
        return "OK done"

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def running(*, mails: Sequence[bytes]) -> Iterator[Mailbox]:
    """A mailbox on loopback, ended on leaving."""
    with Mailbox(mails) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
