"""Calls to other systems: each once, signed, tried again, and never inside the house."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cases.access import Actor
from cases.services import announcing, measures, requests, sweep, webhooks
from cases.services.refusals import Refused
from compliance.accounts.models import User
from notifications import pausing
from notifications.models import DeliveryPause
from notifications.webhooks import calling, reaching, secrets_kept, telling
from notifications.webhooks.events import Event
from notifications.webhooks.models import WebhookAttempt, WebhookCall, WebhookEndpoint
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at
from tests.services.receiver import Receiver, running

SENT = date(2026, 11, 30)
NOW = at(SENT)


@pytest.fixture(scope="module")
def _server() -> Iterator[Receiver]:
    with running() as receiver:
        yield receiver


@pytest.fixture
def receiver(_server: Receiver, settings: Any) -> Receiver:
    settings.WEBHOOK_TEST_HOSTS = ["127.0.0.1"]
    _server.statuses, _server.received, _server.headers = [], [], {}
    return _server


@pytest.fixture
def keeper(administrator: User) -> Actor:
    return actor_of(administrator)


@pytest.fixture
def endpoint(receiver: Receiver, keeper: Actor) -> tuple[WebhookEndpoint, str]:
    return webhooks.make(actor=keeper, name="Trade database", url=receiver.url, events=Event.values, at=NOW)


def _call(instant: datetime) -> int:
    return calling.call(now=lambda: instant)


def _verified(call: tuple[dict[str, str], bytes], secret: str) -> dict[str, Any]:
    """What a receiver does, written from the standard and from nothing of the desk's code."""
    headers, body = call
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert f"v1,{expected}" in headers["webhook-signature"].split(" ")
    told: dict[str, Any] = json.loads(body)
    return told


