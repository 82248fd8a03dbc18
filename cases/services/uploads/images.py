"""Headers of PNG and JPEG images: whether a picture is one, and nothing besides."""

from __future__ import annotations

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Bits of each sample that a colour type of PNG admits."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def is_png(content: bytes) -> bool:
    """Whether the chunks of a PNG lead from its header to its end, and nothing follows the end."""
    if not content.startswith(_PNG):
        return False
    at, first, data = len(_PNG), True, False
    while at + 12 <= len(content):
        (length,) = struct.unpack(">L", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if first and not (kind == b"IHDR" and _png_header(body, content[at + 8 + length : at + 12 + length])):
            return False
        at, first, data = at + 12 + length, False, data or kind == b"IDAT"
        if kind == b"IEND":
            return data and at == len(content)
    return False


def _png_header(body: bytes, check: bytes) -> bool:
    if len(body) != 13 or check != struct.pack(">L", zlib.crc32(b"IHDR" + body)):
        return False
    width, height, depth, colour, packing, filtering, interlacing = struct.unpack(">2L5B", body)
    sized = 0 < width < 2**31 and 0 < height < 2**31
    return sized and depth in _DEPTHS.get(colour, ()) and (packing, filtering) == (0, 0) and interlacing < 2


def is_jpeg(content: bytes) -> bool:
    """Whether the segments of a JPEG lead to a frame with a size and then to its picture."""
    if not content.startswith(b"\xff\xd8\xff"):
        return False
    at, framed = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        if length < 2:
            return False
        if marker in _FRAMES:
            framed = _jpeg_frame(content[at + 4 : at + 2 + length])
        if marker == 0xDA:
            return framed and b"\xff\xd9" in content[at + 2 + length :]
        at += 2 + length
    return False


def _jpeg_frame(body: bytes) -> bool:
    if len(body) < 6:
        return False
    depth, height, width, components = struct.unpack(">BHHB", body[:6])
    return depth in (8, 12) and height > 0 and width > 0 and components in (1, 3, 4)
