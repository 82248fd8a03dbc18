"""Mail through a provider: letters by its interface, what became of them and mail that came by its webhooks."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from cases.models import FocalPoint, IncomingMail
from compliance import mail_settings
from notifications import delivery
from notifications.models import DeliveryEvent, Message
from tests.conftest import MakeRequest, at

SENT = date(2026, 11, 30)
SECRET = "webhook:" + "s3cret" * 5
SIGNED = {"authorization": "Basic " + base64.b64encode(SECRET.encode()).decode()}
INBOUND = "desk@in.example.org"
MAIL = {
    "FromFull": {"Email": "ma-xa@party.example", "Name": "MA"},
    "From": "ma-xa@party.example",
    "To": INBOUND,
    "ToFull": [{"Email": INBOUND, "Name": ""}],
    "OriginalRecipient": INBOUND,
    "Subject": "Re: permits",
    "TextBody": "Here it is.",
    "Date": "Mon, 07 Dec 2026 09:00:00 +0000",
    "Headers": [{"Name": "Message-ID", "Value": "<1@party.example>"}],
}


class Provider(ThreadingHTTPServer):
    """What was posted to the provider; ``answers`` are the states that it gives to the next."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Api)
        self.posted: list[dict[str, Any]] = []
        self.answers: list[tuple[int, dict[str, Any]]] = []


