"""Delivery over real SMTP: once when all goes well, the same letter again when it does not, never silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest

from cases.models import FocalPoint
from cases.services import submissions
from compliance.accounts.models import User
from notifications import delivery
from notifications.models import Message
from tests.conftest import MakeRequest, actor_of
from tests.services.smtp import MailServer

pytestmark = pytest.mark.django_db

SENT = date(2026, 11, 30)
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


def _deliver(at: datetime) -> delivery.Delivered:
    return delivery.deliver(now=lambda: at)


def test_a_request_reaches_everybody_who_speaks_for_the_party(
    make_request: MakeRequest, mail_server: MailServer
) -> None:
    request = make_request(sent_on=SENT)
    assert _deliver(NOON) == delivery.Delivered(sent=2, postponed=0, failed=0)

    assert {mail["To"] for mail in mail_server.taken} == {"ma-xa@party.example", "focal-xa@party.example"}
    mail = mail_server.taken[0]
    assert mail["Subject"] == (
        f"{request.reference}: the Secretariat requests information from Demonstration Party Alder"
    )
    text = _text(mail)
    assert "- 30 December 2026: Reply or approximate date." in text
    assert "- 28 February 2027: Justification." in text
    assert "- 30 May 2027: Response." in text
    assert f"/party/requests/{request.reference}/" in text
    assert _deliver(NOON) == delivery.Delivered(0, 0, 0)


def test_what_the_server_refuses_for_now_comes_again_the_same(
    make_request: MakeRequest, mail_server: MailServer
) -> None:
    FocalPoint.objects.all().delete()
    make_request(sent_on=SENT)
    mail_server.answers = ["451 try later", "taken, then 421 closing"]

    assert _deliver(NOON) == delivery.Delivered(0, 1, 0)
    assert _deliver(NOON + timedelta(seconds=30)) == delivery.Delivered(0, 0, 0), "it waits a minute"
    assert _deliver(NOON + timedelta(minutes=2)) == delivery.Delivered(0, 1, 0)
    assert _deliver(NOON + timedelta(minutes=10)) == delivery.Delivered(1, 0, 0)

    assert len(mail_server.raw) == 2, "taken once with a refusal after it, and once in full"
    assert mail_server.raw[0] == mail_server.raw[1], "the same bytes, with the same Message-ID"
    kinds = [part.get_content_type() for part in mail_server.taken[0].walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip


def test_an_unknown_mailbox_is_on_the_list_at_once_and_stops_nobody_else(
    make_request: MakeRequest, mail_server: MailServer
) -> None:
    mail_server.unknown = {"focal-xa@party.example"}
    make_request(sent_on=SENT)
    assert _deliver(NOON) == delivery.Delivered(sent=1, postponed=0, failed=1)

    failed = Message.objects.failed().get()
    assert failed.address == "focal-xa@party.example"
    assert "550" in failed.last_error
    mail_server.unknown = set()
    delivery.retry(message=failed, at=NOON)
    assert _deliver(NOON) == delivery.Delivered(1, 0, 0)


def test_a_server_that_is_down_loses_nothing_and_gives_up_in_sight(
    make_request: MakeRequest, settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    FocalPoint.objects.all().delete()
    make_request(sent_on=SENT)
    at, attempts = NOON, 0
    while not Message.objects.failed().exists():
        _deliver(at)
        attempts += 1
        at += timedelta(hours=7)
    assert attempts == delivery.MAX_ATTEMPTS
    assert Message.objects.get().last_error


def test_a_delivery_that_was_killed_repeats_at_most_the_letter_in_hand(
    make_request: MakeRequest, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends between handing over the second letter and writing that down."""
    make_request(sent_on=SENT)
    make_request(sent_on=SENT)
    marked = delivery._mark_sent

    def killed(*, message: Message, at: datetime) -> bool:
        if len(mail_server.taken) == 2:
            raise SystemExit
        return marked(message=message, at=at)

    monkeypatch.setattr(delivery, "_mark_sent", killed)
    with pytest.raises(SystemExit):
        _deliver(NOON)
    monkeypatch.setattr(delivery, "_mark_sent", marked)
    assert _deliver(NOON + timedelta(minutes=1)) == delivery.Delivered(0, 0, 0), "the claim still holds"
    assert _deliver(NOON + delivery.LEASE) == delivery.Delivered(3, 0, 0)

    ids = [mail["Message-ID"] for mail in mail_server.taken]
    assert len(ids) == 5
    assert len(set(ids)) == 4, "one letter came twice, as itself"


def test_what_somebody_typed_is_never_evaluated(make_request: MakeRequest, mail_server: MailServer) -> None:
    make_request(
        sent_on=SENT,
        subject="{{ settings.SECRET_KEY }} {% debug %}",
        questions="<script>alert(1)</script> {{ questions }}",
    )
    _deliver(NOON)
    text = _text(mail_server.taken[0])
    assert "{{ settings.SECRET_KEY }} {% debug %}" in text
    assert "<script>alert(1)</script> {{ questions }}" in text


def test_a_subject_cannot_add_headers(make_request: MakeRequest, mail_server: MailServer) -> None:
    make_request(sent_on=SENT, subject="Permits\r\nBcc: everybody@party.example")
    _deliver(NOON)
    assert mail_server.taken[0]["Bcc"] is None
    assert len(mail_server.taken) == 2


def test_letters_are_in_the_order_of_what_happened(
    make_request: MakeRequest, focal_point: User, mail_server: MailServer
) -> None:
    import uuid

    request = make_request(sent_on=SENT)
    submissions.answer(
        actor=actor_of(focal_point),
        request=request,
        key=uuid.uuid4(),
        at=NOON,
        approximate_date=date(2027, 3, 1),
    )
    _deliver(NOON + timedelta(minutes=1))
    to_party = [mail["Subject"] for mail in mail_server.taken if mail["To"] == "ma-xa@party.example"]
    assert to_party == [
        f"{request.reference}: the Secretariat requests information from Demonstration Party Alder",
        f"{request.reference}: your answer was received on 30 November 2026",
    ]
