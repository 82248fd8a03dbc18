"""Headers where the matrix does not come: of pages that are not there, of our own errors, of forged forms."""

from __future__ import annotations

import pytest

from cases import selectors
from tests.security import cast, headers, markup
from tests.security.asking import Asker

pytestmark = pytest.mark.usefixtures("on_the_record")


@pytest.mark.parametrize("member", [cast.ANONYMOUS, cast.OWN])
def test_headers_of_pages_that_are_not_there(askers: dict[str, Asker], member: str) -> None:
    for url in ("/nowhere/", "/secretariat/nowhere/", "/admin/", "/static/nowhere.css"):
        answer = askers[member].ask_and_undo("GET", url)
        assert answer.status == 404, url
        assert not headers.faults(answer, is_signed_in=member == cast.OWN), url


@pytest.mark.parametrize("member", [cast.OWN, cast.OFFICER])
def test_headers_and_words_of_an_error_of_ours(
    askers: dict[str, Asker], monkeypatch: pytest.MonkeyPatch, member: str
) -> None:
    """The page says that it went wrong, and nothing of where."""

    def fail(**_: object) -> None:
        raise RuntimeError("zq-inner-words")

    monkeypatch.setattr(selectors, "most_urgent", fail)
    answer = askers[member].ask_and_undo("GET", "/secretariat/" if member == cast.OFFICER else "/party/")
    assert answer.status == 500
    assert not headers.faults(answer, is_signed_in=True)
    assert not markup.faults(answer.body.decode())
    for word in ("zq-inner-words", "Traceback", "RuntimeError", "selectors", "Django"):
        assert word not in answer.text


@pytest.mark.parametrize("member", cast.CAST)
def test_nothing_is_done_without_the_token_of_the_page(
    asked_without_token: dict[str, Asker], member: str
) -> None:
    """A form of another site, sent by the browser of somebody who is signed in, does nothing."""
    asker = asked_without_token[member]
    for url in (
        "/",
        "/account/",
        "/account/sign-out/",
        "/account/sign-in/",
        "/party/colleagues/",
        "/documents/",
    ):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = asker.ask_and_undo(method, url)
            assert answer.status == 403, (method, url, answer.said)
            assert not answer.wrote or set(answer.wrote) <= {"django_session"}
            assert not headers.faults(answer, is_signed_in=member not in cast.NOT_SIGNED_IN)
