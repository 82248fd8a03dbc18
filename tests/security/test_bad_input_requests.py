"""What no browser of a reader sends: addresses, queries, headers, cookies, bodies and methods."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client, RequestFactory

from compliance import wsgi
from compliance.accounts import adapter
from tests.conftest import PASSWORD
from tests.security.bad_input import (  # noqa: F401  (one is a fixture)
    URLENCODED,
    Place,
    made_place,
    record,
    refused,
    said,
)

pytestmark = pytest.mark.django_db

NUMBER = "Select a valid choice"
IDS = [
    *(
        pytest.param(form, "party", bad, NUMBER, id=f"{form}: Party {shown}")
        for form in ("open", "matter", "invite")
        for bad, shown in (
            (str(2**63), "2^63"),
            ("-1", "-1"),
            ("0", "0"),
            ("1e3", "1e3"),
            ("٩٩٩٩٩٩٩٩", "in other digits"),
            ("9" * 5000, "of five thousand digits"),
            ("1 OR 1=1", "as SQL"),
        )
    ),
    pytest.param("open", "party", "1\0", "Null characters", id="open: Party with NUL"),
    pytest.param("bring", "meeting", str(2**63), NUMBER, id="meeting 2^63"),
    pytest.param("open", "rule_set_code", "../../etc/passwd", NUMBER, id="rule set as a path"),
    pytest.param("open", "rule_set_code", "X\0", NUMBER, id="rule set with NUL"),
    pytest.param("open", "matter", "CM-2026-0001\0", "cannot be seen", id="matter with NUL"),
    pytest.param("open", "matter", "CM-0000-9999", "no matter with this reference", id="matter unknown"),
    pytest.param("assess", "verdict", "PERHAPS", NUMBER, id="verdict unknown"),
    pytest.param("matter", "attention", "RUMOUR", NUMBER, id="source unknown"),
    pytest.param("record", "information", "MOST", NUMBER, id="information unknown"),
    pytest.param("record", "key", "1", "UUID", id="key as a number"),
    pytest.param("answer", "key", "\0" * 32, "UUID", id="key of NUL"),
    pytest.param("invite", "role", "GOD", NUMBER, id="role unknown"),
    pytest.param("invite", "region", "ATLANTIS", NUMBER, id="region unknown"),
    pytest.param("propose", "language", "xx", NUMBER, id="language unknown"),
    pytest.param("profile", "language", "xx", NUMBER, id="language of the profile unknown"),
    pytest.param("sign in", "login", "a\0@b.example", "Null characters", id="sign-in with NUL"),
    pytest.param("sign in", "password", "x\0", "Null characters", id="password with NUL"),
    pytest.param("accept", "password", "x" * 11 + "\0", "Null characters", id="new password with NUL"),
]


@pytest.mark.parametrize(("form", "name", "bad", "says"), IDS)
def test_a_choice_that_is_none(place: Place, form: str, name: str, bad: str, says: str) -> None:
    page = refused(place.form(form), **{name: bad})
    assert says in said(page, name)


@pytest.mark.parametrize("form", ["open", "matter", "withdraw", "assess", "bring", "propose", "profile"])
def test_parameters_as_arrays_are_not_the_parameters(place: Place, form: str) -> None:
    sent = place.form(form)
    before = record()
    page = sent.browser.post(sent.url, {f"{name}[]": value for name, value in sent.good.items()})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert record() == before


def test_of_a_parameter_sent_twice_the_last_counts(place: Place) -> None:
    form = place.form("profile")
    body = "name=First&name=Second&language=en&language=fr&digest=EACH"
    assert form.browser.post(form.url, body, content_type=URLENCODED).status_code == 302
    place.focal_point.refresh_from_db()
    assert (place.focal_point.name, place.focal_point.language) == ("Second", "fr")


STAFF, FOCAL, NOBODY = "staff", "focal point", "nobody"
ADDRESSES = [
    pytest.param(STAFF, "/secretariat/requests/?work=%00", 400, id="NUL in a query"),
    pytest.param(STAFF, "/secretariat/requests/new/?party=X%00A", 400, id="NUL within a query"),
    pytest.param(STAFF, "/secretariat/requests/?work=sleeping", 200, id="work unknown"),
    pytest.param(STAFF, "/secretariat/requests/?work=overdue&work=draft", 200, id="work twice"),
    pytest.param(STAFF, "/secretariat/requests/?work[]=overdue", 200, id="work as an array"),
    pytest.param(STAFF, "/secretariat/requests/?party=%ff", 200, id="bytes that are no text"),
    pytest.param(STAFF, "/secretariat/requests/?party=%ED%A0%80", 200, id="half a character"),
    pytest.param(STAFF, "/secretariat/requests/?party=%E2%80%AEAX", 200, id="override of direction"),
    pytest.param(STAFF, "/secretariat/matters/?kind=secret", 200, id="kind unknown"),
    pytest.param(STAFF, "/secretariat/requests/?party=X%00A", 400, id="a Party with NUL"),
    pytest.param(STAFF, "/secretariat/requests/?q=%ED%A0%80&sort=q", 200, id="words of half a character"),
    pytest.param(STAFF, "/secretariat/requests/?q=%22%27%26%7C%21%3A%2A%28", 200, id="words of operators"),
    pytest.param(STAFF, "/secretariat/requests/?officer=" + "9" * 5000, 200, id="an officer of 5000 digits"),
    pytest.param(STAFF, "/secretariat/requests/?officer=9223372036854775808", 200, id="officer 2^63"),
    pytest.param(STAFF, "/secretariat/requests/?team=-1&step=x&rule_set=..", 200, id="choices that are none"),
    pytest.param(
        STAFF, "/secretariat/requests/?sent_from=2026-02-30&due_to=9999-12-31", 200, id="30 February"
    ),
    pytest.param(STAFF, "/secretariat/requests/?sort=due&after=2026-02-30,1", 200, id="a key of 30 February"),
    pytest.param(
        STAFF, "/secretariat/requests/?sort=party&after=,,9223372036854775808", 200, id="a key of commas"
    ),
    pytest.param(STAFF, "/secretariat/requests/?sort=due&after=,-1", 200, id="a key without its date"),
    pytest.param(STAFF, "/secretariat/requests/?overdue[]=1&overdue=&overdue=0", 200, id="overdue thrice"),
    pytest.param(STAFF, "/secretariat/views/9223372036854775808/", 404, id="view 2^63"),
    pytest.param(STAFF, "/secretariat/requests/new/dates/?rule_set_code=X", 404, id="rule set unknown"),
    pytest.param(FOCAL, "/party/?page=abc", 200, id="page=abc"),
    pytest.param(FOCAL, "/party/?page=-1", 200, id="page=-1"),
    pytest.param(FOCAL, "/party/?page=9223372036854775808", 200, id="page=2^63"),
    *(
        pytest.param(
            STAFF, f"/secretariat/requests/?work={work}&after={key}", 200, id=f"{work} after {key[:30]}"
        )
        for work, key in (
            ("draft", "abc"),
            ("draft", ",9223372036854775808"),
            ("draft", ",-1"),
            ("overdue", "2026-02-30,1"),
            ("overdue", "0001-01-01,-9223372036854775809"),
            ("overdue", "9999-12-31,9223372036854775808"),
            ("overdue", "," + "9" * 5000),
            ("proposals", "'; DROP TABLE x --,1"),
        )
    ),
    pytest.param(STAFF, "/secretariat/requests/%00/", 404, id="NUL in a path"),
    pytest.param(STAFF, "/secretariat/requests/IR-2026%000001/", 404, id="NUL within a path"),
    pytest.param(STAFF, "/secretariat/requests/%ff%fe/", 404, id="a path that is no text"),
    pytest.param(STAFF, "/secretariat/requests/..%2f..%2fetc%2fpasswd/", 404, id="a path upwards"),
    pytest.param(STAFF, "/secretariat/%2e%2e/party/", 404, id="dots as percents"),
    pytest.param(STAFF, "/secretariat/requests/%0d%0aSet-Cookie:%20x=1/", 404, id="a header in a path"),
    pytest.param(STAFF, "/secretariat/requests/" + "x" * 20_000 + "/", 404, id="an overlong path"),
    pytest.param(STAFF, "/secretariat/requests/?" + "x" * 20_000, 200, id="an overlong query"),
    pytest.param(STAFF, "/secretariat/messages/9223372036854775808/", 404, id="letter 2^63"),
    pytest.param(STAFF, "/secretariat/messages/-1/", 404, id="letter -1"),
    pytest.param(STAFF, "/secretariat/messages/1e3/", 404, id="letter 1e3"),
    pytest.param(STAFF, "/secretariat/messages/%D9%A1/", 404, id="letter in other digits"),
    pytest.param(STAFF, "/secretariat/people/" + "9" * 5000 + "/end/", 404, id="person of 5000 digits"),
    pytest.param(NOBODY, "/account/invitation/%C3%A9%E2%98%83/", 404, id="an invitation not in ASCII"),
    pytest.param(NOBODY, "/account/invitation/%00/", 404, id="an invitation of NUL"),
    pytest.param(NOBODY, "/account/invitation/%ED%A0%80/", 404, id="an invitation of half a character"),
    pytest.param(NOBODY, "/account/password/reset/key/zzzzzzzzzzzzzz-%00/", 404, id="a reset key with NUL"),
    pytest.param(NOBODY, "/static/%00", 404, id="a static file with NUL"),
]


@pytest.mark.parametrize(("who", "url", "status"), ADDRESSES)
def test_an_address_that_leads_nowhere(place: Place, who: str, url: str, status: int) -> None:
    user = {STAFF: place.supervisor, FOCAL: place.focal_point}.get(who)
    browser = place.browser(user)
    before = record()
    answer = browser.get(url)
    assert answer.status_code == status
    assert "x" not in answer.cookies
    assert "<h1" in answer.content.decode()
    assert record() == before


EVIL_LINK = "https://evil.example"
HEADERS = [
    pytest.param({"HTTP_HOST": "evil.example"}, 400, id="a host of somebody else"),
    pytest.param({"HTTP_HOST": "localhost, evil.example"}, 400, id="two hosts"),
    pytest.param({"HTTP_HOST": "localhost:80@evil.example"}, 400, id="a host as a user name"),
    pytest.param({"HTTP_HOST": "[::1"}, 400, id="half an address"),
    pytest.param({"HTTP_HOST": "localhost\0"}, 400, id="a host with NUL"),
    pytest.param({"HTTP_X_FORWARDED_HOST": "evil.example"}, 200, id="a host said to be forwarded"),
    pytest.param({"HTTP_ACCEPT_LANGUAGE": "x" * 100_000}, 200, id="an endless language"),
    pytest.param({"HTTP_ACCEPT_LANGUAGE": "fr;q=9e999,../../x;q=٣"}, 200, id="an absurd language"),
    pytest.param({"HTTP_ACCEPT_LANGUAGE": "\0"}, 400, id="a language of NUL"),
    pytest.param({"HTTP_USER_AGENT": "a\0b"}, 400, id="a browser's name with NUL"),
    pytest.param({"HTTP_USER_AGENT": "\xff" * 5000}, 200, id="a browser's name of bytes"),
    pytest.param({"HTTP_X_FORWARDED_FOR": "evil"}, 200, id="a sender said to be forwarded"),
    pytest.param({"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[bad"}, 200, id="half a URL"),
    pytest.param({"CONTENT_TYPE": "text/html; charset=utf-16"}, 400, id="another encoding"),
    pytest.param({"CONTENT_LENGTH": "-1"}, 200, id="a length below zero"),
    pytest.param({"HTTP_COOKIE": 'session="\\000aaaaaaaaaaaa"'}, 200, id="a session of NUL"),
    pytest.param({"HTTP_COOKIE": "session=" + "a" * 32}, 200, id="a session made up"),
    pytest.param({"HTTP_COOKIE": "session=" + "a" * 8192}, 200, id="a cookie of 8 KB"),
    pytest.param({"HTTP_COOKIE": "messages=" + "x:" * 4096}, 200, id="messages made up"),
    pytest.param({"HTTP_COOKIE": "django_language=" + "../" * 900}, 200, id="a language as a path"),
    pytest.param({"HTTP_COOKIE": 'django_language="\\000"; csrf="\\000"'}, 200, id="other cookies of NUL"),
    pytest.param(
        {"HTTP_COOKIE": 'session=\xff\xfe\xed\xa0\x80aaaaaaa; ;;==,"\\777"'}, 200, id="cookies of bytes"
    ),
]


@pytest.mark.parametrize(("headers", "status"), HEADERS)
def test_headers_and_cookies_made_up(place: Place, headers: dict[str, str], status: int) -> None:
    before = record()
    answer = Client(raise_request_exception=False).get("/account/sign-in/?next=/party/", **headers)
    assert answer.status_code == status
    assert "evil.example" not in answer.content.decode()
    if status == 200:
        assert answer.headers["Content-Language"] == "en"
        place.browser().post(
            "/account/password/reset/", {"email": place.focal_point.email}, **_harmless(headers)
        )
        adapter.wait_for_letters()
        assert "evil.example" not in mail.outbox[-1].body
    assert record() == before


def _harmless(headers: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in headers.items() if not name.startswith("CONTENT_")}


def test_a_session_of_nul_does_not_keep_anybody_out(place: Place) -> None:
    browser = Client(raise_request_exception=False, headers={"Cookie": 'session="\\000aaaaaaaaaaaa"'})
    answer = browser.post("/account/sign-in/", {"login": place.focal_point.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_an_encoding_that_is_none_is_refused_by_the_site_itself() -> None:
    """Django's own test client would fail before the site is asked, so this asks as a server does."""
    environ = RequestFactory()._base_environ(
        PATH_INFO="/account/sign-in/",
        QUERY_STRING="next=/party/",
        CONTENT_TYPE="text/html; charset=rot13",
        HTTP_HOST="localhost",
    )
    answered: list[str] = []
    list(wsgi.application(environ, lambda status, headers: answered.append(status)))
    assert answered == ["400 Bad Request"]
