"""Letters that wait: for the end of a pause, for the Party's working day, for a mail server that is down."""

from __future__ import annotations

import smtplib
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cases.models import FocalPoint, Party
from cases.services import letter_handling, submissions
from cases.services.refusals import Refused
from compliance.accounts.models import User
from notifications import delivery, outbox, pausing, reports, working_day
from notifications.delivery import Delivered
from notifications.letters import ActCode, Recipient
from notifications.models import DeliveryPause, Message, Notice
from notifications.outbox import Address
from tests.conftest import MakeMatter, MakeRequest, actor_of
from tests.services import addresses, smtp
from tests.services.smtp import MailServer

pytestmark = pytest.mark.django_db

SENT = date(2026, 11, 30)
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
NOTHING = Delivered(0, 0, 0)


def _deliver(at: datetime) -> Delivered:
    return delivery.deliver(now=lambda: at)


def _recipients(server: MailServer) -> set[str]:
    return {str(letter["To"]) for letter in server.taken}


def test_a_pause_of_everything_holds_every_letter_and_lets_them_go(
    make_request: MakeRequest, supervisor: User, mail_server: MailServer
) -> None:
    make_request(sent_on=SENT)
    pause = letter_handling.pause(actor=actor_of(supervisor), reason="Moving the server", at=NOON)
    assert _deliver(NOON) == NOTHING
    assert Notice.objects.count() == 1, "the notice was made on its day"
    letter_handling.resume(actor=actor_of(supervisor), pause=pause, at=NOON)
    assert _deliver(NOON) == Delivered(2, 0, 0)
    pause.refresh_from_db()
    assert pause.ended_by_id == supervisor.pk


def test_a_pause_of_a_party_holds_its_letters_alone(
    make_request: MakeRequest,
    party: Party,
    other_party: Party,
    supervisor: User,
    focal_point: User,
    mail_server: MailServer,
) -> None:
    """The officer goes on being told, and another Party is written to."""
    request = make_request(sent_on=SENT)
    make_request(sent_on=SENT, party=other_party)
    submissions.answer(
        actor=actor_of(focal_point), request=request, key=uuid.uuid4(), at=NOON, justification="Floods."
    )
    letter_handling.pause(actor=actor_of(supervisor), reason="Address in doubt", at=NOON, party=party)
    _deliver(NOON)
    assert _recipients(mail_server) == {
        "ma-xb@party.example",
        "focal-xb@party.example",
        "officer@desk.example",
    }


def test_a_pause_of_a_request_holds_no_other(
    make_request: MakeRequest, supervisor: User, mail_server: MailServer
) -> None:
    held, free = make_request(sent_on=SENT), make_request(sent_on=SENT)
    letter_handling.pause(actor=actor_of(supervisor), reason="Wrong annex", at=NOON, request=held)
    assert _deliver(NOON) == Delivered(2, 0, 0)
    assert all(free.reference in letter["Subject"] for letter in mail_server.taken)


def test_pausing_is_the_supervisors_and_gives_its_reason_once(officer: User, supervisor: User) -> None:
    with pytest.raises(PermissionDenied):
        letter_handling.pause(actor=actor_of(officer), reason="Tired", at=NOON)
    with pytest.raises(Refused) as refused:
        letter_handling.pause(actor=actor_of(supervisor), reason="  ", at=NOON)
    assert refused.value.field == "reason"
    letter_handling.pause(actor=actor_of(supervisor), reason="Moving", at=NOON)
    with pytest.raises(Refused, match="wait already"):
        letter_handling.pause(actor=actor_of(supervisor), reason="Moving", at=NOON)


def test_a_restored_system_starts_with_every_letter_held(
    make_request: MakeRequest, mail_server: MailServer, settings: Any
) -> None:
    """By a command before its worker starts, or by its settings."""
    make_request(sent_on=SENT)
    pause = pausing.pause_everything(reason=pausing.RESTORED, at=NOON)
    assert pausing.pause_everything(reason=pausing.RESTORED, at=NOON) == pause, "twice is once"
    assert _deliver(NOON) == NOTHING
    assert pausing.end(pause=pause, at=NOON)
    assert not pausing.end(pause=pause, at=NOON), "it has ended"
    settings.DELIVERY_PAUSED = True
    assert _deliver(NOON) == NOTHING
    assert not DeliveryPause.objects.live().exists()


@pytest.mark.parametrize(
    ("at", "zone", "opens"),
    [
        pytest.param("2026-11-30T12:00", "Europe/Zurich", "2026-11-30T12:00", id="in the working day"),
        pytest.param("2026-11-30T05:00", "Europe/Zurich", "2026-11-30T07:00", id="before it: in the morning"),
        pytest.param(
            "2026-11-30T17:00", "Europe/Zurich", "2026-12-01T07:00", id="at its end: the next morning"
        ),
        pytest.param("2026-11-30T12:00", "Pacific/Tarawa", "2026-11-30T20:00", id="midnight in Tarawa"),
        pytest.param(
            "2027-03-27T20:00", "Europe/Zurich", "2027-03-28T06:00", id="the night that clocks go on"
        ),
        pytest.param("2026-11-30T23:00", "", "2026-11-30T23:00", id="waits for no working day"),
    ],
)
def test_when_letters_go(at: str, zone: str, opens: str, settings: Any) -> None:
    settings.WORKING_HOURS = (8, 18)
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert working_day.opens(at=instant, zone=zone) == datetime.fromisoformat(opens).replace(tzinfo=UTC)
    settings.WORKING_HOURS = None
    assert working_day.opens(at=instant, zone=zone) == instant


