"""Bodies that are no form, too much of one, and forms that nobody here sent; and the pages that say so."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.security.bad_input import (  # noqa: F401  (one is a fixture)
    URLENCODED,
    Place,
    made_place,
    record,
)

pytestmark = pytest.mark.django_db

UNREADABLE, TOO_MUCH, TOO_LONG_OPEN = "could not be read", "too much at once", "open for too long"
PART = b'--x\r\nContent-Disposition: form-data; name="questions"\r\n\r\n%s\r\n--x--\r\n'
FILE = b'--x\r\nContent-Disposition: form-data; name="documents"; filename="a.txt"\r\n\r\nabc\r\n'
MULTIPART = "multipart/form-data; boundary=x"
BODIES = [
    pytest.param(b'{"subject": "x"}', "application/json", 400, UNREADABLE, id="JSON"),
    pytest.param(b'{"a":' * 10_000, "application/json", 400, UNREADABLE, id="JSON 10,000 deep"),
    pytest.param(b"<a/>", "text/xml", 400, UNREADABLE, id="XML"),
    pytest.param(b"subject=x", "text/plain", 400, UNREADABLE, id="plain text"),
    pytest.param(b"x", "multipart/form-data", 400, UNREADABLE, id="multipart without a boundary"),
    pytest.param(b"x", "multipart/form-data; boundary=", 400, UNREADABLE, id="an empty boundary"),
    pytest.param(
        b"x", "multipart/form-data; boundary=" + "x" * 300, 400, UNREADABLE, id="an endless boundary"
    ),
    pytest.param(PART % b"a", MULTIPART + "; charset=rot13", 400, UNREADABLE, id="multipart in no encoding"),
    pytest.param(PART % b"a", MULTIPART + "; charset=latin-1", 400, UNREADABLE, id="multipart in Latin-1"),
    pytest.param(
        b"subject=caf%E9", URLENCODED + "; charset=latin-1", 400, UNREADABLE, id="a form in Latin-1"
    ),
    pytest.param(b"a=b", URLENCODED + "; charset=utf-16", 400, UNREADABLE, id="a form in UTF-16"),
    pytest.param(b"questions=" + b"x" * 10_000_000, URLENCODED, 413, TOO_MUCH, id="a text of 10 MB"),
    pytest.param(PART % (b"x" * 10_000_000), MULTIPART, 413, TOO_MUCH, id="10 MB in a part"),
    pytest.param(
        b"&".join(b"f%d=1" % n for n in range(10_001)), URLENCODED, 413, TOO_MUCH, id="10,001 fields"
    ),
    pytest.param(FILE * 101 + b"--x--\r\n", MULTIPART, 413, TOO_MUCH, id="101 files"),
]


@pytest.mark.parametrize(("body", "content_type", "status", "says"), BODIES)
@pytest.mark.parametrize("form", ["open", "answer", "profile", "sign in"])
def test_a_body_that_is_no_form(
    place: Place, form: str, body: bytes, content_type: str, status: int, says: str
) -> None:
    sent = place.form(form)
    if form == "sign in" and body.startswith(FILE):
        status, says = 200, "Sign in"  # files of somebody who is not signed in are not even counted
    before = record()
    answer = sent.browser.generic("POST", sent.url, body, content_type=content_type)
    page = answer.content.decode()
    assert answer.status_code == status
    assert says in page
    assert status == 200 or ("Go back" in page and "nothing was recorded" in page), "what to do next"
    assert record() == before


@pytest.mark.parametrize("form", ["open", "answer", "profile", "sign in", "accept", "upload"])
@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({}, id="without a token"),
        pytest.param({"csrfmiddlewaretoken": "x" * 64}, id="with a token of somebody else"),
        pytest.param({"csrfmiddlewaretoken": "\0é"}, id="with a token that is none"),
    ],
)
def test_a_form_from_elsewhere(place: Place, form: str, extra: dict[str, str]) -> None:
    sent = place.form(form)
    sent.browser.handler.enforce_csrf_checks = True
    before = record()
    answer = sent.send(**extra)
    assert answer.status_code == 403
    assert TOO_LONG_OPEN in answer.content.decode()
    assert record() == before


def test_a_form_with_a_token_from_another_place_is_turned_away(place: Place) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(place.focal_point)
    token = browser.get(reverse("profile")).context["csrf_token"]
    good = place.form("profile").good | {"csrfmiddlewaretoken": str(token)}
    foreign = browser.post(reverse("profile"), good, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert browser.post(reverse("profile"), good).status_code == 302, "the same from here is taken"


@pytest.mark.parametrize("method", ["FOO", "TRACE", "CONNECT", "", "G\0T", "GET /"])
@pytest.mark.parametrize("page", ["/", "/secretariat/", "/party/", "/account/sign-in/", "/nowhere/"])
def test_a_method_that_does_not_exist(client: Client, method: str, page: str) -> None:
    answer = client.generic(method, page)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_a_form_sent_to_a_page_that_takes_none(place: Place) -> None:
    answer = place.browser(place.focal_point).post("/party/", {"name": "x"})
    assert answer.status_code == 405


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("a\0\u202e.txt", b"", "empty", id="a file with nothing in it"),
        pytest.param("../" * 100 + "a.exe", b"MZ", "kinds", id="a program with a path"),
    ],
)
def test_an_upload_that_is_no_document(place: Place, name: str, content: bytes, says: str) -> None:
    sent = place.form("upload")
    before = record()
    files: dict[str, Any] = {"documents": SimpleUploadedFile(name, content)}
    answer = sent.browser.post(sent.url, sent.good | files)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert record() == before


def test_whoever_tries_too_often_is_told_to_wait(place: Place) -> None:
    browser = place.browser()
    answers = [
        browser.post(reverse("account_login"), {"login": f"a{n}@x.example", "password": "x"})
        for n in range(31)
    ]
    assert answers[-1].status_code == 429
    page = answers[-1].content.decode()
    assert "Please wait a moment" in page
    assert "Wait five minutes" in page
