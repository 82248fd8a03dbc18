"""Reaches an address of another system, and none inside the house.

The name is looked up anew for each call, every address that it leads to is looked
at, and the connection goes to one of those: a name that answers differently a
moment later leads nowhere else. Redirects are not followed, no proxy of the
environment is used, and the whole call ends after ``TIME_LIMIT``.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

import httpcore
from django.conf import settings

TIME_LIMIT = 15.0
"""Seconds for one call, from the first packet to the first bytes of the answer. Our choice."""
FIRST_BYTES = 300
"""Of an answer, which are kept."""
_HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "compliance-desk",
    "Accept-Encoding": "identity",
}
_OF_THE_PLATFORM = frozenset({"168.63.129.16"})
"""Public addresses that are a cloud's own inside it."""
_CARRIES_ANOTHER = tuple(
    ipaddress.ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""Addresses of version 6 that lead to one of version 4, which may be anything."""


class NotReached(Exception):
    """There was no answer, or the address is none that may be called. The message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and the first bytes as far as they can be read."""

    status: int
    beginning: str


def fault(url: str) -> str:
    """Why this can never be called, in words for the log, "" where nothing speaks against it before it is looked up."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "it is no address"
    if not host or port == 0 or any(one.isspace() or ord(one) < 33 for one in url):
        return "it is no address"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "it carries a name, a password or a fragment"
    if host in settings.WEBHOOK_TEST_HOSTS:
        return ""
    if parts.scheme != "https":
        return "it does not begin with https://"
    return "" if _may_be_public(host) else "it leads to an address that is not public"


def post(*, url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """One call. Raises: NotReached."""
    if words := fault(url):
        raise NotReached(words)
    backend = _Pinned(ends=time.monotonic() + TIME_LIMIT)
    sent = [*_HEADERS.items(), *headers.items()]
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend, http2=False) as pool,
            pool.stream("POST", url, headers=sent, content=body) as answer,
        ):
            return Answer(answer.status, _readable(answer.iter_stream()))
    except (OSError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        raise NotReached(f"{type(error).__name__}: {error}".strip(": ")) from error


def _readable(parts: Iterable[bytes]) -> str:
    """The first bytes as one line, without what cannot be shown."""
    first = next(iter(parts), b"")[:FIRST_BYTES].decode(errors="replace")
    return " ".join("".join(one if one.isprintable() else " " for one in first).split())


def _may_be_public(host: str) -> bool:
    """Of a name nothing is known before it is looked up, but for names that are never public."""
    try:
        return is_public(host)
    except ValueError:
        name = host.rstrip(".").lower()
        return "." in name and not name.endswith((".localhost", ".local", ".internal", ".home.arpa"))


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet. Raises: ValueError for what is no address."""
    found: Any = ipaddress.ip_address(address.partition("%")[0])
    if mapped := getattr(found, "ipv4_mapped", None):
        found = mapped
    if str(found) in _OF_THE_PLATFORM or any(
        found in net for net in _CARRIES_ANOTHER if net.version == found.version
    ):
        return False
    odd = found.is_multicast or found.is_reserved or getattr(found, "is_site_local", False)
    return bool(found.is_global) and not odd


class _Pinned(httpcore.NetworkBackend):
    """Looks a name up once, refuses it where any of its addresses is not public, and connects to the first."""

    def __init__(self, *, ends: float) -> None:
        self._ends, self._plain = ends, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        address = _looked_up(host, port)
        stream = self._plain.connect_tcp(address, port, _left(self._ends), local_address, socket_options)
        return _Until(stream, self._ends)


def _looked_up(host: str, port: int) -> str:
    """Raises: OSError where the name leads nowhere, NotReached where it leads inside."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if host not in settings.WEBHOOK_TEST_HOSTS and not all(is_public(one) for one in found):
        raise NotReached("it leads to an address that is not public")
    return found[0]


class _Until(httpcore.NetworkStream):
    """A connection that ends at an instant, however little at a time the other side sends."""

    def __init__(self, stream: httpcore.NetworkStream, ends: float) -> None:
        self._stream, self._ends = stream, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._ends))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Until(self._stream.start_tls(ssl_context, server_hostname, _left(self._ends)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(ends: float) -> float:
    """Seconds. Raises: httpcore.ReadTimeout where none are left."""
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time limit of the call")
    return left
