"""What may be uploaded: names, content against ending, containers within bounds, and the virus scan."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.models.document import MAX_FILE_BYTES, ContentType, Scan
from cases.services.uploads import containers, inspection, names, scanner
from cases.services.uploads.refusals import NotTaken, TooLarge
from tests.cases import sample_files as sample
from tests.services import addresses, clamd


def _inspect(name: str, content: bytes) -> inspection.Inspected:
    return inspection.inspect(upload=SimpleUploadedFile(name, content))


TAKEN = [
    pytest.param("report.pdf", sample.pdf(), ContentType.PDF, id="PDF"),
    pytest.param("REPORT.PDF", sample.pdf(), ContentType.PDF, id="capitals"),
    pytest.param("letter.docx", sample.docx(), ContentType.DOCX, id="Word"),
    pytest.param("table.xlsx", sample.xlsx(), ContentType.XLSX, id="Excel"),
    pytest.param("letter.odt", sample.open_document("text"), ContentType.ODT, id="OpenDocument text"),
    pytest.param("table.ods", sample.open_document("spreadsheet"), ContentType.ODS, id="OpenDocument table"),
    pytest.param("permits.csv", b"species,permits\nPanthera leo,3\n", ContentType.CSV, id="CSV"),
    pytest.param(
        "permits.csv", "espèce;permis\n".encode("cp1252"), ContentType.CSV, id="CSV of Excel on Windows"
    ),
    pytest.param("note.txt", "Запрос".encode(), ContentType.TXT, id="UTF-8"),
    pytest.param("note.txt", b"\xef\xbb\xbfNote", ContentType.TXT, id="UTF-8 with its mark"),
    pytest.param("note.txt", "Note".encode("utf-16"), ContentType.TXT, id="UTF-16 with its mark"),
    pytest.param(
        "note.txt", b"fewer than 3 < 5 permits, see a<b>c", ContentType.TXT, id="less than is no markup"
    ),
    pytest.param("map.png", sample.png(), ContentType.PNG, id="PNG"),
    pytest.param("photo.jpg", sample.jpeg(), ContentType.JPEG, id="JPEG"),
    pytest.param(
        "photo.jpeg", sample.jpeg(comment=b"made by a camera"), ContentType.JPEG, id="JPEG, long ending"
    ),
    pytest.param("photo.jpg", sample.jpeg() + bytes(900), ContentType.JPEG, id="JPEG with padding behind"),
    pytest.param(
        "table.xlsx",
        sample.xlsx({"xl/embeddings/inner.xlsx": sample.xlsx()}),
        ContentType.XLSX,
        id="a workbook in a workbook",
    ),
]


@pytest.mark.parametrize(("name", "content", "content_type"), TAKEN)
def test_what_is_accepted(name: str, content: bytes, content_type: ContentType) -> None:
    found = _inspect(name, content)
    assert (found.name, found.content_type, found.content) == (name, content_type, content)
    assert re.fullmatch(r"[0-9a-f]{64}", found.sha256)


def _flag_encrypted(content: bytes) -> bytes:
    """Sets the bit that says so, in every header of an entry and of the directory."""
    local = re.sub(rb"(PK\x03\x04..).", lambda found: found[1] + b"\x01", content, flags=re.DOTALL)
    return re.sub(rb"(PK\x01\x02....).", lambda found: found[1] + b"\x01", local, flags=re.DOTALL)


def _deflated(content: bytes) -> bytes:
    return zlib.compress(content, wbits=-15)


def _with_packed(packed: bytes) -> bytes:
    """A document whose last entry says that these bytes unpack to 11 times an x."""
    name, content = b"word/main.xml", sample.docx()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entry = archive.getinfo(name.decode())
    start, end = entry.header_offset, content.index(b"PK\x01\x02")
    header = struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, zlib.crc32(b"x" * 11), len(packed), 11, len(name), 0
    )
    directory = content[end : content.index(b"PK\x05\x06")]
    at = directory.rindex(b"PK\x01\x02")
    changed = directory[: at + 16] + struct.pack("<3L", zlib.crc32(b"x" * 11), len(packed), 11)
    directory = changed + directory[at + 28 :]
    whole = content[:start] + header + name + packed
    trailer = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, len(directory), len(whole), 0)
    return whole + directory + trailer


def _in_the_directory(content: bytes, at: int, value: bytes) -> bytes:
    """Writes a value at an offset into every entry of the directory."""
    changed = bytearray(content)
    for found in re.finditer(rb"PK\x01\x02", content):
        changed[found.start() + at : found.start() + at + len(value)] = value
    return bytes(changed)


def _twice_the_same_name() -> bytes:
    return sample.docx({"word/Main.xml": b"<another/>"})


def _with_link() -> bytes:
    out = BytesIO(sample.docx())
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _packed_otherwise() -> bytes:
    out = BytesIO(sample.docx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/more.xml", b"<more/>" * 100)
    return out.getvalue()


def _macro_enabled() -> bytes:
    parts = sample.office_parts("word/", "application/vnd.ms-word.document.macroEnabled.main+xml")
    return sample.zipped(parts)


HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENCRYPTED_ODF = {
    "META-INF/manifest.xml": b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
}

REFUSED = [
    # what is not on the list
    pytest.param("run.exe", b"MZ", "Only these kinds", id="a program"),
    pytest.param("page.html", HTML, "Only these kinds", id="HTML"),
    pytest.param("picture.svg", SVG, "Only these kinds", id="SVG"),
    pytest.param("letter.docm", sample.docx(), "Only these kinds", id="Word with macros"),
    pytest.param("report.pdf.exe", sample.pdf(), "Only these kinds", id="two endings"),
    pytest.param("report", sample.pdf(), "Only these kinds", id="no ending"),
    pytest.param("report.pdf\u202egpj.exe", sample.pdf(), "Only these kinds", id="an ending turned around"),
    # nothing
    *[
        pytest.param(f"empty.{one}", b"", "It is empty", id=f"0 bytes as {one}")
        for one in ("pdf", "docx", "txt", "png")
    ],
    # one thing dressed as another
    pytest.param("report.pdf", HTML, "not what its ending says", id="HTML as PDF"),
    pytest.param("report.pdf", SVG, "not what its ending says", id="SVG as PDF"),
    pytest.param(
        "report.pdf", b"\n\n" + sample.pdf(), "not what its ending says", id="PDF after something else"
    ),
    pytest.param("report.pdf", HTML + sample.pdf(), "not what its ending says", id="PDF after HTML"),
    pytest.param("report.pdf", sample.png(), "not what its ending says", id="PNG as PDF"),
    pytest.param("report.pdf", b"%PDF-1.7\n1 0 obj", "without its end", id="half a PDF"),
    pytest.param("map.png", SVG, "not what its ending says", id="SVG as PNG"),
    pytest.param("map.png", sample.jpeg(), "not what its ending says", id="JPEG as PNG"),
    pytest.param("photo.jpg", sample.png(), "not what its ending says", id="PNG as JPEG"),
    pytest.param("photo.jpg", HTML, "not what its ending says", id="HTML as JPEG"),
    pytest.param("letter.docx", sample.xlsx(), "not what its ending says", id="Excel as Word"),
    pytest.param(
        "letter.docx", sample.zipped({"a.txt": b"a"}), "not what its ending says", id="any ZIP as Word"
    ),
    pytest.param("letter.docx", sample.open_document("text"), "not what its ending says", id="ODT as Word"),
    pytest.param(
        "letter.odt", sample.open_document("spreadsheet"), "not what its ending says", id="ODS as ODT"
    ),
    pytest.param("letter.odt", sample.docx(), "not what its ending says", id="Word as ODT"),
    pytest.param("letter.docx", sample.pdf(), "not what its ending says", id="PDF as Word"),
    pytest.param("letter.docx", OLD_WORD, "protected by a password", id="old Word, or a password"),
    pytest.param("note.txt", HTML, "HTML or SVG", id="HTML as text"),
    pytest.param(
        "note.txt", b"\xef\xbb\xbf \n" + HTML, "HTML or SVG", id="HTML as text, after a mark and blanks"
    ),
    pytest.param("note.txt", HTML.decode().encode("utf-16"), "HTML or SVG", id="HTML as text in UTF-16"),
    pytest.param("note.txt", SVG, "HTML or SVG", id="SVG as text"),
    pytest.param(
        "table.csv", b"a,b\n" * 2000 + b"<ScRiPt src=x>", "HTML or SVG", id="a script far inside a table"
    ),
    pytest.param("note.txt", sample.pdf(), "not what its ending says", id="PDF as text"),
    pytest.param("note.txt", b"a\x00b", "not plain text", id="NUL in text"),
    pytest.param("note.txt", "a\x00b".encode("utf-16"), "not plain text", id="NUL in UTF-16"),
    pytest.param("note.txt", b"\xff\xfea\xd8", "not plain text", id="half a pair in UTF-16"),
    pytest.param("note.txt", b"\x81\x8d\x8f", "not plain text", id="no text in any code page"),
    pytest.param("note.txt", sample.docx(), "not plain text", id="Word as text"),
    # two things in one
    pytest.param("report.pdf", sample.pdf() + sample.docx() + b"%%EOF", "second file", id="PDF and ZIP"),
    pytest.param("map.png", sample.png() + sample.docx(), "not what its ending says", id="PNG and ZIP"),
    pytest.param("map.png", sample.png() + HTML, "not what its ending says", id="PNG and HTML"),
    pytest.param("photo.jpg", sample.jpeg() + sample.docx(), "second file", id="JPEG and ZIP"),
    pytest.param("photo.jpg", sample.jpeg() + HTML, "second file", id="JPEG and HTML"),
    pytest.param("photo.jpg", sample.jpeg(comment=sample.pdf()), "second file", id="JPEG and PDF"),
    pytest.param("letter.docx", HTML + sample.docx(), "not what its ending says", id="HTML before Word"),
    pytest.param("letter.docx", sample.docx() + HTML, "Something follows its end", id="HTML behind Word"),
    # pictures without a picture
    pytest.param("map.png", sample.png(width=0), "not what its ending says", id="PNG of no width"),
    pytest.param("map.png", sample.png(depth=3), "not what its ending says", id="PNG of 3 bits"),
    pytest.param("map.png", sample.png()[:-8], "not what its ending says", id="PNG without its end"),
    pytest.param(
        "map.png", sample.png().replace(b"IDAT", b"tEXt"), "not what its ending says", id="PNG, no data"
    ),
    pytest.param("map.png", b"\x89PNG\r\n\x1a\n", "not what its ending says", id="PNG of a signature only"),
    pytest.param("photo.jpg", sample.jpeg(height=0), "not what its ending says", id="JPEG of no height"),
    pytest.param(
        "photo.jpg", b"\xff\xd8\xff\xe0\x00\x00", "not what its ending says", id="JPEG, segment of nothing"
    ),
    pytest.param("photo.jpg", sample.jpeg()[:-2], "not what its ending says", id="JPEG without its end"),
    # containers
    pytest.param(
        "letter.docx", sample.docx({"word/a": sample.bomb(20)}), "far more than its size", id="bomb, ratio"
    ),
    pytest.param(
        "letter.docx",
        sample.docx(dict.fromkeys([f"word/{one}" for one in range(260)], sample.bomb(1))),
        "far more than its size",
        id="bomb, many small parts",
    ),
    pytest.param(
        "letter.docx",
        _with_packed(_deflated(sample.bomb(3))),
        "far more than its size",
        id="bomb, a size that lies",
    ),
    pytest.param(
        "letter.docx", _with_packed(_deflated(b"x" * 11) + HTML), "damaged", id="HTML behind a packed part"
    ),
    pytest.param("letter.docx", _with_packed(_deflated(b"x" * 11)[:-2]), "damaged", id="half a packed part"),
    pytest.param(
        "letter.docx",
        sample.zipped(sample.office_parts("word/", "text/html")),
        "not what its ending says",
        id="a folder of Word and another main part",
    ),
    pytest.param(
        "letter.docx",
        sample.docx({f"word/{one}": b"" for one in range(containers.MAX_ENTRIES)}),
        "more than 2000 parts",
        id="too many parts",
    ),
    pytest.param(
        "letter.docx",
        sample.docx({f"word/{'x' * 60_000}{one}": b"" for one in range(20)}),
        "more than 2000 parts",
        id="a directory too large to be read",
    ),
    *[
        pytest.param("letter.docx", sample.docx({path: b"x"}), "leads outside", id=f"part {path}")
        for path in ("../up.xml", "word/../../up.xml", "/etc/passwd", "word\\..\\up.xml", "C:/up.xml")
    ],
    pytest.param("letter.docx", _flag_encrypted(sample.docx()), "encrypted", id="encrypted parts"),
    pytest.param(
        "letter.odt", sample.open_document("text", ENCRYPTED_ODF), "password", id="encrypted OpenDocument"
    ),
    pytest.param("letter.docx", _twice_the_same_name(), "same name", id="two parts of one name"),
    pytest.param("letter.docx", _with_link(), "a link", id="a symbolic link"),
    pytest.param("letter.docx", _packed_otherwise(), "does not use", id="packed with LZMA"),
    pytest.param("letter.docx", sample.docx()[:-30], "end is missing", id="cut off"),
    pytest.param(
        "letter.docx", sample.docx().replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged", id="bad directory"
    ),
    pytest.param(
        "letter.docx", sample.docx().replace(b"PK\x03\x04\x14", b"PK\x03\x05\x14"), "not", id="bad header"
    ),
    pytest.param("letter.docx", b"PK\x03\x04", "end is missing", id="a signature only"),
    pytest.param(
        "letter.docx", _in_the_directory(sample.docx(), 16, b"sums"), "damaged", id="wrong checksums"
    ),
    pytest.param(
        "letter.docx",
        sample.docx().replace(b"word/main.xml", b"word/evil.xml", 1),
        "damaged",
        id="a part of two names",
    ),
    pytest.param("letter.docx", sample.docx({"word/vbaProject.bin": b"x"}), "macros", id="macros in Word"),
    pytest.param(
        "table.xlsx", sample.xlsx({"xl/VBAPROJECT.BIN": b"x"}), "macros", id="macros in Excel, capitals"
    ),
    pytest.param("letter.docx", _macro_enabled(), "macros", id="docm under another ending"),
    pytest.param(
        "letter.odt", sample.open_document("text", {"Basic/a.xml": b"x"}), "macros", id="macros in ODT"
    ),
]


@pytest.mark.parametrize(("name", "content", "rule"), REFUSED)
def test_what_is_refused_and_why(name: str, content: bytes, rule: str) -> None:
    with pytest.raises(NotTaken, match=re.escape(rule)) as refusal:
        _inspect(name, content)
    words = str(refusal.value)
    assert refusal.value.field == "documents"
    assert words.startswith(f"{refusal.value.name} is not attached. "), "it names the file"
    assert re.search(r"(Save|save|Choose|Remove|print)", words), "it says what to do"


def test_a_file_has_25_megabytes_and_not_a_byte_more() -> None:
    words = b"x" * MAX_FILE_BYTES
    assert len(_inspect("note.txt", words).content) == 25 * 1024 * 1024
    with pytest.raises(TooLarge, match="at most 25 MB"):
        _inspect("note.txt", words + b"x")


def test_a_bomb_is_found_without_being_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the directory declares is enough; no byte of it is unpacked."""
    monkeypatch.setattr(containers, "_measure", lambda *args, **named: pytest.fail("unpacked"))
    content = sample.docx({"word/a": sample.bomb(20)})
    with pytest.raises(NotTaken):
        _inspect("letter.docx", content)


