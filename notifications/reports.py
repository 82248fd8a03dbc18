"""What mail servers report of letters that they had taken: kept with the letter, once for each report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.message import Message as Mail

from notifications.models import DeliveryEvent, Message

LARGEST = 1024 * 1024
"""Bytes of a report that are looked at; it returns no more than the headers of a letter, or its few words."""
_KINDS = {"failed": DeliveryEvent.Kind.BOUNCED, "delayed": DeliveryEvent.Kind.DELAYED}


def record(
    *, message_id: str, kind: str, at: datetime, source: str, status: str = "", detail: str = ""
) -> DeliveryEvent | None:
    """Keeps one event of the letter with this Message-ID; the same report again finds the event that there is.

    ``source`` names the report, ``at`` is the present instant. None where the
    desk sent no such letter: anybody can write to where reports arrive.
    """
    letter = Message.objects.filter(message_id=message_id).first()
    if letter is None:
        return None
    event, _ = DeliveryEvent.objects.get_or_create(
        message=letter,
        kind=kind,
        source=source[:250],
        defaults={"at": at, "status": status[:11], "detail": detail[:2000]},
    )
    return event


def read(*, content: bytes, at: datetime) -> list[DeliveryEvent]:
    """The events of a delivery status notification (RFC 3464), as a mail server writes one; none of other mail."""
    mail = message_from_bytes(content[:LARGEST], _class=EmailMessage, policy=policy.default)
    original = _original_id(mail)
    if mail.get_content_type() != "multipart/report" or not original:
        return []
    source = str(mail["Message-ID"] or original)
    found = (
        record(message_id=original, kind=kind, at=at, source=source, status=status, detail=detail)
        for kind, status, detail in _outcomes(mail)
    )
    return [event for event in found if event]


def _outcomes(mail: Mail) -> Iterator[tuple[str, str, str]]:
    """For each recipient that the report speaks of: what became of the letter, its status and the server's words."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.walk():
            action = str(fields["Action"] or "").strip().lower()
            if action in _KINDS:
                status = str(fields["Status"] or "").strip()
                yield _KINDS[action], status, _one_line(fields["Diagnostic-Code"])


def _original_id(mail: Mail) -> str:
    """The Message-ID of the letter that the report returns, whole or its headers alone."""
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            returned = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
            return _one_line(returned["Message-ID"])
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            return _one_line(part.get_payload(0)["Message-ID"])  # type: ignore[index]
    return ""


def _one_line(text: object) -> str:
    """Without characters that nobody can read: a report is written by whoever likes to."""
    words = " ".join(str(text or "").split())
    return "".join(character for character in words if character.isprintable())
