"""What mail servers report later: kept once with the letter, shown to the officer, and never believed blindly."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from cases import correspondence
from cases.services import letter_handling
from cases.web.secretariat import letters
from compliance.accounts.models import User
from notifications import delivery, reports
from notifications.models import DeliveryEvent, Message
from tests.conftest import MakeRequest, actor_of

pytestmark = pytest.mark.django_db

SENT = date(2026, 11, 30)
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
EVENING = datetime(2026, 11, 30, 18, tzinfo=UTC)
_REPORT = """From: MAILER-DAEMON@party.example
To: desk@localhost
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-1@party.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=="

--==
Content-Type: text/plain

I am sorry to have to inform you.

--==
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.party.example

Final-Recipient: rfc822; focal-xa@party.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such person\u202e here

--==
Content-Type: {returned}

{headers}
--==--
"""


def _report(letter: Message, *, action: str = "failed", whole: bool = True) -> bytes:
    headers = f"Message-ID: {letter.message_id}\nSubject: a letter\n\n"
    returned = "message/rfc822" if whole else "text/rfc822-headers"
    return _REPORT.format(action=action, returned=returned, headers=headers).encode()


@pytest.fixture
def letter(make_request: MakeRequest) -> Message:
    """The letter to the focal point, taken by the mail server."""
    make_request(sent_on=SENT)
    delivery.deliver(now=lambda: NOON)
    return Message.objects.get(address="focal-xa@party.example")


@pytest.mark.parametrize("whole", [True, False], ids=["the letter returned", "its headers alone"])
def test_a_letter_that_came_back_is_seen_on_its_case(letter: Message, officer: User, whole: bool) -> None:
    (event,) = reports.read(content=_report(letter, whole=whole), at=EVENING)
    assert (event.kind, event.status) == ("BOUNCED", "5.1.1")
    assert event.detail == "smtp; 550 5.1.1 no such person here", "without what cannot be read"
    assert reports.read(content=_report(letter, whole=whole), at=EVENING) == [event], (
        "the same report is one event"
    )

    actor, record = actor_of(officer), letter.notice.request
    lines = letters.of_notices(correspondence.letters_about(actor=actor, request=record))
    assert [(line.address, line.state) for line in lines] == [
        ("ma-xa@party.example", "Handed to the mail server"),
        ("focal-xa@party.example", "Came back on 30 November 2026"),
    ]
    assert list(correspondence.messages_visible(actor=actor).came_back()) == [letter]
    letter_handling.settle(actor=actor, message=letter, at=EVENING)
    assert not correspondence.messages_visible(actor=actor).came_back().exists()
    assert DeliveryEvent.objects.get().settled_by_id == officer.pk


def test_a_delay_is_no_return(letter: Message) -> None:
    (event,) = reports.read(content=_report(letter, action="delayed"), at=EVENING)
    assert event.kind == "DELAYED"
    assert not Message.objects.came_back().exists()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\x00\xfe" * 100, id="noise"),
        pytest.param(b"Subject: Re: your letter\n\nWe shall answer soon.", id="an ordinary reply"),
        pytest.param(
            _REPORT.format(action="failed", returned="message/rfc822", headers="").encode(), id="of none"
        ),
        pytest.param(
            _REPORT.format(
                action="failed", returned="message/rfc822", headers="Message-ID: <other@x>\n\n"
            ).encode(),
            id="of a letter that we did not send",
        ),
    ],
)
def test_other_mail_is_left_alone(letter: Message, content: bytes) -> None:
    assert reports.read(content=content, at=EVENING) == []
    assert not DeliveryEvent.objects.exists()


def test_a_mail_server_pipes_reports_to_a_command(
    letter: Message, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(_report(letter))))
    call_command("read_report", "--format", "json")
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told == {"events": [{"letter": letter.pk, "kind": "BOUNCED", "status": "5.1.1"}]}


def test_what_a_mail_server_wrote_is_shown_as_words(letter: Message, officer: User, client: Client) -> None:
    reports.record(
        message_id=letter.message_id,
        kind="BOUNCED",
        at=EVENING,
        source="x",
        detail="<script>alert(1)</script>",
    )
    client.force_login(officer)
    for address in (reverse("secretariat:messages"), reverse("secretariat:letter", args=[letter.pk])):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert(1)" not in page
