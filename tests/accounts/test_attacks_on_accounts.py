"""What somebody outside, or a Party's own person, could try at the door; each was tried, and leads nowhere."""

from __future__ import annotations

import re
import smtplib
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import FocalPoint, Party
from cases.services import people
from compliance.accounts import adapter
from compliance.accounts.models import Membership, Role, User
from tests.conftest import PASSWORD, actor_of
from tests.services.hashing import Argon2PasswordHasher
from tests.services.smtp import MailServer

pytestmark = pytest.mark.django_db

NOBODY = "nobody@party.example"
NEW = "a heron above the river"


@pytest.fixture(autouse=True)
def _no_attempts_so_far() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _same(page: Any, address: str) -> tuple[int, str, str]:
    """An answer without what differs between any two."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())
    return page.status_code, page.headers.get("Location", ""), text.replace(address, "ADDRESS")


# Which addresses have accounts


@pytest.mark.parametrize("server", ["takes letters", "is down"])
def test_asking_for_a_new_password_tells_nothing_also_while_no_mail_goes_out(
    client: Client, focal_point: User, mail_server: MailServer, settings: Any, server: str
) -> None:
    if server == "is down":
        settings.EMAIL_PORT = 1
    answers = []
    for address in (focal_point.email, NOBODY):
        page = client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        answers.append(_same(page, address))
    adapter.wait_for_letters()
    assert answers[0] == answers[1]


def test_asking_for_a_new_password_takes_no_longer_where_there_is_an_account(
    client: Client, focal_point: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """The letter is handed over beside the page: a mail server that takes its time shows nothing."""
    handed_over_by: list[str] = []

    def slow(self: Any, *args: Any, **kwargs: Any) -> None:
        handed_over_by.append(threading.current_thread().name)
        raise smtplib.SMTPServerDisconnected

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.open", slow)
    client.post(reverse("account_reset_password"), {"email": focal_point.email})
    adapter.wait_for_letters()
    assert handed_over_by
    assert threading.current_thread().name not in handed_over_by


def test_a_wrong_password_costs_the_same_hashing_for_everybody(
    client: Client, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = User.objects.create_user(email="gone@party.example", name="Gone", password=PASSWORD)
    EmailAddress.objects.create(user=gone, email=gone.email, verified=True, primary=True)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    counted: list[str] = []
    encode = Argon2PasswordHasher.encode
    verify = Argon2PasswordHasher.verify
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda *args, **named: counted.append("x") or encode(*args, **named)
    )
    monkeypatch.setattr(
        Argon2PasswordHasher, "verify", lambda *args, **named: counted.append("x") or verify(*args, **named)
    )
    costs = {}
    for address in (focal_point.email, gone.email, NOBODY):
        counted.clear()
        client.post(reverse("account_login"), {"login": address, "password": "wrong wrong wrong"})
        costs[address] = len(counted)
    assert set(costs.values()) == {1}, costs


def test_taking_the_address_of_somebody_else_tells_nothing(
    client: Client, focal_point: User, officer: User, mail_server: MailServer
) -> None:
    client.post(reverse("account_login"), {"login": focal_point.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("profile"))  # shows what was said at sign-in
    answers = []
    for address in (officer.email, NOBODY):
        page = client.post(reverse("account_email"), {"email": address, "action_add": ""}, follow=True)
        answers.append(_same(page, address))
        EmailAddress.objects.filter(user=focal_point, verified=False).delete()
        cache.clear()
    assert answers[0] == answers[1]
    focal_point.refresh_from_db()
    assert focal_point.email != officer.email


def test_proposing_somebody_whom_another_party_has_tells_nothing(
    client: Client, focal_point: User, other_focal_point: User
) -> None:
    client.force_login(focal_point)
    answers = []
    for address in (other_focal_point.email, NOBODY):
        typed = {"name": "Nora", "email": address, "language": "en"}
        answers.append(_same(client.post(reverse("party:colleagues"), typed), address))
    assert answers[0] == answers[1]


# Staying where one has no business any more


def _invited(party: Party, officer: User, email: str) -> Client:
    """Somebody who came in by the link of an invitation."""
    _invitation, secret = people.invite(
        actor=actor_of(officer),
        email=email,
        name="Nora",
        role=Role.FOCAL_POINT,
        party=party,
        at=timezone.now(),
    )
    client = Client()
    client.get(reverse("open_invitation", args=[secret]))
    typed = {"name": "Nora", "password": NEW, "password_again": NEW}
    assert client.post(reverse("accept_invitation"), typed).status_code == 302
    return client


def test_the_session_that_an_invitation_began_is_listed_and_can_be_ended(party: Party, officer: User) -> None:
    client = _invited(party, officer, "nora@party.example")
    user = User.objects.get(email="nora@party.example")
    assert [one.session_key for one in UserSession.objects.filter(user=user)] == [client.session.session_key]
    people.end_sessions(user=user)
    assert client.get(reverse("profile")).status_code == 302


@pytest.mark.parametrize(
    ("contact", "renamed"),
    [
        pytest.param("Nora@Party.example", False, id="written with capitals"),
        pytest.param("nora@party.example", True, id="who signs in with another address since"),
    ],
)
def test_no_letter_of_the_party_goes_to_whoever_left(
    party: Party, officer: User, contact: str, renamed: bool
) -> None:
    FocalPoint.objects.create(party=party, name="Nora", email=contact)
    user = User.objects.create_user(email="nora@party.example", name="Nora", password=PASSWORD)
    membership = Membership.objects.create(
        user=user, role=Role.FOCAL_POINT, party=party, started_at=timezone.now() - timedelta(days=1)
    )
    if renamed:
        user.email = "nora@elsewhere.example"
        user.save()
    people.end_membership(actor=actor_of(officer), membership=membership, at=timezone.now())
    assert [one.email for one in FocalPoint.objects.present().filter(party=party)] == [
        "focal-xa@party.example"
    ]


def test_a_link_to_join_one_party_does_not_serve_the_person_of_another(
    client: Client, party: Party, officer: User, other_focal_point: User, other_party: Party
) -> None:
    """Signed in as somebody else, the link neither joins nor tells whether its address has an account."""
    _invitation, secret = people.invite(
        actor=actor_of(officer),
        email="nora@party.example",
        name="Nora",
        role=Role.FOCAL_POINT,
        party=party,
        at=timezone.now(),
    )
    User.objects.create_user(email="nora@party.example", name="Nora", password=PASSWORD)
    client.force_login(other_focal_point)
    client.get(reverse("open_invitation", args=[secret]))
    page = client.post(reverse("accept_invitation"))
    assert "sign in with it" in page.content.decode()
    assert Membership.objects.get(user=other_focal_point, ended_at=None).party == other_party


# Forging where a request comes from


def test_an_address_that_a_reader_claims_does_not_go_round_the_limit(
    client: Client, focal_point: User, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        client.post(
            reverse("account_login"),
            {"login": f"{number}-{NOBODY}", "password": "wrong wrong wrong"},
            headers={"x-forwarded-for": f"198.51.100.{number}, 203.0.113.9"},
        )
    answer = client.post(
        reverse("account_login"),
        {"login": focal_point.email, "password": PASSWORD},
        headers={"x-forwarded-for": "198.51.100.200, 203.0.113.9"},
    )
    assert "Too many" in answer.content.decode()


@pytest.mark.parametrize("header", ["host", "x-forwarded-host"])
def test_a_forged_host_is_in_no_letter(
    client: Client, focal_point: User, mail_server: MailServer, header: str
) -> None:
    client.post(
        reverse("account_reset_password"),
        {"email": focal_point.email},
        headers={header: "evil.example"},
    )
    adapter.wait_for_letters()
    assert not [mail for mail in mail_server.taken if "evil" in mail.get_content()]


@pytest.mark.parametrize("page", ["account_reauthenticate", "account_logout", "account_change_password"])
def test_nobody_is_led_to_another_host_by_other_pages_either(
    client: Client, focal_point: User, mail_server: MailServer, page: str
) -> None:
    for place in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        client.force_login(focal_point)
        typed = {
            "password": PASSWORD,
            "next": place,
            "oldpassword": PASSWORD,
            "password1": NEW,
            "password2": NEW,
        }
        answer = client.post(f"{reverse(page)}?next={place}", typed)
        assert "evil" not in answer.headers.get("Location", "")
        assert "javascript" not in answer.headers.get("Location", "")
        focal_point.set_password(PASSWORD)
        focal_point.save()
        cache.clear()
