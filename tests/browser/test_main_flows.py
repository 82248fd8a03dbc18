"""The main work of both desks, in each of the three languages; with the keyboard alone; and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import InformationRequest, Submission
from compliance.accounts.models import User
from tests.browser.conftest import SignIn
from tests.conftest import PASSWORD, MakeRequest

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = ("en", "fr", "es")
Say = Callable[[str], str]


def _said_in(language: str) -> Say:
    """What a page says in this language, where the source says it in English."""

    def say(message: str) -> str:
        with translation.override(language):
            return gettext(message)

    return say


def _reads(user: User, language: str) -> None:
    user.language = language
    user.save()


def _asked(make_request: MakeRequest) -> InformationRequest:
    """A request that came ten days ago: its reply is due in about three weeks."""
    return make_request(sent_on=(timezone.now() - timedelta(days=10)).date(), subject="CITES 2026")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_focal_point_answers(
    language: str, sign_in: SignIn, focal_point: User, make_request: MakeRequest
) -> None:
    """From the home page to the receipt."""
    say, request = _said_in(language), _asked(make_request)
    _reads(focal_point, language)
    page = sign_in(focal_point)
    page.goto("/party/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.get_by_role("link", name=say("Answer this request")).first.click()
    page.get_by_label(say("Approximate date"), exact=True).fill("2027-02-01")
    page.get_by_role("button", name=say("Check what you send")).click()
    expect(page.locator("main")).to_contain_text("2027")
    page.get_by_role("button", name=say("Send this answer to the Secretariat")).click()
    page.wait_for_url(re.compile("/submissions/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(say("Receipt: your answer is on record"))
    assert Submission.objects.get(request=request).approximate_date is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officer_asks_and_sends(language: str, sign_in: SignIn, officer: User, focal_point: User) -> None:
    """From the dashboard to a request that is out with the Party."""
    say = _said_in(language)
    _reads(officer, language)
    page = sign_in(officer)
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.goto("/secretariat/requests/new/")
    page.get_by_label(say("Party"), exact=True).first.select_option(value=str(_party_of(focal_point)))
    page.get_by_label(say("Subject").capitalize(), exact=True).fill("CITES 2026")
    page.get_by_label(say("Questions").capitalize(), exact=True).fill("CITES?")
    page.get_by_role("button", name=say("Open the draft")).click()
    page.wait_for_url(re.compile(r"/requests/IR-\d{4}-\d{4}/$"))
    reference = page.url.rstrip("/").split("/")[-1]
    page.goto(f"/secretariat/requests/{reference}/send/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(rf"/requests/{reference}/$"))
    expect(page.locator("svg[role=img]").first).to_be_visible()
    assert InformationRequest.objects.get(reference=reference).stage == "SENT"


def _party_of(focal_point: User) -> int:
    party = focal_point.memberships.values_list("party", flat=True).get()
    assert party is not None
    return int(party)


def test_a_focal_point_answers_with_the_keyboard_alone(
    sign_in: SignIn, focal_point: User, make_request: MakeRequest
) -> None:
    request = _asked(make_request)
    page = sign_in(focal_point)
    page.goto("/party/")
    _press(page, "Answer this request")
    page.wait_for_url(re.compile("/answer/"))
    _tab_to(page, "Justification for not having responded")
    page.keyboard.type("A flood took the archive.")
    _press(page, "Check what you send")
    expect(page.locator("main")).to_contain_text("A flood took the archive.")
    _press(page, "Send this answer to the Secretariat")
    page.wait_for_url(re.compile("/submissions/"))
    assert Submission.objects.get(request=request).justification == "A flood took the archive."


def _press(page: Page, name: str) -> None:
    _tab_to(page, name)
    page.keyboard.press("Enter")


def _tab_to(page: Page, name: str) -> None:
    """Presses Tab until the part of this name has the focus, and sees that the focus shows."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if _focused(page).startswith(name):
            style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            shadow = page.evaluate("getComputedStyle(document.activeElement).boxShadow")
            assert style != "none" or shadow != "none", f"the focus does not show on {name}"
            return
    raise AssertionError(f"no Tab reaches {name}")


def _focused(page: Page) -> str:
    found = page.evaluate(
        "(document.activeElement.labels?.[0] ?? document.activeElement)?.innerText?.trim() ?? ''"
    )
    return str(found)


def test_a_focal_point_answers_without_javascript(
    chromium: Browser, live_server: LiveServer, focal_point: User, make_request: MakeRequest
) -> None:
    """Also with a document: the form carries it by itself."""
    request = _asked(make_request)
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/account/sign-in/")
    page.get_by_label("Email").fill(focal_point.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"/party/requests/{request.reference}/answer/")
    page.get_by_label("Approximate date", exact=True).fill("2027-02-01")
    page.locator("input[type=file]").set_input_files(
        {"name": "permits.txt", "mimeType": "text/plain", "buffer": b"Twelve permits."}
    )
    page.get_by_role("button", name="Check what you send").first.click()
    expect(page.locator("main")).to_contain_text("permits.txt")
    page.get_by_role("button", name="Send this answer to the Secretariat").click()
    page.wait_for_url(re.compile("/submissions/"))
    sent = Submission.objects.get(request=request)
    assert [one.name for one in sent.documents.all()] == ["permits.txt"]
    context.close()
