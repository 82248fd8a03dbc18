"""The file: a zip archive with the database, every document, and a manifest with the SHA-256 of each part."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
DOCUMENTS = "documents/"
_PIECE = 1024 * 1024


class Damaged(Exception):
    """The file is no backup, or not what it was when it was written; the message says where."""


@dataclass(slots=True)
class Manifest:
    """What is in a backup, written last and read first."""

    made_at: str
    """The instant, in ISO 8601."""
    release: str
    vendor: str
    """``postgresql`` or ``sqlite``: a backup goes back to the kind of database it came from."""
    server: str
    migrations: list[str]
    """``application.name`` of each that had been applied."""
    counts: dict[str, int]
    """Rows by table, at the instant of the snapshot."""
    head: str
    """The head of the chain of the record, to be held against the record that comes back."""
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """For each part of the file its ``sha256`` and its ``bytes``."""
    format: int = FORMAT


class Writer:
    """Takes part after part as a stream, and keeps what each was."""

    def __init__(self, target: zipfile.ZipFile) -> None:
        self._target = target
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, source: IO[bytes]) -> None:
        """Writes one part to the end of its stream."""
        digest, size = hashlib.sha256(), 0
        with self._target.open(zipfile.ZipInfo(name), "w", force_zip64=True) as part:
            while piece := source.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                part.write(piece)
        self.parts[name] = {"sha256": digest.hexdigest(), "bytes": size}

    def finish(self, manifest: Manifest) -> None:
        manifest.parts = self.parts
        self._target.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False))


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new archive that is there whole and read again, or not at all. Raises: FileExistsError; Damaged."""
    partial = path.with_name(f".{path.name}.partial")
    if path.exists():
        raise FileExistsError(path)
    try:
        # Letters lie in it as they came: its owner alone reads it.
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as target:
                yield Writer(target)
            file.flush()
            os.fsync(file.fileno())
        verify(partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def verify(path: Path) -> Manifest:
    """Reads the whole file and holds every part against the manifest. Raises: Damaged; OSError."""
    with opened(path) as source:
        manifest = _manifest(source)
        there = set(source.namelist()) - {MANIFEST}
        if missing := manifest.parts.keys() - there:
            raise Damaged(f"the part {min(missing)} is missing")
        if strange := there - manifest.parts.keys():
            raise Damaged(f"the part {min(strange)} is not in the manifest")
        for name, told in manifest.parts.items():
            if _sha256(source, name) != told["sha256"]:
                raise Damaged(f"the part {name} is not what it was")
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive for reading. Raises: Damaged for what is none; OSError."""
    try:
        with zipfile.ZipFile(path) as source:
            yield source
    except zipfile.BadZipFile as error:
        raise Damaged(f"the file does not read: {error}") from error


def _manifest(source: zipfile.ZipFile) -> Manifest:
    try:
        told = json.loads(source.read(MANIFEST))
        manifest = Manifest(**told)
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("the file has no manifest that reads") from error
    if manifest.format != FORMAT:
        raise Damaged(f"the file is of format {manifest.format}, and this release reads {FORMAT}")
    return manifest


def _sha256(source: zipfile.ZipFile, name: str) -> str:
    """ "" for a part that does not read: zip has a weaker checksum of its own, which then complains first."""
    digest = hashlib.sha256()
    try:
        with source.open(name) as part:
            while piece := part.read(_PIECE):
                digest.update(piece)
    except zipfile.BadZipFile:
        return ""
    return digest.hexdigest()
