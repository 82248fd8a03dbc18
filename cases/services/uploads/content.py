"""Whether the content of a file is what its name says it is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from django.utils.translation import gettext as _

from cases.services.uploads import images
from cases.services.uploads.containers import Container, ContainerError
from cases.services.uploads.kinds import Family, Kind
from cases.services.uploads.refusals import NotTaken

HEAD = 1024
"""Bytes in which readers look for the beginning of a PDF, and for its end."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    r"<\s*(?:!doctype|\?xml|html|head|body|script|svg|iframe|object|embed|style|img|meta|table)\b"
    r"|<!--|<\?php",
    re.IGNORECASE,
)
_ACTIVE = re.compile(rb"<script[\s>/]|<iframe[\s>/]|<html[\s>]|<!doctype\s|<\?php\s", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def check(*, name: str, kind: Kind, content: bytes) -> None:
    """Raises: NotTaken, naming the rule and what to do, where the content is not of the kind."""
    if not content:
        raise NotTaken(name=name, why=_("It is empty. Choose the file again."))
    fault = _CHECKS[kind.family](kind, content)
    if fault:
        raise NotTaken(name=name, why=fault)


def _pdf(kind: Kind, content: bytes) -> str:
    if not re.match(rb"%PDF-[12]\.\d", content):
        return _other(content)
    if b"%%EOF" not in content[-HEAD:]:
        return _("It is a PDF without its end: the file is cut off. Save it again.")
    return _second(content)


def _office(kind: Kind, content: bytes) -> str:
    if not content.startswith(b"PK"):
        return _other(content)
    try:
        found = Container(content)
        types = found.part("[Content_Types].xml")
    except ContainerError as error:
        return f"{error} {_again()}"
    lower = [one.lower() for one in found.names]
    if b"macroEnabled" in types or any("vbaproject" in one or "vbadata" in one for one in lower):
        return _macros()
    if not any(one.startswith(kind.folder) for one in lower) or kind.main.encode() not in types:
        return _not_what_it_says()
    return ""


def _open_document(kind: Kind, content: bytes) -> str:
    if not content.startswith(b"PK"):
        return _other(content)
    try:
        found = Container(content)
        mimetype, manifest = found.part("mimetype"), found.part("META-INF/manifest.xml")
    except ContainerError as error:
        return f"{error} {_again()}"
    if mimetype != kind.content_type.encode() or "content.xml" not in found.names:
        return _not_what_it_says()
    if b"encryption-data" in manifest:
        return _protected()
    if any(one.lower().startswith(("basic/", "scripts/")) for one in found.names):
        return _macros()
    return ""


def _text(kind: Kind, content: bytes) -> str:
    words = _decoded(content)
    if words is None or _CONTROLS.search(words):
        return _("It is not plain text. Save it as text in UTF-8.")
    if _MARKUP.search(words[:HEAD].lstrip()) or re.search(r"<script[\s>/]", words, re.IGNORECASE):
        return _("It holds HTML or SVG and not plain text. Save it as PDF.")
    if words.startswith("%PDF-"):
        return _not_what_it_says()
    return _second(content)


def charset(*, content: bytes) -> str:
    """What a text is written in, by the name that a download gives it."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return "utf-8" if encoding == "utf-8" else "utf-16"
    return "utf-8" if _decode(content, "utf-8") is not None else "windows-1252"


def _decoded(content: bytes) -> str | None:
    """Unicode, by its mark or as UTF-8; else the Western code page that spreadsheets on Windows write."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode(content[len(mark) :], encoding)
    return _decode(content, charset(content=content))


def _decode(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _png(kind: Kind, content: bytes) -> str:
    return _second_in_picture(content) if images.is_png(content) else _other(content)


def _jpeg(kind: Kind, content: bytes) -> str:
    return _second_in_picture(content) if images.is_jpeg(content) else _other(content)


def _second_in_picture(content: bytes) -> str:
    if b"%PDF-" in content[:HEAD] or _ACTIVE.search(content):
        return _two_in_one()
    return _second(content)


def _second(content: bytes) -> str:
    """A file that other programs would read as an archive."""
    return _two_in_one() if zipfile.is_zipfile(BytesIO(content)) else ""


def _other(content: bytes) -> str:
    """What to do about content of another kind than the name says."""
    if content.startswith(_OLD_OFFICE):
        return _protected()
    return _not_what_it_says()


def _not_what_it_says() -> str:
    return _("Its content is not what its ending says. Save it anew in the kind that you mean.")


def _protected() -> str:
    return _(
        "It is protected by a password, or of an old Office format. "
        "Remove the password, or save it as docx, xlsx or PDF."
    )


def _macros() -> str:
    return _("It holds macros. Save it without macros, or as PDF.")


def _two_in_one() -> str:
    return _("It holds a second file inside. Save or print it anew as PDF.")


def _again() -> str:
    return _("Open it, save it anew, and attach that.")


_CHECKS: dict[Family, Callable[[Kind, bytes], str]] = {
    Family.PDF: _pdf,
    Family.OFFICE: _office,
    Family.OPEN_DOCUMENT: _open_document,
    Family.TEXT: _text,
    Family.PNG: _png,
    Family.JPEG: _jpeg,
}
"""Each gives the fault and what to do about it, or "" where there is none."""
