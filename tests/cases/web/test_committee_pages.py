"""The Committee's desk: dates and steps of what was brought, the public record, no correspondence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import ComplianceMatter, MatterEvent, Meeting, Party
from cases.services import assessments, matters
from compliance.accounts.models import User
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db

SENT_ON = date(2026, 11, 30)
BROUGHT_ON = date(2027, 6, 10)


@pytest.fixture(autouse=True)
def today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(datetime(2027, 6, 11, 9, 30, tzinfo=UTC))


@pytest.fixture(params=["member", "chair"])
def desk(client: Client, request: pytest.FixtureRequest) -> Client:
    client.force_login(request.getfixturevalue(request.param))
    return client


def _matter_url(matter: ComplianceMatter) -> str:
    return reverse("committee:matter", args=[matter.reference])


def _queries(client: Client, url: str) -> int:
    """How many queries a page takes once the session is under way."""
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


@pytest.fixture
def public_record(party: Party) -> ComplianceMatter:
    matter = ComplianceMatter.objects.create(
        reference="PR-0001",
        party=party,
        title="Chronology from the press",
        origin=ComplianceMatter.Origin.PUBLIC_RECORD,
        attention=ComplianceMatter.Attention.PRESS,
        public_source="https://press.example/story",
        opened_at=at(date(2026, 1, 5)),
    )
    events = [
        (date(2018, 1, 1), "year", "suspension", "https://press.example/2018"),
        (date(2022, 11, 1), "month", "sc_recommendation", "SC75 Sum. 3"),
        (date(2025, 11, 13), "week", "unheard_of", "javascript:alert(1)"),
        (date(2026, 2, 27), "day", "response", "http://press.example/a b"),
    ]
    for on, precision, kind, source in events:
        MatterEvent.objects.create(
            matter=matter, on=on, precision=precision, kind=kind, text=f"Event of {on}", source=source
        )
    return matter


@pytest.mark.parametrize(
    "name", ["officer", "supervisor", "administrator", "focal_point", "other_focal_point", "stranger"]
)
def test_the_desk_is_not_for_another_audience(
    client: Client, request: pytest.FixtureRequest, make_matter: MakeMatter, name: str
) -> None:
    matter = make_matter(brought=BROUGHT_ON)
    client.force_login(request.getfixturevalue(name))
    for url in [reverse("committee:home"), _matter_url(matter)]:
        assert client.get(url).status_code == 403


def test_who_has_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(reverse("committee:home")).headers["Location"].startswith(reverse("account_login"))


def test_a_matter_that_was_not_brought_does_not_exist(desk: Client, make_matter: MakeMatter) -> None:
    matter = make_matter()
    assert desk.get(_matter_url(matter)).status_code == 404
    assert matter.reference not in desk.get(reverse("committee:home")).content.decode()


def test_home_lists_what_was_brought_the_newest_first_and_the_public_record_apart(
    desk: Client, officer: User, make_matter: MakeMatter, public_record: ComplianceMatter
) -> None:
    older, newer = make_matter(brought=date(2027, 5, 1)), make_matter(ready=BROUGHT_ON)
    meeting = Meeting.objects.create(
        code="SC83", body="SC", starts_on=date(2027, 9, 1), ends_on=date(2027, 9, 5)
    )
    matters.bring(
        actor=actor_of(officer),
        matter=newer,
        because="NO_SOLUTION",
        grounds="No solution.",
        meeting=meeting,
        at=at(BROUGHT_ON),
    )
    page = desk.get(reverse("committee:home")).content.decode()
    listed, record = page.split("Public record, see source")
    brought = listed.split('id="brought"')[1]  # above it, the Chair is consulted
    assert brought.index(newer.reference) < brought.index(older.reference)
    assert "10 June 2027" in brought
    assert "SC83, 1 September 2027 to 5 September 2027" in brought
    assert "No meeting named yet" in brought
    assert "No solution." in brought
    assert public_record.title in record
    assert public_record.title not in brought


def test_empty_lists_say_what_would_fill_them(desk: Client) -> None:
    page = desk.get(reverse("committee:home")).content.decode()
    assert "No matter has been brought to the Committee" in page
    assert "No chronology is on record" in page


def test_home_takes_as_many_queries_for_many_as_for_one(desk: Client, make_matter: MakeMatter) -> None:
    home = reverse("committee:home")
    make_matter(brought=BROUGHT_ON)
    few = _queries(desk, home)
    for _ in range(26):
        make_matter(brought=BROUGHT_ON)
    assert _queries(desk, home) == few
    assert len(desk.get(home).context["rows"]) == 25
    assert len(desk.get(home, {"page": 2}).context["rows"]) == 2


def test_a_matter_shows_dates_and_steps_and_none_of_the_correspondence(
    desk: Client, officer: User, make_matter: MakeMatter, make_request: MakeRequest, answer: Answer
) -> None:
    matter = make_matter(brought=BROUGHT_ON)
    sent = make_request(sent_on=SENT_ON, matter=matter, questions="QUESTIONS-TEXT")
    submission = answer(
        sent,
        date(2026, 12, 20),
        approximate_date=date(2027, 7, 1),
        justification="JUSTIFICATION-TEXT",
        information="COMPLETE",
        text="INFORMATION-TEXT",
    )
    assessments.assess(
        actor=actor_of(officer),
        submission=submission,
        verdict="INADEQUATE",
        reasons="REASONS-TEXT",
        shared_with_party=True,
        at=at(date(2027, 1, 20)),
    )
    page = desk.get(_matter_url(matter)).content.decode()
    assert "Response overdue, 12 days" in page
    assert "Sunday 30 May 2027" in page
    assert page.count("<svg xmlns") == 2
    for words in ["QUESTIONS-TEXT", "JUSTIFICATION-TEXT", "INFORMATION-TEXT", "REASONS-TEXT"]:
        assert words not in page
    for word in ["refus", "fail", "non-complian"]:
        assert word not in page.lower()


def test_a_draft_of_a_matter_is_not_shown(
    desk: Client, make_matter: MakeMatter, make_request: MakeRequest
) -> None:
    matter = make_matter(brought=BROUGHT_ON)
    make_request(matter=matter, subject="Not sent yet")
    page = desk.get(_matter_url(matter)).content.decode()
    assert "Not sent yet" not in page
    assert "This matter has no information request" in page


def test_a_matter_takes_as_many_queries_for_many_requests_as_for_one(
    desk: Client, make_matter: MakeMatter, make_request: MakeRequest
) -> None:
    matter = make_matter(brought=BROUGHT_ON)
    make_request(sent_on=SENT_ON, matter=matter)
    few = _queries(desk, _matter_url(matter))
    for _ in range(4):
        make_request(sent_on=SENT_ON, matter=matter)
    assert _queries(desk, _matter_url(matter)) == few


def test_the_steps_agree_with_those_of_the_party(
    desk: Client,
    make_matter: MakeMatter,
    make_request: MakeRequest,
    answer: Answer,
    focal_point: User,
) -> None:
    matter = make_matter(brought=BROUGHT_ON)
    sent = make_request(sent_on=SENT_ON, matter=matter)
    answer(sent, date(2026, 12, 20), approximate_date=date(2027, 7, 1))
    answer(sent, date(2027, 3, 3), justification="Flood.")
    seen = desk.get(_matter_url(matter)).context["requests"][0].steps
    own = Client()
    own.force_login(focal_point)
    assert own.get(reverse("party:request", args=[sent.reference])).context["steps"] == seen


def test_events_are_dated_as_exactly_as_they_are_known_and_link_only_to_addresses(
    desk: Client, public_record: ComplianceMatter
) -> None:
    page = desk.get(_matter_url(public_record)).content.decode()
    assert "Public record, see source." in page
    for when in [
        ">2018, Recommendation to suspend trade<",
        ">November 2022, Recommendation of the Standing Committee<",
        ">week of 13 November 2025<",
        ">27 February 2026, Response of the Party<",
    ]:
        assert when in page
    assert 'href="https://press.example/2018"' in page
    assert "SC75 Sum. 3" in page
    assert 'href="javascript' not in page
    assert 'href="http://press.example/a b"' not in page
