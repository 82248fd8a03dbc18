"""Every page and every form that came back, looked at in a real browser by each kind of reader.

On each: no violation that axe knows of (WCAG 2.2 AA, on a desk and on a phone,
light and dark), no sideways scrolling at 360 px, no jump while it loads, at most
200 KB compressed, and no complaint of the browser.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from compliance.accounts.models import User
from tests.pages.served import Window
from tests.security import addresses, cast
from tests.security.addresses import Question
from tests.security.asking import Asker
from tests.security.targets import Target, Targets
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

READERS = (
    (cast.ANONYMOUS, ""),
    (cast.STRANGER, "en"),
    (cast.NO_FACTOR, "en"),
    (cast.OWN, "fr"),
    (cast.OTHER, "es"),
    (cast.OFFICER, "en"),
    (cast.SUPERVISOR, "fr"),
    (cast.MEMBER, "es"),
)
"""Each kind of reader, in the language of their profile; all three languages are read on each desk or nearly."""

OF_A_LIBRARY = ("api:docs",)
"""Drawn by swagger-ui in the browser, for programmers: docs/api.md says the same in words."""


@pytest.mark.parametrize(("member", "language"), READERS)
def test_every_page(
    world: World,
    askers: dict[str, Asker],
    targets: Targets,
    chromium: Browser,
    member: str,
    language: str,
) -> None:
    if language:
        User.objects.filter(pk=world.people.users[member].pk).update(language=language)
    window = Window.open(chromium, askers[member])
    wrong, seen, refusals = {}, 0, set()
    for question, target in _pages(targets):
        address = addresses.url(question.row, target)
        prepared = askers[member].ask_and_undo(question.method, address, _form(question, target))
        if prepared.went_to or not prepared.is_html or b"<html" not in prepared.body:
            continue  # a redirect, a file, or a part that a page takes in
        if "sandbox" in prepared.headers.get("Content-Security-Policy", ""):
            continue  # a letter as mail programs show it: nothing runs in it, and what looks for barriers neither
        if prepared.status in (403, 404, 405):
            if prepared.status in refusals:
                continue  # the same words at every address
            refusals.add(prepared.status)
        seen += 1
        if faults := window.show(address, prepared):
            wrong[str(question)] = faults
    window.close()
    assert seen, "no page was shown"
    assert not wrong, "\n".join(f"{name}: {fault}" for name, faults in wrong.items() for fault in faults)


def _pages(targets: Targets) -> Iterator[tuple[Question, Target]]:
    """Each address about each object once, and each form sent empty about the first object of each kind."""
    sent: set[str] = set()
    for question, target in addresses.questions(targets):
        if question.row.demonstration or question.row.name in OF_A_LIBRARY:
            continue
        if question.method == "GET":
            yield question, target
        if question.method == "POST" and question.row.posts is not None and question.row.name not in sent:
            sent.add(question.row.name)
            yield question, target


def _form(question: Question, target: Target) -> dict[str, str]:
    """What a form is sent with: nothing but the keys that its page made."""
    if question.method == "GET":
        return {}
    return {name: value for name, value in target.body.items() if name in ("key", "seen", "request")}