@pytest.mark.parametrize(
    ("iso2", "zone"),
    [
        pytest.param("FJ", "Pacific/Fiji", id="one zone"),
        pytest.param("BR", "America/Sao_Paulo", id="several: the seat of government"),
        pytest.param("XA", "Europe/Zurich", id="not known: the seat of the Secretariat"),
    ],
)
def test_where_a_party_works(iso2: str, zone: str) -> None:
    assert working_day.zone_of(iso2=iso2) == zone


def test_a_letter_written_at_night_goes_in_the_morning_and_a_receipt_at_once(
    make_request: MakeRequest, focal_point: User, mail_server: MailServer, settings: Any
) -> None:
    settings.WORKING_HOURS = (8, 18)
    night = datetime(2026, 11, 30, 21, tzinfo=UTC)
    request = make_request(sent_on=SENT)
    Message.objects.update(not_before=working_day.opens(at=night, zone="Europe/Zurich"))
    submissions.answer(
        actor=actor_of(focal_point), request=request, key=uuid.uuid4(), at=night, justification="Floods."
    )
    assert _deliver(night) == Delivered(3, 0, 0), "the receipt to both addresses, and the officer"
    assert _deliver(datetime(2026, 12, 1, 7, 1, tzinfo=UTC)) == Delivered(2, 0, 0)
    assert Notice.objects.get(code="REQUEST_SENT").issued_on == SENT, "the legal date is its own"


def test_a_mail_server_down_for_an_hour_loses_nothing(make_request: MakeRequest, settings: Any) -> None:
    """Every minute a run; while nothing answers each run tries once, and when it answers everything arrives, once."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", addresses.free_port()
    for _ in range(5):
        make_request(sent_on=SENT)
    minutes = [NOON + timedelta(minutes=minute) for minute in range(130)]
    down = [_deliver(at) for at in minutes[:60]]
    assert all(one.sent == one.failed == 0 for one in down)
    assert Message.objects.unsent().count() == 10
    assert "Connection" in Message.objects.first().last_error
    with smtp.running(port=settings.EMAIL_PORT) as server:
        up = [_deliver(at) for at in minutes[60:]]
    assert sum(one.sent for one in up) == 10
    ids = [letter["Message-ID"] for letter in server.taken]
    assert len(ids) == len(set(ids)) == 10


def test_a_server_that_is_down_is_not_asked_for_each_letter(
    make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for _ in range(3):
        make_request(sent_on=SENT)
    asked: list[int] = []

    def refused(*args: Any, **named: Any) -> None:
        asked.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(smtplib, "SMTP", refused)
    assert _deliver(NOON) == Delivered(0, 6, 0)
    assert len(asked) == 1


def test_many_letters_go_over_one_connection(
    make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    FocalPoint.objects.all().delete()
    for _ in range(4):
        make_request(sent_on=SENT)
    monkeypatch.setattr(delivery, "BATCH", 2)
    opened: list[int] = []
    backend = mail.get_connection
    monkeypatch.setattr(mail, "get_connection", lambda: opened.append(1) or backend())
    assert _deliver(NOON) == Delivered(4, 0, 0)
    assert len(opened) == 1, "two batches, one connection"


def test_letters_about_one_request_are_one_thread_in_each_mailbox(
    make_request: MakeRequest, focal_point: User, mail_server: MailServer
) -> None:
    request = make_request(sent_on=SENT)
    submissions.answer(
        actor=actor_of(focal_point), request=request, key=uuid.uuid4(), at=NOON, justification="Floods."
    )
    _deliver(NOON)
    mine = [letter for letter in mail_server.taken if letter["To"] == "ma-xa@party.example"]
    assert mine[0]["In-Reply-To"] is None
    assert mine[1]["In-Reply-To"] == mine[1]["References"] == mine[0]["Message-ID"]
    to_officer = [letter for letter in mail_server.taken if letter["To"] == "officer@desk.example"]
    assert [letter["In-Reply-To"] for letter in to_officer] == [None], "the first that this mailbox sees"


def test_everything_given_up_is_tried_again_at_once(
    make_request: MakeRequest, officer: User, focal_point: User, mail_server: MailServer
) -> None:
    make_request(sent_on=SENT)
    Message.objects.update(state="FAILED")
    with pytest.raises(PermissionDenied):
        letter_handling.retry_all(actor=actor_of(focal_point), at=NOON)
    assert letter_handling.retry_all(actor=actor_of(officer), at=NOON) == 2
    assert _deliver(NOON) == Delivered(2, 0, 0)


def test_a_letter_about_a_matter_waits_and_comes_back_as_any_other(
    make_matter: MakeMatter,
    party: Party,
    supervisor: User,
    officer: User,
    mail_server: MailServer,
    client: Client,
) -> None:
    notice = outbox.record_act(
        code=ActCode.MATTER_INFORMED, matter_id=make_matter().pk, about_on=SENT, at=NOON
    )
    address = Address(Recipient.PARTY, "ma-xa@party.example", "en")
    outbox.address(notice=notice, to=[address], context={"en": {}}, at=NOON)
    pause = letter_handling.pause(actor=actor_of(supervisor), reason="In doubt", at=NOON, party=party)
    assert _deliver(NOON) == NOTHING
    letter_handling.resume(actor=actor_of(supervisor), pause=pause, at=NOON)
    assert _deliver(NOON) == Delivered(1, 0, 0)

    letter = Message.objects.get()
    reports.record(
        message_id=letter.message_id, kind="BOUNCED", at=NOON, source="report", detail="no such person"
    )
    client.force_login(officer)
    page = client.get(reverse("secretariat:messages")).content.decode()
    assert notice.matter.reference in page
    assert "no such person" in page
