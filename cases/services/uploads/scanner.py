"""Asks a ClamAV daemon about a file, over its INSTREAM command."""

from __future__ import annotations

import logging
import socket
import struct
from urllib.parse import urlsplit

from cases.models.document import Scan

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 3
ANSWER_SECONDS = 30
"""Without a byte of an answer; a scan of 25 MB takes a few seconds."""
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


def scan(*, content: bytes, address: str) -> Scan:
    """Clean, infected, or unknown where no daemon is configured or it gives no answer.

    ``address`` is ``tcp://host:port``, ``unix:///path`` or "". Never raises: an
    answer must not wait for a scanner. Source: the manual of clamd, INSTREAM.
    """
    if not address:
        return Scan.UNKNOWN
    try:
        with _connected(address) as stream:
            answer = _ask(stream, content)
    except OSError as error:
        logger.warning("the virus scanner at %s does not answer: %s", address, error)
        return Scan.UNKNOWN
    return _understood(answer)


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        stream = socket.socket(socket.AF_UNIX)
        stream.settimeout(CONNECT_SECONDS)
        try:
            stream.connect(parts.path)
        except OSError:
            stream.close()
            raise
    else:
        stream = socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=CONNECT_SECONDS)
    stream.settimeout(ANSWER_SECONDS)
    return stream


def _ask(stream: socket.socket, content: bytes) -> str:
    try:
        stream.sendall(b"zINSTREAM\x00")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            stream.sendall(struct.pack(">L", len(chunk)) + chunk)
        stream.sendall(struct.pack(">L", 0))
    except (BrokenPipeError, ConnectionResetError):
        # A daemon that has had enough says why before it hangs up.
        logger.warning("the virus scanner stopped reading")
    answer = b""
    while b"\x00" not in answer and len(answer) < _LONGEST_ANSWER:
        piece = stream.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.partition(b"\x00")[0].decode("utf-8", "replace").strip()


def _understood(answer: str) -> Scan:
    if answer == "stream: OK":
        return Scan.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        logger.warning("the virus scanner found %s", answer.removeprefix("stream: ").removesuffix(" FOUND"))
        return Scan.INFECTED
    logger.warning("the virus scanner gave no verdict: %s", answer or "nothing")
    return Scan.UNKNOWN
