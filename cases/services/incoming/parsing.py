"""What a mail says, from its bytes: pure, and without a fault on whatever anybody sends."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser

MOST_TEXT = 100_000
"""Characters of a mail's text that are kept beside it; the whole is in the mail."""
MOST_ATTACHMENTS = 100
_OUT_OF_OFFICE = ("x-autoreply", "x-autorespond")
_NOT_TO_BE_ANSWERED = ("x-auto-response-suppress", "list-id", "list-unsubscribe", "feedback-id")
_ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_MACHINES = re.compile(
    r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+._-]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parsed:
    """A mail as its reader sees it, and what its head says of how it was made."""

    message_id: str
    sender: str
    subject: str
    text: str
    answers: tuple[str, ...]
    """The Message-IDs that it replies to, the nearest first."""
    is_report: bool
    is_automatic: bool
    """Written by a program by itself, such as a notice of absence."""
    wants_no_reply: bool
    """Whether no program is to answer it: written by one, sent to many, or marked so."""
    attachments: tuple[Attachment, ...] = ()


def identity(*, content: bytes, recipient: str) -> str:
    """One key for one mail to one recipient, however often it is delivered.

    Of what the sender wrote into the head, since the way adds to it; of the bytes
    where there is no Message-ID.
    """
    head = BytesHeaderParser(policy=policy.compat32).parsebytes(content)
    named = [str(head.get(name, "")) for name in ("Message-ID", "From", "Date", "Subject")]
    parts = named if named[0].strip() else [hashlib.sha256(content).hexdigest()]
    words = "\0".join([recipient.strip().lower(), *(" ".join(part.split()) for part in parts)])
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()


def recipients(*, content: bytes) -> list[str]:
    """The addresses that a mail says it went to: for ways in that do not say it themselves."""
    head = BytesHeaderParser(policy=policy.compat32).parsebytes(content)
    values = [str(value) for name in _ENVELOPE for value in head.get_all(name, [])]
    return [address for _, address in getaddresses(values) if "@" in address]


def parse(*, content: bytes) -> Parsed:
    """Reads a mail. Whatever cannot be read is empty; nothing is raised."""
    mail = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    sender = parseaddr(_header(mail, "From"))[1].lower()
    text, from_html = _text(mail)
    return Parsed(
        message_id=_header(mail, "Message-ID")[:250],
        sender=sender[:254],
        subject=_one_line(_header(mail, "Subject"))[:500],
        text=_readable(_words_of_html(text) if from_html else text)[:MOST_TEXT],
        answers=tuple(_answers(mail)),
        is_report=mail.get_content_type() == "multipart/report",
        is_automatic=_is_automatic(mail),
        wants_no_reply=_wants_no_reply(mail, sender),
        attachments=tuple(_attachments(mail)),
    )


def _is_automatic(mail: EmailMessage) -> bool:
    """Source: RFC 3834, section 5. In doubt somebody wrote it: an officer is to see it."""
    submitted = _header(mail, "Auto-Submitted").lower().partition(";")[0].strip()
    told = any(name in mail for name in _OUT_OF_OFFICE)
    return submitted not in ("", "no") or told or _precedence(mail) == "auto_reply"


def _wants_no_reply(mail: EmailMessage, sender: str) -> bool:
    """Source: RFC 3834, section 2. In doubt nothing is answered: two programs must not write to each other."""
    empty_path = "Return-Path" in mail and _header(mail, "Return-Path").strip() in ("", "<>")
    marked = any(name in mail for name in _NOT_TO_BE_ANSWERED)
    machine = not sender or bool(_MACHINES.match(sender))
    bulk = _precedence(mail) in ("bulk", "list", "junk")
    return _is_automatic(mail) or bulk or empty_path or marked or machine


def _precedence(mail: EmailMessage) -> str:
    return _header(mail, "Precedence").lower().strip()


def _answers(mail: EmailMessage) -> Iterator[str]:
    found = re.findall(r"<[^<>\s]{3,200}>", _header(mail, "In-Reply-To"))
    yield from found
    yield from reversed(re.findall(r"<[^<>\s]{3,200}>", _header(mail, "References"))[-50:])


def _text(mail: EmailMessage) -> tuple[str, bool]:
    """The words of the mail, and whether they are HTML: plain text where there is any."""
    for kind in ("plain", "html"):
        try:
            body = mail.get_body(preferencelist=(kind,))
        except Exception:  # a mail that its own library cannot walk
            return "", False
        if isinstance(body, EmailMessage) and (words := _decoded(body).strip()):
            return words, kind == "html"
    return "", False


def _attachments(mail: EmailMessage) -> Iterator[Attachment]:
    try:
        parts: Iterable[EmailMessage] = list(mail.iter_attachments())
    except Exception:  # of a mail with a single part, or one that lies about its parts
        return
    for number, part in enumerate(parts[:MOST_ATTACHMENTS], start=1):  # type: ignore[index]
        content = _bytes(part)
        if content:
            yield Attachment(_name(part) or f"attachment-{number}", content)


def _bytes(part: EmailMessage) -> bytes:
    """Of an attached mail the mail itself."""
    try:
        if part.get_content_maintype() == "message":
            return b"".join(one.as_bytes() for one in part.get_payload())  # type: ignore[union-attr]
        found = part.get_payload(decode=True)
    except Exception:
        return b""
    return found if isinstance(found, bytes) else b""


def _name(part: EmailMessage) -> str:
    try:
        return str(part.get_filename() or "")
    except Exception:
        return ""


def _decoded(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _header(mail: EmailMessage, name: str) -> str:
    """A head that does not follow the rules is read as nothing."""
    try:
        return _printable(str(mail[name] or ""))
    except Exception:
        return ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _readable(text: str) -> str:
    return _printable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _printable(text: str) -> str:
    """Without what no database holds and nobody reads: NUL, other controls, lone surrogates, turned directions."""
    kept = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(one for one in kept if one.isprintable() or one in "\n\t")


class _Words(HTMLParser):
    """The words of a page, a line for each block, without what is not shown."""

    _BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"})
    _HIDDEN = frozenset({"script", "style", "head", "title", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in self._HIDDEN
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._HIDDEN and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _words_of_html(page: str) -> str:
    reader = _Words()
    reader.feed(page[: 20 * MOST_TEXT])
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
