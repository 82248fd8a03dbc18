"""ZIP containers (Word, Excel, OpenDocument), bounded before and while they are unpacked.

Nothing of what the container says of itself is relied upon: the directory at its
end is measured before it is read, and every entry is unpacked against its bound.
Nothing is written to a disk.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext as _

MAX_ENTRIES = 2_000
MAX_DIRECTORY_BYTES = 1024 * 1024
MAX_UNPACKED_BYTES = 250 * 1024 * 1024
MAX_RATIO = 100
"""Bytes unpacked for each byte packed, of an entry beyond ``RATIO_COUNTS_FROM``."""
RATIO_COUNTS_FROM = 1024 * 1024
MAX_PART_BYTES = 4 * 1024 * 1024
"""Of the parts that are looked into."""

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_STEP = 256 * 1024
_SYMBOLIC_LINK = 0o120000


class ContainerError(Exception):
    """The container is not what it must be; the message says why, in the reader's language."""


class Container:
    """A ZIP container whose every entry was unpacked once, within the bounds."""

    def __init__(self, content: bytes) -> None:
        """Raises: ContainerError."""
        self._content = content
        _measure_directory(content)
        try:
            with zipfile.ZipFile(BytesIO(content)) as opened:
                self._entries = opened.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
            raise ContainerError(_damaged()) from error
        self._check_entries()
        self._unpack_all()

    @property
    def names(self) -> list[str]:
        """The names of the entries in the order in which they are stored."""
        return [entry.filename for entry in sorted(self._entries, key=lambda one: one.header_offset)]

    def part(self, name: str) -> bytes:
        """The first bytes of one entry, ``MAX_PART_BYTES`` at most; b"" where there is none of that name."""
        found = next((entry for entry in self._entries if entry.filename == name), None)
        if found is None:
            return b""
        return _first_bytes(self._packed(found), stored=_is_stored(found), at_most=MAX_PART_BYTES)

    def _check_entries(self) -> None:
        entries = self._entries
        if len(entries) > MAX_ENTRIES:
            raise ContainerError(_("It holds more than %(limit)d parts.") % {"limit": MAX_ENTRIES})
        if len({entry.filename.lower() for entry in entries}) != len(entries):
            raise ContainerError(_("It holds two parts of the same name."))
        for entry in entries:
            _check_entry(entry)
        if sum(entry.compress_size for entry in entries) > len(self._content):
            raise ContainerError(_damaged())
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
            raise ContainerError(_too_much())

    def _unpack_all(self) -> None:
        for entry in self._entries:
            size, check = _measure(self._packed(entry), stored=_is_stored(entry), at_most=entry.file_size)
            if (size, check) != (entry.file_size, entry.CRC):
                raise ContainerError(_damaged())

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        """The packed bytes of an entry, whose own header must agree with the directory."""
        start = entry.header_offset
        header = self._content[start : start + _LOCAL.size]
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            raise ContainerError(_damaged())
        flags, method = _LOCAL.unpack(header)[2:4]
        named, extra = _LOCAL.unpack(header)[-2:]
        name = self._content[start + _LOCAL.size : start + _LOCAL.size + named]
        encoding = "utf-8" if flags & 0x800 else "cp437"
        if method != entry.compress_type or name.decode(encoding, "replace") != entry.orig_filename:
            raise ContainerError(_damaged())
        begin = start + _LOCAL.size + named + extra
        packed = self._content[begin : begin + entry.compress_size]
        if len(packed) != entry.compress_size:
            raise ContainerError(_damaged())
        return packed


def _first_bytes(packed: bytes, *, stored: bool, at_most: int) -> bytes:
    """The first bytes of an entry."""
    return packed[:at_most] if stored else zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, at_most)


def _measure_directory(content: bytes) -> None:
    """The directory ends the file, begins where it says, and is small; nothing stands before the first entry.

    A file that is something else as well (a picture before, a page behind) is
    found out here.
    """
    if not content.startswith(b"PK\x03\x04"):
        raise ContainerError(_("Its content is not of this kind."))
    at = len(content) - _END.size
    if at < 0 or content[at : at + 4] != b"PK\x05\x06":
        raise ContainerError(_("Something follows its end, or the end is missing."))
    _sign, disk, first_disk, here, entries, size, offset, _comment = _END.unpack(content[at:])
    if (disk, first_disk) != (0, 0) or here != entries or offset + size != at:
        raise ContainerError(_damaged())
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY_BYTES:
        raise ContainerError(_("It holds more than %(limit)d parts.") % {"limit": MAX_ENTRIES})


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if entry.flag_bits & 0x41:
        raise ContainerError(_("Parts of it are encrypted."))
    if _is_outside(name):
        raise ContainerError(_("It holds a part whose name leads outside of it."))
    if (entry.external_attr >> 16) & 0o170000 == _SYMBOLIC_LINK:
        raise ContainerError(_("It holds a link."))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ContainerError(_("It is packed in a way that this format does not use."))
    if entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise ContainerError(_too_much())


def _is_outside(name: str) -> bool:
    """Absolute, climbing, with a drive, a backslash or a NUL."""
    return (
        not name
        or name.startswith("/")
        or any(sign in name for sign in ("\\", "\x00", ":"))
        or ".." in name.split("/")
    )


def _measure(packed: bytes, *, stored: bool, at_most: int) -> tuple[int, int]:
    """How many bytes an entry unpacks to, and their checksum; stops beyond ``at_most``."""
    if stored:
        return len(packed), zlib.crc32(packed)
    size, check, rest = 0, 0, packed
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not unpacker.eof:
            piece = unpacker.decompress(rest, _STEP)
            rest = unpacker.unconsumed_tail
            size, check = size + len(piece), zlib.crc32(piece, check)
            if size > at_most:
                raise ContainerError(_too_much())
            if not piece and not rest:
                break
    except zlib.error as error:
        raise ContainerError(_damaged()) from error
    if not unpacker.eof or unpacker.unused_data:
        raise ContainerError(_damaged())
    return size, check


def _is_stored(entry: zipfile.ZipInfo) -> bool:
    return entry.compress_type == zipfile.ZIP_STORED


def _damaged() -> str:
    return _("It is damaged, or not made by an office program.")


def _too_much() -> str:
    return _("It unpacks to far more than its size.")
