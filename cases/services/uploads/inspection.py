"""One upload, inspected: the name it keeps, what it is, and its bytes with their hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cases.models.document import MAX_FILE_BYTES, ContentType, Scan
from cases.services.uploads import content as contents
from cases.services.uploads import kinds, limits, names, scanner
from cases.services.uploads.refusals import NotTaken


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be attached."""

    name: str
    content_type: ContentType
    content: bytes
    sha256: str


def inspect(*, upload: UploadedFile[bytes]) -> Inspected:
    """Reads an upload, ``MAX_FILE_BYTES`` at most, and checks it against what its name says.

    Raises: NotTaken, TooLarge.
    """
    name = names.clean(name=upload.name or "")
    kind = kinds.of(name=name)
    upload.seek(0)
    content = upload.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise limits.file_too_large(name=name)
    contents.check(name=name, kind=kind, content=content)
    return Inspected(name, kind.content_type, content, hashlib.sha256(content).hexdigest())


def scanned(*, found: Inspected, address: str) -> Scan:
    """What the virus scanner at an address says. Raises: NotTaken for an infected file."""
    verdict = scanner.scan(content=found.content, address=address)
    if verdict is Scan.INFECTED:
        raise NotTaken(name=found.name, why=infected())
    return verdict


def infected() -> str:
    """Why an infected file is not taken, and what to do."""
    return _("The virus scanner found it infected. Have the machine that it comes from checked.")