def test_what_happens_is_told_once_and_signed(
    receiver: Receiver,
    endpoint: tuple[WebhookEndpoint, str],
    make_request: MakeRequest,
    answer: Answer,
) -> None:
    request = make_request(sent_on=SENT, subject="Confidential words")
    answer(request, SENT, acknowledgement=True)
    assert _call(NOW) == 2
    sent, answered = (_verified(one, endpoint[1]) for one in receiver.received)
    assert (sent["type"], answered["type"]) == ("request.sent", "answer.received")
    assert sent["data"] == {
        "request": request.reference,
        "party": "XA",
        "on": "2026-11-30",
        "url": f"http://localhost:8000/secretariat/requests/{request.reference}/",
    }
    assert b"Confidential" not in receiver.received[0][1]
    assert receiver.received[0][0]["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert _call(NOW) == 0
    attempt = WebhookAttempt.objects.order_by("pk")[0]
    assert (attempt.status, attempt.answer) == (200, "thanks [31m")


@pytest.mark.usefixtures("endpoint")
def test_a_sweep_tells_each_overdue_step_once(receiver: Receiver, make_request: MakeRequest) -> None:
    make_request(sent_on=SENT)
    _call(NOW)
    receiver.received.clear()
    for _run in range(2):
        sweep.issue_due_notices(on=date(2026, 12, 31), at=at(date(2026, 12, 31)))
    _call(at(date(2026, 12, 31)))
    (told,) = (json.loads(body) for _headers, body in receiver.received)
    assert (told["type"], told["data"]["step"], told["data"]["due_on"]) == (
        "step.overdue",
        "REPLY",
        "2026-12-30",
    )


def test_matters_and_measures_are_told(
    receiver: Receiver, endpoint: tuple[WebhookEndpoint, str], make_matter: MakeMatter, officer: User
) -> None:
    matter = make_matter(brought=SENT)
    given = {"actor": actor_of(officer), "at": NOW}
    measure = measures.decide(
        matter=matter,
        kind="WARNING",
        text="W",
        decided_on=SENT,
        meeting=None,
        notification="No. 2026/001",
        **given,
    )
    measures.withdraw(measure=measure, ends_on=SENT, reason="Done.", **given)
    _call(NOW)
    told = [_verified(one, endpoint[1]) for one in receiver.received]
    assert [one["type"] for one in told] == [
        "matter.brought",
        "measure.decided",
        "register.changed",
        "measure.withdrawn",
    ]
    assert {one["data"].get("matter") for one in told} == {matter.reference, None}


@pytest.mark.usefixtures("endpoint")
def test_an_act_that_is_taken_back_is_told_to_nobody(make_request: MakeRequest, officer: User) -> None:
    request = make_request(sent_on=SENT)
    WebhookCall.objects.all().delete()
    with pytest.raises(Refused):
        requests.withdraw(actor=actor_of(officer), request=request, reason="", at=NOW)
    assert not WebhookCall.objects.exists()


def test_only_what_was_chosen(receiver: Receiver, keeper: Actor, make_request: MakeRequest) -> None:
    webhooks.make(actor=keeper, name="A", url=receiver.url, events=["request.withdrawn"], at=NOW)
    make_request(sent_on=SENT)
    assert not WebhookCall.objects.exists()


@pytest.mark.parametrize("status", [500, 301, 404])
def test_what_was_not_taken_is_tried_again_the_same(
    receiver: Receiver, endpoint: tuple[WebhookEndpoint, str], make_request: MakeRequest, status: int
) -> None:
    make_request(sent_on=SENT)
    receiver.statuses, receiver.headers = [status], {"Location": f"{receiver.url}/elsewhere"}
    assert _call(NOW) == 0
    assert _call(NOW + timedelta(seconds=30)) == 0, "it waits"
    assert _call(NOW + timedelta(minutes=2)) == 1
    first, second = receiver.received
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert first[1] == second[1]
    assert first[0]["webhook-timestamp"] != second[0]["webhook-timestamp"]
    _verified(second, endpoint[1])
    assert [one.status for one in WebhookAttempt.objects.order_by("pk")] == [status, 200]


def test_given_up_after_the_last_attempt_and_put_back_by_hand(
    receiver: Receiver, endpoint: tuple[WebhookEndpoint, str], keeper: Actor
) -> None:
    call = webhooks.send_test(actor=keeper, endpoint=endpoint[0], at=NOW)
    WebhookCall.objects.update(attempts=calling.MAX_ATTEMPTS - 1)
    receiver.statuses = [503]
    _call(NOW)
    assert WebhookCall.objects.get().state == WebhookCall.State.FAILED
    assert webhooks.retry(actor=keeper, calls=[call.pk], at=NOW) == 1
    assert _call(NOW) == 1


def test_one_that_does_not_answer_holds_up_none_of_the_others(
    receiver: Receiver, keeper: Actor, make_request: MakeRequest
) -> None:
    silent, _secret = webhooks.make(
        actor=keeper, name="Silent", url="http://127.0.0.1:9/", events=Event.values, at=NOW
    )
    webhooks.make(actor=keeper, name="Well", url=receiver.url, events=Event.values, at=NOW)
    for _n in range(3):
        make_request(sent_on=SENT)
    assert _call(NOW) == 3
    assert WebhookAttempt.objects.filter(call__endpoint=silent).count() == 1
    assert "ConnectError" in WebhookAttempt.objects.get(call__endpoint=silent).error


def test_both_secrets_sign_until_the_old_one_has_ended(
    receiver: Receiver, endpoint: tuple[WebhookEndpoint, str], keeper: Actor
) -> None:
    record, old = endpoint
    new = webhooks.rotate(actor=keeper, endpoint=record, at=NOW)
    assert old not in WebhookEndpoint.objects.get().old_secret, "kept encrypted"
    for instant, valid in (
        (NOW, [old, new]),
        (NOW + secrets_kept.OVERLAP, [new]),
    ):
        webhooks.send_test(actor=keeper, endpoint=record, at=instant)
        _call(instant)
        headers, _body = receiver.received[-1]
        assert len(headers["webhook-signature"].split(" ")) == len(valid)
        for secret in valid:
            _verified(receiver.received[-1], secret)
    webhooks.rotate(actor=keeper, endpoint=record, at=NOW)
    webhooks.forget_old_secret(actor=keeper, endpoint=record, at=NOW)
    assert len(secrets_kept.valid(endpoint=WebhookEndpoint.objects.get(), at=NOW)) == 1


def test_switched_off_after_days_of_failures_and_administrators_are_told(
    receiver: Receiver,
    endpoint: tuple[WebhookEndpoint, str],
    keeper: Actor,
    make_request: MakeRequest,
    mailoutbox: list[Any],
) -> None:
    record, _secret = endpoint
    User.objects.filter(email="administrator@desk.example").update(language="fr")
    receiver.statuses = [500] * 3
    for days in (0, 4, 5):
        instant = NOW + timedelta(days=days)
        webhooks.send_test(actor=keeper, endpoint=record, at=instant)
        WebhookCall.objects.exclude(made_at=instant).update(not_before=NOW + timedelta(days=90))
        _call(instant)
        assert (WebhookEndpoint.objects.get().off_at is None) == (days < 5)
    for _run in range(2):
        telling.tell(at=NOW)
    assert [one.to for one in mailoutbox] == [["administrator@desk.example"]]
    assert mailoutbox[0].subject == "Webhook désactivé : Trade database"
    assert "30 novembre 2026" in mailoutbox[0].body
    make_request(sent_on=SENT)
    assert not WebhookCall.objects.filter(event="request.sent").exists(), "nothing is kept for it"
    webhooks.switch_on(actor=keeper, endpoint=record, at=NOW)
    assert _call(NOW + timedelta(days=91)) == 3, "what waited goes on"
    assert WebhookEndpoint.objects.get().failing_since is None


def test_gone_for_good(receiver: Receiver, endpoint: tuple[WebhookEndpoint, str], keeper: Actor) -> None:
    webhooks.send_test(actor=keeper, endpoint=endpoint[0], at=NOW)
    receiver.statuses = [410]
    _call(NOW)
    assert WebhookEndpoint.objects.get().off_because == WebhookEndpoint.Off.GONE


def test_nothing_goes_out_while_everything_is_held_back(
    receiver: Receiver, endpoint: tuple[WebhookEndpoint, str], keeper: Actor
) -> None:
    """A desk that was restored from a backup told all this before."""
    webhooks.send_test(actor=keeper, endpoint=endpoint[0], at=NOW)
    pausing.pause_everything(reason=pausing.RESTORED, at=NOW)
    assert (_call(NOW), receiver.received) == (0, [])
    DeliveryPause.objects.update(ended_at=NOW)
    assert _call(NOW) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://168.63.129.16/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fd00:ec2::254]/",
        "https://[fe80::1]/",
        "https://[fec0::1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://localhost/",
        "https://metadata.google.internal/",
        "https://printer.local/",
        "https://user:password@example.org/",
        "https://example.org/#x",
        "https://example.org:0/",
        "https://",
        "ftp://example.org/",
        "https://example .org/",
    ],
)
def test_an_address_inside_is_refused_at_once_and_never_called(keeper: Actor, url: str) -> None:
    with pytest.raises(Refused) as refused:
        webhooks.make(actor=keeper, name="A", url=url, events=Event.values, at=NOW)
    assert refused.value.field == "url"
    with pytest.raises(reaching.NotReached):
        reaching.post(url=url, body=b"{}", headers={})


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1"])
def test_a_name_that_leads_inside_is_refused_when_it_is_looked_up(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Also where another of its addresses is public; and no second look is taken."""
    asked = []

    def lookup(host: str, port: int, **options: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", ("93.184.215.14", port)), (2, 1, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(reaching.NotReached, match="not public"):
        reaching.post(url="https://rebound.example.org/", body=b"{}", headers={})
    assert asked == ["rebound.example.org"]


def test_the_connection_goes_to_the_address_that_was_looked_at(
    receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name leads elsewhere the second time it is asked: nobody asks a second time."""
    port, real, asked = int(receiver.url.rsplit(":", 1)[1].split("/")[0]), socket.getaddrinfo, []

    def lookup(host: str, *arguments: Any, **options: Any) -> Any:
        if host == "127.0.0.1":
            return real(host, *arguments, **options)
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "127.0.0.2", *arguments, **options)

    settings.WEBHOOK_TEST_HOSTS = ["desk.test"]
    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    answer = reaching.post(url=f"http://desk.test:{port}/hook", body=b"{}", headers={})
    assert (answer.status, asked) == (200, ["desk.test"])
    assert receiver.received[0][0]["host"] == f"desk.test:{port}"


def test_a_call_ends_however_slowly_the_other_side_sends(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_TEST_HOSTS = ["127.0.0.1"]
    monkeypatch.setattr(reaching, "TIME_LIMIT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(reaching.NotReached, match="ReadTimeout"):
            reaching.post(url=url, body=b"{}", headers={})


def test_who_keeps_webhooks(
    officer: User, supervisor: User, endpoint: tuple[WebhookEndpoint, str], set_clock: Callable[..., None]
) -> None:
    from django.core.exceptions import PermissionDenied

    for user in (officer, supervisor):
        with pytest.raises(PermissionDenied):
            webhooks.rotate(actor=actor_of(user), endpoint=endpoint[0], at=NOW)
        with pytest.raises(PermissionDenied):
            webhooks.retry(actor=actor_of(user), calls=[], at=NOW)
        with pytest.raises(PermissionDenied):
            webhooks.make(actor=actor_of(user), name="B", url=endpoint[0].url, events=Event.values, at=NOW)


def test_the_register_is_told_of_once(endpoint: tuple[WebhookEndpoint, str]) -> None:
    for _n in range(2):
        announcing.register_changed(about="measure-1-announced", at=NOW)
    assert WebhookCall.objects.filter(event="register.changed").count() == 1
