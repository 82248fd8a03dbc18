"""Mail that came to the demonstration's desk, and notices of which the older ones were read."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings

from cases.models import InformationRequest, PersonalNotice
from cases.services.incoming import keeping
from notifications import reply_address
from notifications.models import Message

_UNREAD = timedelta(days=3)
"""What is younger than this nobody has read yet."""


def add(*, at: datetime) -> None:
    """A reply of a Party with its table, a question from nobody known, and all but the latest notices read."""
    older = PersonalNotice.objects.filter(read_at__isnull=True, at__lt=at - _UNREAD)
    for notice in older:
        notice.read_at = notice.at + timedelta(hours=2)
    PersonalNotice.objects.bulk_update(older, ["read_at"], batch_size=500)
    if settings.INBOUND_ADDRESS:
        _reply(at=at - timedelta(hours=5))
        _question(at=at - timedelta(hours=4))


def _reply(*, at: datetime) -> None:
    """Of Alder, whose focal point can sign in: to the latest letter about the request that waits longest."""
    waiting = InformationRequest.objects.filter(
        stage=InformationRequest.Stage.SENT, next_due_on__isnull=False, party__iso2="XA"
    ).order_by("next_due_on", "pk")
    letters = Message.objects.filter(notice__request=waiting.first(), recipient="PARTY")
    letter = letters.select_related("notice__request__party").order_by("pk").last()
    if letter is None or letter.notice.request is None:
        return
    party, to = letter.notice.request.party, reply_address.of(message=letter)
    mail = _mail(sender=f"{party.name_en} <{party.mailbox}>", to=to, at=at, number=1)
    mail["Subject"] = f"Re: {letter.notice.request.reference}"
    mail["In-Reply-To"] = letter.message_id
    mail.set_content(
        "Dear colleagues,\n\nPlease find attached the first part of the register. The second part "
        "is being copied and follows within four weeks.\n\nWith kind regards,\nThe Management Authority\n"
    )
    mail.add_attachment("permit;date;specimens\n0001;2025-03-04;12\n", subtype="csv", filename="register.csv")
    mail.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="reader.exe")
    keeping.receive(content=mail.as_bytes(), recipient=to, at=at)


def _question(*, at: datetime) -> None:
    mail = _mail(sender="Visitor <visitor@elsewhere.example>", to=settings.INBOUND_ADDRESS, at=at, number=2)
    mail["Subject"] = "How do I sign in?"
    mail.set_content("I have lost the link of my invitation. Whom do I ask?\n")
    keeping.receive(content=mail.as_bytes(), recipient=settings.INBOUND_ADDRESS, at=at)


def _mail(*, sender: str, to: str, at: datetime, number: int) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = sender, to, format_datetime(at)
    mail["Message-ID"] = f"<demonstration-{number}@party.example>"
    return mail