class _Api(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.posted.append(body)
        accepted = {"ErrorCode": 0, "Message": "OK", "MessageID": "of-the-provider", "To": body["To"]}
        status, said = self.server.answers.pop(0) if self.server.answers else (200, accepted)
        content = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@contextmanager
def _running() -> Iterator[Provider]:
    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """Postmark, as its interface is documented, on loopback."""
    with _running() as server:
        environment = {"POSTMARK_SERVER_TOKEN": "token", "MAIL_WEBHOOK_SECRET": SECRET}
        found = mail_settings.outgoing(url="postmark://", read=lambda name: environment.get(name, ""))
        settings.EMAIL_BACKEND, settings.MAIL_PROVIDER = found.backend, found.provider
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        settings.ANYMAIL = {**found.anymail, "POSTMARK_API_URL": url}
        settings.INBOUND_ADDRESS = INBOUND
        yield server


def _deliver(hour: int = 12) -> delivery.Delivered:
    return delivery.deliver(now=lambda: at(SENT, hour))


@pytest.mark.django_db
def test_letters_go_through_a_provider_with_their_message_id(
    make_request: MakeRequest, provider: Provider
) -> None:
    FocalPoint.objects.all().delete()
    make_request(sent_on=SENT)
    provider.answers = [(500, {"ErrorCode": 100, "Message": "maintenance"})]
    assert _deliver() == delivery.Delivered(0, 1, 0)
    assert _deliver(13) == delivery.Delivered(1, 0, 0)
    first, second = provider.posted
    assert first == second
    heads = {one["Name"]: one["Value"] for one in first["Headers"]}
    letter = Message.objects.get()
    assert heads["Message-ID"] == letter.message_id
    assert heads["X-PM-KeepID"] == "true"
    assert first["Metadata"] == {"letter": letter.message_id}
    assert first["ReplyTo"] == letter.reply_to


@pytest.mark.django_db
def test_an_address_that_the_provider_refuses_is_on_the_list_and_none_is_tried_where_it_is_away(
    make_request: MakeRequest, provider: Provider, settings: Any
) -> None:
    FocalPoint.objects.all().delete()
    make_request(sent_on=SENT)
    named = "Found inactive addresses: ma-xa@party.example.\nInactive recipients are ones that bounced."
    provider.answers = [
        (422, {"ErrorCode": 406, "Message": "You tried to send to somebody inactive."}),
        (422, {"ErrorCode": 406, "Message": f"You tried to send to somebody inactive.\n{named}"}),
    ]
    assert _deliver() == delivery.Delivered(0, 1, 0), "what a provider does not say is not taken for sent"
    assert _deliver(13) == delivery.Delivered(sent=0, postponed=0, failed=1)
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:9/"}
    Message.objects.update(state="PENDING", attempts=0, not_before=at(SENT), claim=None)
    assert _deliver() == delivery.Delivered(0, 1, 0)
    assert "does not answer" in Message.objects.get().last_error


def _post(client: Client, purpose: str, body: object, **headers: str) -> int:
    answer = client.post(f"/mail/{purpose}/", json.dumps(body), "application/json", headers=headers)
    return int(answer.status_code)


@pytest.mark.django_db
def test_what_a_provider_reports_is_kept_with_the_letter_once_and_only_from_the_provider(
    make_request: MakeRequest, provider: Provider, client: Client
) -> None:
    make_request(sent_on=SENT)
    letter = Message.objects.earliest("pk")
    bounce = {
        "RecordType": "Bounce",
        "ID": 4323,
        "Type": "HardBounce",
        "Email": letter.address,
        "BouncedAt": "2026-12-01T10:00:00Z",
        "Details": "550 no such mailbox",
        "MessageID": "of-the-provider",
        "Metadata": {"letter": letter.message_id},
    }
    assert _post(client, "tracking", bounce) == 400
    assert _post(client, "tracking", bounce, authorization="Basic eDp5") == 400
    assert DeliveryEvent.objects.count() == 0
    for _ in range(2):
        assert _post(client, "tracking", bounce, **SIGNED) == 200
    event = DeliveryEvent.objects.get()
    assert (event.message, event.kind, event.detail) == (letter, "BOUNCED", "550 no such mailbox")
    stranger = {**bounce, "ID": 1, "Metadata": {"letter": "<x@y>"}}
    assert _post(client, "tracking", stranger, **SIGNED) == 200
    assert DeliveryEvent.objects.count() == 1


@pytest.mark.django_db
def test_mail_comes_in_by_the_webhook_once(provider: Provider, client: Client, settings: Any) -> None:
    assert _post(client, "inbound", MAIL) == 400
    for _ in range(2):
        assert _post(client, "inbound", MAIL, **SIGNED) == 200
    mail = IncomingMail.objects.get()
    assert (mail.sender, mail.subject, mail.text) == ("ma-xa@party.example", "Re: permits", "Here it is.")
    elsewhere = {**MAIL, "OriginalRecipient": "other@in.example.org"}
    assert _post(client, "inbound", elsewhere, **SIGNED) == 200
    large = {
        **MAIL,
        "Headers": [{"Name": "Message-ID", "Value": "<2@x>"}],
        "TextBody": "x" * 3_000_000,
    }
    assert _post(client, "inbound", large, **SIGNED) == 200
    assert IncomingMail.objects.count() == 2
    settings.INBOUND_ADDRESS = ""
    assert _post(client, "inbound", MAIL, **SIGNED) == 404


@pytest.mark.parametrize(
    ("url", "environment", "names"),
    [
        ("postmark://", {}, "POSTMARK_SERVER_TOKEN is not set"),
        ("mailgun://", {"MAILGUN_API_KEY": "x"}, "MAILGUN_SENDER_DOMAIN is not set"),
        ("postmark://token@host", {"POSTMARK_SERVER_TOKEN": "x"}, "longer than postmark://"),
        ("postmark://", {"POSTMARK_SERVER_TOKEN": "x", "MAIL_WEBHOOK_SECRET": "u:short"}, "24 characters"),
        ("smtp://127.0.0.1:25", {"MAIL_WEBHOOK_SECRET": SECRET}, "names no provider"),
        ("pigeon://", {}, "nothing that the desk can send by"),
    ],
)
def test_half_a_configuration_is_refused(url: str, environment: dict[str, str], names: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=names):
        mail_settings.outgoing(url=url, read=lambda name: environment.get(name, ""))


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("imap://user:secret@mail.example.org", "without TLS"),
        ("imaps://mail.example.org", "user:password"),
        ("https://user:secret@mail.example.org", "imaps://"),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_refused(value: str, names: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=names):
        mail_settings.mailbox(value, inbound=INBOUND)
    with pytest.raises(ImproperlyConfigured, match="INBOUND_ADDRESS is not"):
        mail_settings.mailbox("imaps://user:secret@mail.example.org", inbound="")


def test_an_inbound_address_leaves_room_for_the_sign_of_a_case() -> None:
    assert mail_settings.inbound_address(INBOUND) == INBOUND
    for value, names in (("desk", "is an address"), ("a-rather-long-mailbox@in.example.org", "too long")):
        with pytest.raises(ImproperlyConfigured, match=names):
            mail_settings.inbound_address(value)
    assert mail_settings.mailbox("imaps://a%40b:p%2Fw@host/Desk", inbound=INBOUND) == mail_settings.Mailbox(
        "host", 993, "a@b", "p/w", "Desk", tls=True
    )
