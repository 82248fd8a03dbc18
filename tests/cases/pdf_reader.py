"""Reads the text of a PDF as a reader sees it: the glyphs that a page draws, by what its fonts say they stand for.

As much of the format as the typesetter of the desk writes, and nothing more.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\sendobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.S)
_FONTS = re.compile(rb"/Font<<(.*?)>>", re.S)
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_TRIPLE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_FONT = re.compile(rb"/(f\d+) [\d.]+ Tf")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """Everything that its pages draw, in the order in which it is drawn, without any spaces.

    Letters that one glyph draws together are told apart again; what is written
    from right to left comes in the order in which it stands on the page.
    """
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type/Page\b(?!s)", body)]
    assert pages, "no page was found"
    return "".join(_page(objects, page) for page in pages)


def _page(objects: dict[int, bytes], page: bytes) -> str:
    fonts = _FONTS.search(objects[_reference(page, b"Resources")])
    assert fonts
    letters = {
        name: _letters(objects, int(number)) for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", fonts[1])
    }
    found, font = [], b""
    for token in _tokens(_stream(objects[_reference(page, b"Contents")])):
        if named := _FONT.fullmatch(token):
            font = named[1]
            continue
        codes = (int.from_bytes(token[at : at + 2], "big") for at in range(0, len(token), 2))
        found += [letters[font].get(code, "\ufffd") for code in codes]
    return re.sub(r"\s", "", "".join(found))


def _tokens(content: bytes) -> Iterator[bytes]:
    """The fonts that are chosen and the strings that are drawn; brackets that close again inside one belong to it."""
    at = 0
    while found := re.compile(rb"/f\d+ [\d.]+ Tf|\(").search(content, at):
        at = found.end()
        if found[0] != b"(":
            yield found[0]
            continue
        depth, begin = 1, at
        while depth:
            depth += {b"(": 1, b")": -1}.get(content[at : at + 1], 0)
            at += 2 if content[at : at + 1] == b"\\" else 1
        yield _unescaped(content[begin : at - 1])


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    table = _stream(objects[_reference(objects[font], b"ToUnicode")])
    letters = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        letters |= {int(code, 16): _utf16(to) for code, to in _PAIR.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, to in _TRIPLE.findall(block):
            begin = ord(_utf16(to))
            for at in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + at] = chr(begin + at)
    return letters


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/%s (\d+) 0 R" % name, body)
    assert found, f"{name!r} is missing"
    return int(found[1])


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    return zlib.decompress(found[1]) if b"/FlateDecode" in body.partition(b"stream")[0] else found[1]


def _utf16(hexadecimal: bytes) -> str:
    return bytes.fromhex(hexadecimal.decode()).decode("utf-16-be")


def _unescaped(text: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8)]) if code[:1].isdigit() else _NAMED.get(code, code)

    return _ESCAPE.sub(plain, text)
