"""ZIP archives written part by part: of the whole, never more than a part is held."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from compliance import clock

MANIFEST, DIGESTS = "manifest.json", "SHA256SUMS"
_FIRST_YEAR = 1980
"""The format knows none before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to put in: where, what it is in words, of which instant, and its content, made as it is asked for."""

    path: str
    what: str
    at: datetime
    content: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Remark:
    """What the manifest says of something that is not in the archive, or not as it should be."""

    what: str
    why: str


class _Sink(RawIOBase):
    """What a ZIP is written into: kept until it is taken. It cannot go back, so sizes follow the contents."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def take(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken


def archive(
    *, entries: Iterable[Entry], about: Mapping[str, Any], at: datetime, remarks: Iterable[Remark] = ()
) -> Iterator[bytes]:
    """The files in the order given, then the manifest: each with its size and SHA-256, and what is to be said.

    ``SHA256SUMS`` says the same in the form that ``sha256sum --check`` reads, the
    manifest included. ``remarks`` are asked for once everything else is written.
    """
    sink, listed = _Sink(), []
    with ZipFile(sink, "w", ZIP_DEFLATED) as zipped:
        for entry in entries:
            digest, size = hashlib.sha256(), 0
            with zipped.open(_info(entry.path, entry.at), "w") as file:
                for part in entry.content:
                    file.write(part)
                    digest.update(part)
                    size += len(part)
                    yield sink.take()
            listed.append(
                {"path": entry.path, "what": entry.what, "size": size, "sha256": digest.hexdigest()}
            )
            yield sink.take()
        said = [{"what": one.what, "why": one.why} for one in remarks]
        manifest = {"about": dict(about), "files": listed, "remarks": said}
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"
        zipped.writestr(_info(MANIFEST, at), text)
        sums = [(one["sha256"], one["path"]) for one in listed] + [
            (hashlib.sha256(text).hexdigest(), MANIFEST)
        ]
        zipped.writestr(_info(DIGESTS, at), "".join(f"{digest}  {path}\n" for digest, path in sums))
    yield sink.take()


def _info(path: str, at: datetime) -> ZipInfo:
    local = at.astimezone(clock.SEAT)
    info = ZipInfo(path, max(local, local.replace(year=_FIRST_YEAR)).timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o640 << 16
    return info
