"""The kinds of file that are accepted: by its ending, what a file must be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from cases.models.document import ContentType
from cases.services.uploads import names
from cases.services.uploads.refusals import NotTaken


class Family(StrEnum):
    """How the content of a kind is checked."""

    PDF = "PDF"
    OFFICE = "OFFICE"
    OPEN_DOCUMENT = "OPEN_DOCUMENT"
    TEXT = "TEXT"
    PNG = "PNG"
    JPEG = "JPEG"


@dataclass(frozen=True, slots=True)
class Kind:
    """One accepted kind of file."""

    content_type: ContentType
    family: Family
    folder: str = ""
    """Where an Office file keeps its parts."""
    main: str = ""
    """What an Office file declares its main part to be."""


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

KINDS: dict[str, Kind] = {
    "pdf": Kind(ContentType.PDF, Family.PDF),
    "docx": Kind(ContentType.DOCX, Family.OFFICE, folder="word/", main=_WORD),
    "xlsx": Kind(ContentType.XLSX, Family.OFFICE, folder="xl/", main=_EXCEL),
    "odt": Kind(ContentType.ODT, Family.OPEN_DOCUMENT),
    "ods": Kind(ContentType.ODS, Family.OPEN_DOCUMENT),
    "csv": Kind(ContentType.CSV, Family.TEXT),
    "txt": Kind(ContentType.TXT, Family.TEXT),
    "png": Kind(ContentType.PNG, Family.PNG),
    "jpg": Kind(ContentType.JPEG, Family.JPEG),
    "jpeg": Kind(ContentType.JPEG, Family.JPEG),
}
ENDINGS = ", ".join(ending for ending in KINDS if ending != "jpeg")
"""The accepted endings, as they are listed to people."""


def of(*, name: str) -> Kind:
    """The kind that a cleaned name promises. Raises: NotTaken where its ending is not on the list."""
    kind = KINDS.get(names.extension(name=name))
    if kind is None:
        why = _("Only these kinds are taken: %(endings)s. Save it as one of them, PDF for instance.")
        raise NotTaken(name=name, why=why % {"endings": ENDINGS})
    return kind
