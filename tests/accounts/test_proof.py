"""Before what opens an account to others is changed, it asks again who it is: by everything that its owner has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from compliance.accounts import adapter
from compliance.accounts.models import User
from tests.conftest import PASSWORD, TOTP_SECRET
from tests.services.smtp import MailServer

pytestmark = pytest.mark.django_db

NEW = "a heron above the river"


@pytest.fixture(autouse=True)
def _no_attempts_so_far() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _code() -> str:
    return format_hotp_value(hotp_value(TOTP_SECRET, next(yield_hotp_counters_from_time())))


def _sign_in(client: Client, user: User) -> Client:
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    if Authenticator.objects.filter(user=user).exists():
        client.post(reverse("mfa_authenticate"), {"code": _code()})
        cache.clear()  # the code of this half minute may be used again
    assert client.get(reverse("profile")).status_code == 200
    return client


def _prove(client: Client, **typed: str) -> Any:
    return client.post(reverse("mfa_reauthenticate"), typed)


def _may_add_a_factor(client: Client) -> bool:
    return client.get(reverse("mfa_add_webauthn")).status_code == 200


@pytest.mark.parametrize(
    ("method", "page", "typed"),
    [
        pytest.param("get", "mfa_activate_totp", {}, id="adding an app"),
        pytest.param("get", "mfa_add_webauthn", {}, id="adding a security key"),
        pytest.param(
            "post", "account_email", {"email": "x@desk.example", "action_add": ""}, id="the address"
        ),
        pytest.param("post", "usersessions_list", {}, id="ending other sessions"),
    ],
)
def test_it_asks_again(
    client: Client, focal_point: User, method: str, page: str, typed: dict[str, str]
) -> None:
    _sign_in(client, focal_point)
    answer = getattr(client, method)(reverse(page), typed)
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert EmailAddress.objects.filter(user=focal_point).count() == 1


@pytest.mark.parametrize(
    "page",
    [
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "account_change_password",
        "account_reauthenticate",
    ],
)
def test_who_has_a_factor_is_asked_for_it(client: Client, officer: User, page: str) -> None:
    _sign_in(client, officer)
    for method in (client.get, client.post):
        place = method(reverse(page), follow=True).redirect_chain[-1][0]
        assert place.startswith(reverse("mfa_reauthenticate")), place


def test_a_password_alone_adds_no_second_way_in_beside_the_first(client: Client, officer: User) -> None:
    _sign_in(client, officer)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert not _may_add_a_factor(client)
    assert _prove(client, password=PASSWORD, code="000000").status_code == 200
    assert _prove(client, password=PASSWORD).status_code == 200
    assert not _may_add_a_factor(client)


def test_a_code_alone_adds_none_and_is_not_spent(client: Client, officer: User) -> None:
    _sign_in(client, officer)
    assert _prove(client, code=_code()).status_code == 200
    assert _prove(client, code=_code(), password="wrong wrong wrong").status_code == 200
    assert not _may_add_a_factor(client)
    assert _prove(client, code=_code(), password=PASSWORD).status_code == 302
    assert _may_add_a_factor(client)


def test_a_focal_point_without_a_factor_proves_it_by_password(client: Client, focal_point: User) -> None:
    _sign_in(client, focal_point)
    assert (
        client.post(reverse("account_reauthenticate"), {"password": "wrong wrong wrong"}).status_code == 200
    )
    assert not _may_add_a_factor(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert _may_add_a_factor(client)


def test_proof_lasts_five_minutes(client: Client, focal_point: User, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    _sign_in(client, focal_point)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 299)
    assert _may_add_a_factor(client)
    monkeypatch.setattr(time, "time", lambda: now + 301)
    assert not _may_add_a_factor(client)


def test_the_key_of_the_session_is_another_after_proof(client: Client, focal_point: User) -> None:
    _sign_in(client, focal_point)
    before = client.session.session_key
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    after = client.session.session_key
    assert after != before
    assert not client.session.exists(before)
    assert [one.session_key for one in UserSession.objects.filter(user=focal_point)] == [after]
    stolen = Client()
    stolen.cookies["session"] = before
    assert stolen.get(reverse("profile")).status_code == 302


def test_other_sessions_are_listed_and_ended_after_proof(client: Client, focal_point: User) -> None:
    elsewhere = _sign_in(Client(headers={"user-agent": "A borrowed machine"}), focal_point)
    _sign_in(client, focal_point)
    assert "A borrowed machine" in client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))
    assert elsewhere.get(reverse("profile")).status_code == 200, "not without proof"
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("usersessions_list"))
    assert elsewhere.get(reverse("profile")).status_code == 302
    assert client.get(reverse("profile")).status_code == 200


def test_a_new_password_asks_for_the_factor_and_ends_other_sessions(
    client: Client, officer: User, mail_server: MailServer
) -> None:
    elsewhere = _sign_in(Client(), officer)
    _sign_in(client, officer)
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), typed)
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    assert NEW not in str(dict(client.session)), "what was typed is not kept until proof is given"

    _prove(client, password=PASSWORD, code=_code())
    client.post(reverse("account_change_password"), typed)
    officer.refresh_from_db()
    assert officer.check_password(NEW)
    assert elsewhere.get(reverse("profile")).status_code == 302
    assert client.get(reverse("profile")).status_code == 200
    assert [mail["To"] for mail in mail_server.taken] == [officer.email], "its owner is told"


def test_a_reset_does_not_go_round_the_factor(client: Client, officer: User, mail_server: MailServer) -> None:
    import re

    client.post(reverse("account_reset_password"), {"email": officer.email})
    adapter.wait_for_letters()
    link = re.search(r"http://\S+(/account/password/reset/key/\S+)", mail_server.taken[0].get_content())
    assert link is not None
    form = client.get(link[1], follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert client.get(reverse("home")).headers["Location"].startswith(reverse("account_login"))
    answer = client.post(reverse("account_login"), {"login": officer.email, "password": NEW})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("home")).headers["Location"].startswith(reverse("account_login"))


def test_proof_is_in_the_log(client: Client, officer: User, caplog: pytest.LogCaptureFixture) -> None:
    _sign_in(client, officer)
    _prove(client, password=PASSWORD, code=_code())
    said = [record.getMessage() for record in caplog.records if record.name == "security"]
    used = f"event=second-factor-used user={officer.pk} kind=totp"
    assert said == [
        used,
        f"event=signed-in user={officer.pk}",
        f"event=proved-again user={officer.pk} by=totp",
        used,
    ]
