"""The door: passwords, the second factor that a role requires, limits, and what the log says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from compliance.accounts import adapter
from compliance.accounts.models import User
from tests.conftest import PASSWORD, TOTP_SECRET, SetClock
from tests.services.smtp import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_so_far() -> None:
    cache.clear()


def _code() -> str:
    return format_hotp_value(hotp_value(TOTP_SECRET, next(yield_hotp_counters_from_time())))


def _password(client: Client, user: User, password: str = PASSWORD) -> str:
    answer = client.post(reverse("account_login"), {"login": user.email, "password": password})
    return answer.headers.get("Location", "")


@pytest.mark.parametrize("who", ["officer", "supervisor", "administrator", "member", "chair"])
def test_a_password_alone_opens_nothing_for_who_reads_letters_of_several_parties(
    request: pytest.FixtureRequest, client: Client, who: str
) -> None:
    user = request.getfixturevalue(who)
    assert _password(client, user) == reverse("mfa_authenticate")
    assert client.get(reverse("home")).headers["Location"].startswith(reverse("account_login"))

    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": _code()}).status_code == 302
    assert client.get(reverse("home")).headers["Location"] in ("/secretariat/", "/committee/")


def test_a_code_works_once(client: Client, officer: User) -> None:
    code = _code()
    _password(client, officer)
    client.post(reverse("mfa_authenticate"), {"code": code})
    again = Client()
    _password(again, officer)
    assert again.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200, "not again"


@pytest.mark.parametrize(
    "page", ["secretariat:dashboard", "secretariat:requests", "secretariat:people", "home"]
)
def test_without_a_factor_a_role_that_needs_one_is_nobody(client: Client, officer: User, page: str) -> None:
    Authenticator.objects.all().delete()
    client.force_login(officer)
    assert client.get(reverse(page)).headers["Location"] == reverse("factor_required")
    assert "authenticator app" in client.get(reverse("factor_required")).content.decode()


def test_recovery_codes_are_no_factor(client: Client, officer: User) -> None:
    Authenticator.objects.update(type=Authenticator.Type.RECOVERY_CODES)
    client.force_login(officer)
    assert client.get(reverse("secretariat:dashboard")).headers["Location"] == reverse("factor_required")


def test_a_focal_point_may_do_without(client: Client, focal_point: User) -> None:
    assert _password(client, focal_point) == reverse("home")
    assert client.get(reverse("party:home")).status_code == 200


def test_a_factor_that_is_required_cannot_be_given_up(client: Client, officer: User) -> None:
    _password(client, officer)
    client.post(reverse("mfa_authenticate"), {"code": _code()})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).exists()


def test_the_secret_of_a_factor_is_not_in_the_database(client: Client, focal_point: User) -> None:
    _password(client, focal_point)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    stored = Authenticator.objects.get(user=focal_point, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored


def test_changing_factors_or_address_asks_again_who_it_is(client: Client, focal_point: User) -> None:
    client.force_login(focal_point)
    for page in ("mfa_activate_totp", "mfa_add_webauthn", "account_email"):
        answer = client.post(reverse(page), {"email": "other@party.example", "action_add": ""})
        assert answer.headers.get("Location", "").startswith(reverse("account_reauthenticate")), page


def test_guessing_is_stopped_and_the_page_says_what_to_do(
    client: Client, focal_point: User, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        client.post(reverse("account_login"), {"login": focal_point.email, "password": "wrong wrong wrong"})
    answer = client.post(reverse("account_login"), {"login": focal_point.email, "password": PASSWORD})
    assert "sessionid" not in answer.cookies
    assert "Too many" in answer.content.decode()
    assert "event=sign-in-limited user=-" in caplog.text
    assert client.get(reverse("party:home")).status_code == 302


def _without_tokens(page: str, address: str) -> str:
    """A page without what differs between any two of the same."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(address, "ADDRESS")


def test_an_unknown_address_and_a_wrong_password_read_the_same(client: Client, focal_point: User) -> None:
    answers = [
        client.post(
            reverse("account_login"), {"login": login, "password": "wrong wrong wrong"}
        ).content.decode()
        for login in (focal_point.email, "nobody@party.example")
    ]
    assert "not correct" in answers[0]
    assert _without_tokens(answers[0], focal_point.email) == _without_tokens(
        answers[1], "nobody@party.example"
    )