def test_parts_that_share_their_bytes_are_found_without_being_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(containers, "_measure", lambda *args, **named: pytest.fail("unpacked"))
    content = sample.docx()
    with pytest.raises(NotTaken, match="damaged"):
        _inspect("letter.docx", _in_the_directory(content, 20, struct.pack("<L", len(content) // 2)))


NAMES = [
    pytest.param("report.pdf", "report.pdf", id="plain"),
    pytest.param("../../etc/report.pdf", "report.pdf", id="folders"),
    pytest.param("C:\\Users\\me\\report.pdf", "report.pdf", id="folders of Windows"),
    pytest.param("re\u202egpj.port\u2069.pdf", "regpj.port.pdf", id="marks of direction"),
    pytest.param("re\r\nport\x00\x1b.pdf", "report.pdf", id="control characters"),
    pytest.param("re\udc80port.pdf", "report.pdf", id="half a pair"),
    pytest.param("re\u2028port.pdf", "report.pdf", id="a line separator"),
    pytest.param("  my   report .pdf", "my report.pdf", id="blanks"),
    pytest.param("..pdf", "document.pdf", id="an ending only"),
    pytest.param(".pdf", "document.pdf", id="hidden"),
    pytest.param("", "document", id="nothing"),
    pytest.param("../", "document", id="a folder only"),
    pytest.param("Re\u0301ponse.pdf", "Réponse.pdf", id="composed"),
    pytest.param("答复.PDF", "答复.PDF", id="other scripts"),
    pytest.param("گزارش\u200cها.pdf", "گزارش\u200cها.pdf", id="a joiner that Persian needs"),
]


@pytest.mark.parametrize(("given_name", "kept"), NAMES)
def test_names_are_cleaned(given_name: str, kept: str) -> None:
    assert names.clean(name=given_name) == kept


def test_a_name_of_300_characters_keeps_its_ending() -> None:
    cleaned = names.clean(name="../" + "\u202ex" * 300 + ".pdf")
    assert cleaned == "x" * 251 + ".pdf"
    assert names.extension(name=cleaned) == "pdf"


@settings(max_examples=300)
@given(st.text(st.characters(), max_size=400))
def test_any_name_comes_out_safe(name: str) -> None:
    cleaned = names.clean(name=name)
    assert 0 < len(cleaned) <= 255
    assert not set(cleaned) & set("/\\\x00\r\n\u202e\u2066")
    assert cleaned == names.clean(name=cleaned), "cleaned once is cleaned"
    cleaned.encode()


@settings(max_examples=200)
@given(
    st.sampled_from(["pdf", "docx", "odt", "txt", "csv", "png", "jpg"]),
    st.binary(max_size=300),
    st.booleans(),
)
def test_any_content_is_taken_or_refused_in_words(ending: str, content: bytes, prefixed: bool) -> None:
    starts = {
        "pdf": b"%PDF-1.4",
        "docx": b"PK\x03\x04",
        "odt": b"PK\x03\x04",
        "png": b"\x89PNG\r\n\x1a\n",
        "jpg": b"\xff\xd8\xff",
    }
    try:
        _inspect(f"file.{ending}", (starts.get(ending, b"") if prefixed else b"") + content)
    except NotTaken as refusal:
        words = str(refusal)
    else:
        return
    assert words.startswith(f"file.{ending} is not attached. ")


@settings(max_examples=300)
@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(["docx", "odt"]))
def test_a_container_with_one_byte_changed_does_no_harm(at: int, value: int, ending: str) -> None:
    content = bytearray(sample.docx() if ending == "docx" else sample.open_document("text"))
    content[at % len(content)] = value
    try:
        _inspect(f"file.{ending}", bytes(content))
    except NotTaken as refusal:
        words = str(refusal)
    else:
        return
    assert words.startswith(f"file.{ending} is not attached. ")


def test_the_scanner_finds_the_test_virus_and_nothing_else() -> None:
    with clamd.running() as daemon:
        assert scanner.scan(content=sample.EICAR, address=daemon.address) == Scan.INFECTED
        large = bytes(3 * 1024 * 1024 + 17)
        assert scanner.scan(content=large, address=daemon.address) == Scan.CLEAN
        assert daemon.scanned == [sample.EICAR, large], "every byte arrives, in order"


def test_the_scanner_answers_on_a_unix_socket(tmp_path: Path) -> None:
    with clamd.running(path=tmp_path / "clamd.ctl") as daemon:
        assert scanner.scan(content=sample.EICAR, address=daemon.address) == Scan.INFECTED


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(None, id="hangs up"),
        pytest.param(b"stream: Can't allocate memory ERROR\x00", id="an error"),
        pytest.param(b"x" * 10_000, id="no end to its answer"),
        pytest.param(b"stream: OK, but FOUND nothing\x00", id="something else"),
    ],
)
def test_no_verdict_is_unknown(answer: bytes | None) -> None:
    with clamd.running() as daemon:
        daemon.answer = answer
        assert scanner.scan(content=b"words", address=daemon.address) == Scan.UNKNOWN


def test_a_scanner_that_has_had_enough_is_unknown() -> None:
    with clamd.running() as daemon:
        daemon.hang_up_after = 100_000
        assert scanner.scan(content=bytes(8 * 1024 * 1024), address=daemon.address) == Scan.UNKNOWN


def test_a_scanner_that_is_away_is_unknown(tmp_path: Path) -> None:
    assert scanner.scan(content=b"words", address="") == Scan.UNKNOWN
    assert scanner.scan(content=b"words", address=f"tcp://127.0.0.1:{addresses.free_port()}") == Scan.UNKNOWN
    assert scanner.scan(content=b"words", address=f"unix://{tmp_path}/none") == Scan.UNKNOWN


def test_a_scanner_that_never_answers_does_not_hold_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket
    import time

    monkeypatch.setattr(scanner, "ANSWER_SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert scanner.scan(content=b"words", address=address) == Scan.UNKNOWN
        assert time.monotonic() - began < 5
