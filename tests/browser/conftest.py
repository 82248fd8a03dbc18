"""A real browser on a real server: Chromium, headless, with an empty profile for each person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from compliance.accounts.models import FACTOR_ROLES, Membership, User
from tests.conftest import PASSWORD, TOTP_SECRET

# A busy machine is slow, and that is no fault of the page.
_PATIENCE = 30_000
expect.set_options(timeout=_PATIENCE)
SignIn = Callable[[User], Page]


@pytest.fixture(autouse=True)
def _assets_from_the_sources(settings: Any) -> None:
    """The live server of the tests serves assets from their sources, under their plain names."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of on any page: a refused script, a missing file, an error of ours."""
    return []


@pytest.fixture
def open_page(
    chromium: Browser, live_server: LiveServer, complaints: list[str]
) -> Iterator[Callable[[], Page]]:
    """Opens pages, each in a profile of its own, and fails the test where the browser complained."""
    contexts = []

    def open_one() -> Page:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        page.on(
            "console",
            lambda said: complaints.append(f"{page.url}: {said.text}") if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in(open_page: Callable[[], Page]) -> SignIn:
    """Signs somebody in as they would themselves: password, then the code of their authenticator app."""

    def signed_in(user: User) -> Page:
        page = open_page()
        page.goto("/account/sign-in/")
        page.get_by_label("Email").fill(user.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        if Membership.objects.filter(user=user, role__in=FACTOR_ROLES).exists():
            cache.clear()  # a code works once, and all of the cast carry the same phone
            page.get_by_label("Code").fill(present_code())
            page.get_by_role("button", name="Sign In").click()
        page.wait_for_url(lambda url: "/account/" not in url)
        return page

    return signed_in


def present_code(secret: str = TOTP_SECRET) -> str:
    """What an authenticator app shows at this moment."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