def test_nobody_opens_an_account_for_themselves(client: Client) -> None:
    for path in ("/account/signup/", "/account/sign-up/", "/accounts/signup/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("after", "stays"),
    [
        pytest.param([timedelta(minutes=59)], True, id="within the hour"),
        pytest.param([timedelta(minutes=61)], False, id="an hour without a request"),
        pytest.param([timedelta(minutes=50)] * 14, True, id="busy for less than twelve hours"),
        pytest.param([timedelta(minutes=50)] * 15, False, id="twelve hours after sign-in, busy or not"),
    ],
)
def test_a_session_ends(
    client: Client, focal_point: User, set_clock: SetClock, after: list[timedelta], stays: bool
) -> None:
    now = datetime.now(UTC)
    client.force_login(focal_point)
    status = 0
    for step in after:
        now += step
        set_clock(now)
        status = client.get(reverse("party:home")).status_code
    assert status == (200 if stays else 302)


def test_leaving_tells_the_browser_to_forget(client: Client, focal_point: User, set_clock: SetClock) -> None:
    client.force_login(focal_point)
    assert "Clear-Site-Data" not in client.get(reverse("account_logout")).headers, "it only asks"
    left = client.post(reverse("account_logout"))
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.post(reverse("account_logout")).headers, "nobody was there"

    client.force_login(focal_point)
    set_clock(datetime.now(UTC) + timedelta(hours=2))
    ended = client.get(reverse("party:home"))
    assert (ended.status_code, ended.headers["Clear-Site-Data"]) == (302, '"cache", "storage"')


def test_the_session_cookie_is_hard_to_take(client: Client, focal_point: User) -> None:
    answer = client.post(reverse("account_login"), {"login": focal_point.email, "password": PASSWORD})
    cookie = answer.cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_log_names_accounts_by_number_only(
    client: Client, focal_point: User, caplog: pytest.LogCaptureFixture
) -> None:
    client.post(reverse("account_login"), {"login": focal_point.email, "password": "wrong wrong wrong"})
    _password(client, focal_point)
    client.post(reverse("account_logout"))
    said = [record.getMessage() for record in caplog.records if record.name == "security"]
    assert said == [
        "event=sign-in-failed user=-",
        f"event=signed-in user={focal_point.pk}",
        f"event=signed-out user={focal_point.pk}",
    ]
    assert focal_point.email not in caplog.text


def test_no_redirect_to_another_host(client: Client, focal_point: User) -> None:
    for place in ("https://evil.example/", "//evil.example/", "https:evil.example", "javascript:alert(1)"):
        answer = client.post(
            reverse("account_login"), {"login": focal_point.email, "password": PASSWORD, "next": place}
        )
        assert "evil" not in answer.headers["Location"], place
        assert "javascript" not in answer.headers["Location"]
        client.logout()


def test_a_forgotten_password_is_replaced_through_the_mailed_link(
    client: Client, focal_point: User, mail_server: MailServer
) -> None:
    assert client.post(reverse("account_reset_password"), {"email": focal_point.email}).status_code == 302
    adapter.wait_for_letters()
    link = re.search(r"http://\S+(/account/password/reset/key/\S+)", mail_server.taken[0].get_content())
    assert link is not None
    page = client.get(link[1], follow=True)
    new = "another four words here"
    done = client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert done.headers["Location"] == reverse("account_reset_password_from_key_done")
    focal_point.refresh_from_db()
    assert focal_point.check_password(new)
    assert client.get(link[1], follow=True).status_code == 200
    assert "cannot be used" in client.get(link[1], follow=True).content.decode(), "it works once"


def test_asking_for_an_unknown_address_reads_the_same_and_sends_nothing(
    client: Client, focal_point: User, mail_server: MailServer
) -> None:
    known = client.post(reverse("account_reset_password"), {"email": focal_point.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@party.example"})
    adapter.wait_for_letters()
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert [mail["To"] for mail in mail_server.taken] == [focal_point.email]


def test_a_mail_server_that_is_down_does_not_take_the_page_with_it(
    client: Client, focal_point: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    page = client.post(reverse("account_reset_password"), {"email": focal_point.email}, follow=True)
    assert page.status_code == 200
    assert "If nothing comes within a few minutes" in page.content.decode(), (
        "and nothing that tells of an account"
    )

    adapter.wait_for_letters()
    client.force_login(focal_point)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    typed = {"email": "other@party.example", "action_add": ""}
    page = client.post(reverse("account_email"), typed, follow=True)
    assert "did not take our letter" in page.content.decode()
