"""Small files of every accepted kind, made as the programs that write them do, and ways to spoil them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless file that every virus scanner reports."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def pdf(words: str = "Permits of 2026") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        + f"% {words}\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()
    )


def zipped(parts: Mapping[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP archive of these parts, in this order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=how)
    return out.getvalue()


def office_parts(folder: str, main: str) -> dict[str, bytes]:
    types = (
        f'<?xml version="1.0"?><Types><Override PartName="/{folder}main.xml" ContentType="{main}"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": b"<Relationships/>",
        f"{folder}main.xml": b"<document/>",
    }


def docx(more: Mapping[str, bytes] | None = None) -> bytes:
    return zipped(office_parts("word/", _WORD) | dict(more or {}))


def xlsx(more: Mapping[str, bytes] | None = None) -> bytes:
    return zipped(office_parts("xl/", _EXCEL) | dict(more or {}))


def open_document(kind: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """``kind`` is "text" or "spreadsheet"."""
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
        "content.xml": b"<office:document-content/>",
        "META-INF/manifest.xml": b"<manifest:manifest/>",
    }
    return zipped(parts | dict(more or {}), stored=("mimetype",))


def png(*, width: int = 1, height: int = 1, depth: int = 8, colour: int = 0) -> bytes:
    header = struct.pack(">2L5B", width, height, depth, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00\x00")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def jpeg(*, width: int = 1, height: int = 1, comment: bytes = b"") -> bytes:
    def segment(marker: int, body: bytes) -> bytes:
        return struct.pack(">2BH", 0xFF, marker, len(body) + 2) + body

    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            segment(0xFE, comment) if comment else b"",
            segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"),
            segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            b"\x00\xff\xd9",
        )
    )


def bomb(megabytes: int) -> bytes:
    """A part that unpacks to very much."""
    return bytes(megabytes * 1024 * 1024)
