"""The door in a real browser: an authenticator app, a security key, and the way from an invitation to an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Submission
from compliance import clock
from compliance.accounts.models import User
from tests.browser.conftest import SignIn, present_code
from tests.conftest import PASSWORD, MakeRequest
from tests.services.smtp import MailServer

pytestmark = pytest.mark.django_db(transaction=True)


def _sign_in(page: Page, user: User) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _confirm_it_is_you(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_an_officer_sets_up_an_authenticator_app_and_signs_in_with_it(
    open_page: Callable[[], Page], officer: User, mail_server: MailServer
) -> None:
    Authenticator.objects.all().delete()
    page = open_page()
    _sign_in(page, officer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    page.get_by_role("link", name="Use an authenticator app").click()
    _confirm_it_is_you(page)
    expect(page.locator("img.qr")).to_be_visible()
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Code").fill(present_code(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.locator("main")).to_contain_text("ecovery")
    page.goto("/secretariat/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today at the Secretariat")

    cache.clear()  # the code of this half minute was used to set up
    again = open_page()
    _sign_in(again, officer)
    again.get_by_label("Code").fill(present_code(secret))
    again.get_by_role("button", name="Sign In").click()
    again.wait_for_url("**/secretariat/")


def _security_key(page: Page) -> None:
    """A security key in software, as the browser itself offers for tests."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_member_adds_a_security_key_and_signs_in_with_it(
    open_page: Callable[[], Page], member: User, mail_server: MailServer
) -> None:
    Authenticator.objects.all().delete()
    page = open_page()
    _security_key(page)
    _sign_in(page, member)
    page.get_by_role("link", name="Use a security key").click()
    _confirm_it_is_you(page)
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)
    assert Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN).count() == 1

    page.goto("/committee/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    _sign_in(page, member)
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/committee/")


def test_from_the_invitation_in_the_mail_to_the_first_answer(
    open_page: Callable[[], Page],
    sign_in: SignIn,
    live_server: LiveServer,
    settings: Any,
    officer: User,
    mail_server: MailServer,
    make_request: MakeRequest,
) -> None:
    settings.SITE_URL = live_server.url
    request = make_request(sent_on=clock.today() - timedelta(days=3))
    desk = sign_in(officer)
    desk.goto("/secretariat/people/invite/")
    desk.get_by_label("Name").fill("Nora New")
    desk.get_by_label("E-mail address").fill("nora@party.example")
    desk.get_by_label("Party", exact=True).select_option(label="Demonstration Party Alder")
    desk.get_by_role("button", name="Send the invitation").click()
    expect(desk.locator("main, .messages").first).to_be_visible()

    link = re.search(r"http://\S+/account/invitation/\S+", mail_server.taken[-1].get_content())
    assert link is not None
    theirs = open_page()
    theirs.goto(link[0])
    theirs.get_by_label("Password", exact=True).fill("four words are enough")
    theirs.get_by_label("Password again").fill("four words are enough")
    theirs.get_by_role("button", name="Join").click()
    theirs.wait_for_url("**/party/")
    theirs.get_by_role("link", name="Answer this request").first.click()
    theirs.get_by_label("Approximate date").fill(f"{clock.today().year + 1}-03-01")
    theirs.get_by_role("button", name="Check what you send").click()
    theirs.locator("main form button[type=submit]").first.click()
    theirs.wait_for_url(re.compile("/submissions/"))
    assert Submission.objects.get(request=request).recorded_by.email == "nora@party.example"
