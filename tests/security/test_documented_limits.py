"""The figures of docs/security.md are those in force."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from allauth.account import app_settings
from django.conf import settings

from cases.models.document import MAX_FILE_BYTES
from cases.services import document_keeping, words
from cases.services.uploads import containers, kinds, limits

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "security.md").read_text()
_SPANS = {"m": "a minute", "300s": "5 minutes"}


def _table(mark: str) -> dict[str, str]:
    found = re.search(rf"<!-- {mark} -->\n(.*?)<!-- end of {mark} -->", PAGE, re.DOTALL)
    assert found
    cells = [[cell.strip() for cell in line.strip("| ").split("|")] for line in found[1].splitlines()]
    return {cell[0]: cell[1] for cell in cells[2:]}


def _limit(action: str, of: str) -> str:
    """As in force: "5/300s/key" reads "5 in 5 minutes"."""
    for one in app_settings.RATE_LIMITS[action].split(","):
        count, span, whose = one.split("/")
        if whose == of:
            return f"{count} in {_SPANS[span]}"
    raise KeyError(action)


def test_limits_on_guessing() -> None:
    assert list(_table("limits").values()) == [
        _limit("login_failed", "key"),
        _limit("login_failed", "key"),
        _limit("login_failed", "ip"),
        _limit("login", "ip"),
        _limit("reset_password", "key"),
        _limit("reset_password", "ip"),
        _limit("reauthenticate", "user"),
        _limit("change_password", "user"),
        _limit("manage_email", "user"),
    ]


def test_limits_of_documents() -> None:
    megabytes = [
        size // limits.MEGABYTE
        for size in (
            MAX_FILE_BYTES,
            limits.MAX_ANSWER_BYTES,
            limits.MAX_UNSENT_BYTES,
            limits.MAX_REQUEST_BYTES,
            containers.MAX_UNPACKED_BYTES,
        )
    ]
    assert list(_table("documents").values()) == [
        f"{kinds.ENDINGS} (jpeg)",
        f"{megabytes[0]} MB",
        f"{megabytes[1]} MB, {limits.MAX_DOCUMENTS} documents",
        f"{megabytes[2]} MB",
        f"{megabytes[3]} MB",
        f"{megabytes[4]} MB, {containers.MAX_ENTRIES} entries, "
        f"no entry more than {containers.MAX_RATIO} times its packed size",
        f"{words.LONGEST_TEXT} characters",
    ]


@pytest.mark.parametrize(
    ("words_of_the_page", "in_force"),
    [
        ("ends an hour after its last\nrequest", settings.SESSION_IDLE_SECONDS == 3600),
        ("ends twelve\nhours after sign-in", settings.SESSION_ABSOLUTE_SECONDS == 12 * 3600),
        ("good for\nan hour and once", settings.PASSWORD_RESET_TIMEOUT == 3600),
        ("more than five minutes before", settings.ACCOUNT_REAUTHENTICATION_TIMEOUT == 300),
        ("ends after seven days", settings.INVITATION_DAYS == 7),
        ("removed after 30 days", document_keeping.KEPT_UNSENT.days == 30),
    ],
)
def test_figures_in_sentences(words_of_the_page: str, in_force: bool) -> None:
    assert words_of_the_page in PAGE
    assert in_force
