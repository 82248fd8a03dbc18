"""The public register: off unless published, what Notifications announced and nothing else, for caches and programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import ComplianceMatter, Measure, Party
from cases.services import measures
from compliance.accounts.models import User
from tests.cases import article_xiii
from tests.conftest import MakeMatter, SetClock, actor_of, at

pytestmark = pytest.mark.django_db

TODAY = datetime(2027, 6, 11, 9, 30, tzinfo=UTC)
SUSPENSION = {"kind": "SUSPENSION", "scope": "COMMERCIAL", "all_species": True}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def today(set_clock: SetClock, settings: Any) -> None:
    set_clock(TODAY)
    settings.PUBLIC_REGISTER = True
    cache.clear()


@pytest.fixture
def matter(make_matter: MakeMatter) -> ComplianceMatter:
    return make_matter(brought=article_xiii.BROUGHT)


def _announced(matter: ComplianceMatter, officer: User, number: str, **details: Any) -> Measure:
    given = SUSPENSION | {"text": f"Text of {number}", "notification": number} | details
    return article_xiii.decide(officer=actor_of(officer), matter=matter, **given)


def _withdrawn(measure: Measure, officer: User, on: date, **details: Any) -> Measure:
    return measures.withdraw(
        actor=actor_of(officer), measure=measure, ends_on=on, reason="It reported.", at=at(on), **details
    )


def _url(page: str = "list", *args: Any, language: str = "en") -> str:
    return reverse(f"register:{page}", args=[language, *args])


def _addresses(measure: Measure) -> list[str]:
    pages = [_url(one) for one in ("list", "csv", "json", "feed")]
    return [reverse("register:front"), *pages, _url("entry", measure.pk)]


@pytest.mark.parametrize("name", ["", "officer", "focal_point", "member"])
def test_off_every_address_is_missing_for_everybody_and_on_there_for_everybody(
    client: Client,
    request: pytest.FixtureRequest,
    settings: Any,
    matter: ComplianceMatter,
    officer: User,
    name: str,
) -> None:
    measure = _announced(matter, officer, "No. 2027/010")
    if name:
        client.force_login(request.getfixturevalue(name))
    for url in _addresses(measure):
        assert client.get(url, follow=True).status_code == 200
        assert client.post(url).status_code == 405
    settings.PUBLIC_REGISTER = False
    for url in _addresses(measure):
        assert client.get(url).status_code == client.post(url).status_code == 404


def test_only_what_a_notification_announced_is_in_it_and_nothing_of_the_file(
    client: Client, matter: ComplianceMatter, officer: User
) -> None:
    announced = _announced(matter, officer, "No. 2027/010", starts_on=date(2027, 2, 20))
    silent = _announced(matter, officer, "", text="Not announced")
    assert client.get(_url("entry", silent.pk)).status_code == 404
    for url in (_url(), _url("entry", announced.pk), _url("csv"), _url("json"), _url("feed")):
        text = client.get(url).content.decode()
        assert "No. 2027/010" in text
        for hidden in (matter.reference, matter.title, "Text of", "Not announced", "No response.", "Officer"):
            assert hidden not in text, url


def test_it_says_until_when_and_by_which_notification(
    client: Client, matter: ComplianceMatter, officer: User
) -> None:
    ended = _announced(matter, officer, "No. 2027/010")
    _withdrawn(ended, officer, date(2027, 5, 2), notification="No. 2027/031")
    page = client.get(_url("entry", ended.pk)).content.decode()
    assert "Withdrawn on 2 May 2027" in page
    assert "Notification to the Parties No. 2027/031" in page
    assert "It reported." not in page, "the reason is the desk's"


def test_filters_by_party_region_measure_and_day(
    client: Client, matter: ComplianceMatter, officer: User, make_matter: MakeMatter, other_party: Party
) -> None:
    other_party.region = "ASIA"
    other_party.save()
    ended = _announced(matter, officer, "No. 2027/010")
    _withdrawn(ended, officer, date(2027, 5, 2))
    elsewhere = make_matter(brought=article_xiii.BROUGHT, party=other_party)
    _announced(
        *(elsewhere, officer, "No. 2027/011"), kind="WARNING", scope="", all_species=False, text="Warned"
    )

    def found(**query: str) -> set[str]:
        entries = json.loads(client.get(_url("json"), query).content)["entries"]
        return {one["notification"] for one in entries}

    assert found() == {"No. 2027/010", "No. 2027/011"}
    assert found(party="XA") == found(region="EUROPE") == found(measure="SUSPENSION") == {"No. 2027/010"}
    assert found(region="ASIA") == {"No. 2027/011"}
    assert found(on="2027-02-04") == set(), "the day before the decision"
    assert found(on="2027-02-05") == found(on="2027-05-01") == {"No. 2027/010", "No. 2027/011"}
    assert found(on="2027-05-02") == {"No. 2027/011"}, "on the day on which it ended it is in force no longer"
    assert b"cannot be read" in client.get(_url(), {"on": "2027-02-30"}).content
    assert client.get(_url("csv"), {"on": "2027-02-30"}).status_code == 302, "the list says what is wrong"


def test_files_state_their_filters(client: Client, matter: ComplianceMatter, officer: User) -> None:
    _announced(matter, officer, "=1+1")
    answer = client.get(_url("csv", language="fr"), {"party": "XA", "on": "2027-06-01"})
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert any("1er juin 2027" in line for line in lines), lines[:5]
    assert "Partie de démonstration Alder" in lines[-1]
    assert "'=1+1" in lines[-1], "nothing that a spreadsheet would compute"
    asked = json.loads(client.get(_url("json"), {"party": "XA"}).content)
    assert asked["filters"] == {"party": "XA"}
    assert asked["entries"][0]["address"].endswith(f"/register/en/entries/{asked['entries'][0]['number']}/")


def test_the_feed_tells_announcements_and_withdrawals(
    client: Client, matter: ComplianceMatter, officer: User
) -> None:
    ended = _announced(matter, officer, "No. 2027/010 <b>")
    _withdrawn(ended, officer, date(2027, 5, 2), notification="No. 2027/031")
    answer = client.get(_url("feed"))
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314  (our own)
    ids = [one.findtext(f"{ATOM}id") or "" for one in entries]
    assert [one.rsplit("/", 1)[1] for one in ids] == ["withdrawn", "announced"], "the newest first"
    assert "No. 2027/031" in (entries[0].findtext(f"{ATOM}summary") or "")
    assert "No. 2027/010 &lt;b&gt;" in (entries[1].findtext(f"{ATOM}summary") or ""), "no markup of ours"
    assert client.get(_url("feed")).content == answer.content


def test_caches_may_keep_it_and_no_cookie_is_read_or_set(
    client: Client, matter: ComplianceMatter, officer: User
) -> None:
    _announced(matter, officer, "No. 2027/010")
    client.force_login(officer)
    answer = client.get(_url())
    assert "Sign out" not in answer.content.decode(), "the same page for everybody"
    assert not answer.cookies
    assert set(answer.headers["Cache-Control"].split(", ")) == {
        *("public", "max-age=0", "s-maxage=300", "must-revalidate")
    }
    assert "Vary" not in answer.headers
    again = client.get(_url(), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/secretariat/").status_code == 200, "the session is untouched"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_language_is_that_of_the_address(
    client: Client, matter: ComplianceMatter, officer: User, language: str
) -> None:
    _announced(matter, officer, "No. 2027/010")
    answer = client.get(_url(language=language), headers={"Accept-Language": "es"})
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in answer.content.decode()
    assert getattr(matter.party, f"name_{language}") in answer.content.decode()
    front = client.get(reverse("register:front"), headers={"Accept-Language": language})
    assert front.headers["Location"] == _url(language=language)
    assert client.get("/register/de/").status_code == 404


def test_pages_go_on_by_key_and_take_as_many_queries_whatever_they_hold(
    client: Client, matter: ComplianceMatter, officer: User
) -> None:
    def announce(*numbers: int) -> None:
        for number in numbers:
            begins = date(2027, 2, 6) + timedelta(days=number // 2)
            _announced(matter, officer, f"No. 2027/{number:03}", starts_on=begins)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(_url())
        return len(counted)

    announce(0)
    queries()
    few = queries()
    announce(*range(1, 30))
    assert queries() == few
    page = client.get(_url()).content.decode()
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(following).content.decode()
    numbers = [f"No. 2027/{number:03}" for number in range(30)]
    assert [page.count(f">{one}<") + rest.count(f">{one}<") for one in numbers] == [1] * 30


def test_whoever_asks_too_often_waits(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"public_register": "2/m/ip"}
    assert [client.get(_url()).status_code for _ in range(3)] == [200, 200, 429]
