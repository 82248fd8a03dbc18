"""Every file that the desk keeps, through Django's storage, wherever that is."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator

from django.core.files.base import File
from django.core.files.storage import default_storage

from compliance.backup.archive import DOCUMENTS, Manifest, Writer


def add_all(writer: Writer) -> int:
    """Adds every file; one that is removed meanwhile was nobody's. Returns how many."""
    count = 0
    for name in names():
        try:
            with default_storage.open(name) as source:
                writer.add(f"{DOCUMENTS}{name}", source)
        except FileNotFoundError:
            continue
        count += 1
    return count


def restore_all(*, source: zipfile.ZipFile, manifest: Manifest) -> int:
    """Puts every file back under its name, and removes what the backup does not have. Returns how many it has."""
    wanted = {
        part.removeprefix(DOCUMENTS): told["sha256"]
        for part, told in manifest.parts.items()
        if part.startswith(DOCUMENTS)
    }
    for name in [name for name in names() if name not in wanted or _sha256(name) != wanted[name]]:
        default_storage.delete(name)
    for name in wanted:
        if not default_storage.exists(name):
            with source.open(f"{DOCUMENTS}{name}") as part:
                default_storage.save(name, File(part, name=name))
    return len(wanted)


def damaged(manifest: Manifest) -> list[str]:
    """The files that are not what the manifest says, or not there."""
    found = []
    for part, told in manifest.parts.items():
        name = part.removeprefix(DOCUMENTS)
        if part.startswith(DOCUMENTS) and (
            not default_storage.exists(name) or _sha256(name) != told["sha256"]
        ):
            found.append(name)
    return found


def names(folder: str = "") -> Iterator[str]:
    """The names of all files, folder after folder."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from names(f"{folder}{name}/")


def _sha256(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        for piece in file.chunks():
            digest.update(piece)
    return digest.hexdigest()
