"""A ClamAV daemon for the tests: INSTREAM on loopback, knowing one virus, misbehaving on request."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Daemon:
    """What was scanned, in order; ``answer`` is given instead of a verdict, None hangs up without one."""

    def __init__(self, listening: socket.socket, address: str) -> None:
        self.address = address
        self.scanned: list[bytes] = []
        self.answer: bytes | None = b""
        self.hang_up_after: int | None = None
        self._listening = listening

    def serve(self) -> None:
        while True:
            try:
                stream, _peer = self._listening.accept()
            except OSError:
                return
            with stream:
                self._one(stream)

    def _one(self, stream: socket.socket) -> None:
        command = b""
        while not command.endswith(b"\x00"):
            command += stream.recv(1)
        assert command == b"zINSTREAM\x00"
        content = b""
        while length := struct.unpack(">L", _exactly(stream, 4))[0]:
            content += _exactly(stream, length)
            if self.hang_up_after is not None and len(content) > self.hang_up_after:
                stream.sendall(b"INSTREAM size limit exceeded. ERROR\x00")
                return
        self.scanned.append(content)
        if self.answer is not None:
            verdict = b"stream: Eicar-Signature FOUND\x00" if EICAR in content else b"stream: OK\x00"
            stream.sendall(self.answer or verdict)


def _exactly(stream: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        piece = stream.recv(length - len(found))
        if not piece:
            raise ConnectionError("the client hung up")
        found += piece
    return found


@contextmanager
def running(*, path: Path | None = None) -> Iterator[Daemon]:
    """A daemon on a free port of loopback, or on a Unix socket, ended on leaving."""
    if path:
        listening, address = socket.socket(socket.AF_UNIX), f"unix://{path}"
        listening.bind(str(path))
    else:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
    listening.listen()
    daemon = Daemon(listening, address)
    thread = threading.Thread(target=daemon.serve, daemon=True)
    thread.start()
    try:
        yield daemon
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=5)
