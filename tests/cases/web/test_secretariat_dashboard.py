"""The dashboard and the lists: every number is a link to a list that shows exactly that number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import selectors
from cases.models import Meeting, Party
from cases.services import assessments, requests, sweep
from cases.web.secretariat import dashboard, lists
from compliance.accounts.models import User
from notifications.models import Message
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def meeting(db: None) -> Meeting:
    starts_on = TODAY + timedelta(days=90)
    return Meeting.objects.create(
        code="SC79", body="SC", starts_on=starts_on, ends_on=starts_on + timedelta(days=4), source="made up"
    )


@pytest.fixture
def everything(make_request: MakeRequest, answer: Answer, officer: User, make_matter: MakeMatter) -> None:
    """One request or more in each kind of work."""
    make_request()
    make_request(sent_on=TODAY - timedelta(days=60))
    make_request(sent_on=TODAY - timedelta(days=65))
    make_request(sent_on=TODAY - timedelta(days=20))
    make_request(sent_on=TODAY - timedelta(days=2))
    make_request(sent_on=date(2026, 4, 1))
    make_request(sent_on=date(2026, 4, 1), matter=make_matter(brought=date(2026, 11, 2)))
    waiting = make_request(sent_on=date(2026, 10, 1))
    answer(waiting, date(2026, 10, 5), information="COMPLETE", text="All of it.")
    done = make_request(sent_on=date(2026, 10, 1))
    given = answer(done, date(2026, 10, 5), information="COMPLETE", text="All of it.")
    actor = actor_of(officer)
    assessments.assess(
        actor=actor,
        submission=given,
        verdict="ADEQUATE",
        reasons="Yes.",
        shared_with_party=True,
        at=at(TODAY),
    )
    ended = make_request(sent_on=date(2026, 10, 1))
    requests.withdraw(actor=actor, request=ended, reason="Moot.", at=at(TODAY))


def numbers(client: Client) -> list[Any]:
    context = client.get(reverse("secretariat:dashboard")).context
    return [*context["attention"], *context["others"]]


@pytest.mark.usefixtures("everything")
def test_every_number_is_a_link_to_a_list_that_shows_exactly_that_number(
    client: Client, officer: User
) -> None:
    client.force_login(officer)
    found = numbers(client)
    assert [number.count for number in found] == [4, 1, 1, 1, 1, 1, 1, 1]
    for number in found:
        assert len(client.get(number.url).context["rows"]) == number.count, number.label


@pytest.mark.usefixtures("everything")
def test_the_chips_of_the_list_carry_the_same_numbers(client: Client, officer: User) -> None:
    client.force_login(officer)
    chips = {chip.label: chip.count for chip in client.get(reverse("secretariat:requests")).context["chips"]}
    assert chips["All requests"] == 10
    for number in numbers(client):
        assert chips[number.label] == number.count


def test_the_most_urgent_come_first_with_their_step_and_words(
    client: Client, officer: User, make_request: MakeRequest
) -> None:
    make_request(sent_on=TODAY - timedelta(days=2), subject="Later")
    make_request(sent_on=date(2026, 10, 19), subject="First")
    client.force_login(officer)
    page = client.get(reverse("secretariat:dashboard"))
    assert [row.record.subject for row in page.context["rows"]] == ["First", "Later"]
    row = page.context["rows"][0]
    assert (row.step, row.due_on, row.words) == (
        "Reply or approximate date",
        date(2026, 11, 19),
        "Overdue, 12 days",
    )
    assert "Thursday 19 November 2026" in page.content.decode()


def test_open_dates_after_the_documents_of_the_next_meeting(
    client: Client, officer: User, make_request: MakeRequest, meeting: Meeting
) -> None:
    make_request(sent_on=date(2026, 11, 1))
    client.force_login(officer)
    page = client.get(reverse("secretariat:dashboard"))
    assert meeting.document_deadline_on == date(2026, 12, 31)
    assert page.context["dates_after"].count == 2
    assert "Our choice: 60 days before the meeting" in page.content.decode()
    rows = client.get(page.context["dates_after"].url).context["rows"]
    assert [row.due_on for row in rows] == [date(2027, 2, 1), date(2027, 5, 1)]


def test_empty_desk_teaches(client: Client, officer: User) -> None:
    client.force_login(officer)
    text = client.get(reverse("secretariat:dashboard")).content.decode()
    assert "No request has been sent yet" in text
    assert "No meeting on record" in text


def test_a_list_goes_on_by_key_and_shows_each_request_once(
    client: Client, officer: User, make_request: MakeRequest
) -> None:
    made = {make_request(sent_on=date(2026, 6, 1) + timedelta(days=n // 3)).reference for n in range(28)}
    client.force_login(officer)
    for work in ("overdue", ""):
        first = client.get(reverse("secretariat:requests"), {"work": work})
        second = client.get(first.context["next_url"])
        seen = [row.record.reference for page in (first, second) for row in page.context["rows"]]
        assert len(seen) == 28
        assert set(seen) == made
        assert not second.context["page"].next_key


def test_a_list_for_one_party(
    client: Client, officer: User, make_request: MakeRequest, other_party: Party
) -> None:
    make_request()
    make_request(party=other_party)
    client.force_login(officer)
    page = client.get(reverse("secretariat:requests"), {"party": "XB"})
    assert [row.record.party for row in page.context["rows"]] == [other_party]
    assert page.context["chips"][0].count == 1


def test_an_unreadable_key_begins_at_the_first_page(
    client: Client, officer: User, make_request: MakeRequest
) -> None:
    make_request(sent_on=date(2026, 6, 1))
    client.force_login(officer)
    for after in ("x", "2026-13-01,4", "2026-01-01", ",", "2026-01-01,99999999999999999999"):
        page = client.get(reverse("secretariat:requests"), {"work": "overdue", "after": after})
        assert page.status_code == 200, after


PAGES = ["dashboard", "requests", "matters", "messages"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("meeting")
def test_a_list_takes_as_many_queries_for_thirty_as_for_one(
    name: str, client: Client, officer: User, make_request: MakeRequest, make_matter: MakeMatter
) -> None:
    client.force_login(officer)
    client.get(reverse(f"secretariat:{name}"))  # the first page after signing in also writes the session
    taken = []
    for many in (1, 29):
        for n in range(many):
            make_request(sent_on=date(2026, 6, 1) + timedelta(days=n), matter=make_matter())
        Message.objects.update(state=Message.State.FAILED)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"secretariat:{name}")).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1], "\n".join(q["sql"][:160] for q in queries.captured_queries)


def test_letters_that_need_a_hand_are_counted_and_listed(
    client: Client, officer: User, make_request: MakeRequest, party: Party, other_party: Party
) -> None:
    other_party.focal_points.all().delete()
    Party.objects.filter(pk=other_party.pk).update(mailbox="")
    other_party.refresh_from_db()
    make_request(sent_on=TODAY)
    make_request(sent_on=date(2026, 10, 1), party=other_party)
    Message.objects.filter(address=party.mailbox).update(state=Message.State.FAILED)
    sweep.issue_due_notices(on=TODAY, at=at(TODAY))
    client.force_login(officer)
    failed, waiting = client.get(reverse("secretariat:dashboard")).context["letters"]
    assert (failed.count, waiting.count) == (1, 2)
    page = client.get(failed.url)
    assert len(page.context["page"].rows) == 1
    assert [(one.iso2, one.waiting) for one in page.context["waiting"]] == [("XB", 2)]


def test_a_count_stops_at_its_cap_and_says_so(
    client: Client, officer: User, make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (selectors, dashboard, lists):
        monkeypatch.setattr(module, "COUNT_CAP", 2)
    for _ in range(3):
        make_request()
    client.force_login(officer)
    for name in ("dashboard", "requests"):
        assert "2 or more" in client.get(reverse(f"secretariat:{name}")).content.decode()


def test_a_meeting_known_to_the_month_counts_no_deadline(
    client: Client, officer: User, meeting: Meeting
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(precision="month", ends_on=None)
    client.force_login(officer)
    page = client.get(reverse("secretariat:dashboard"))
    assert page.context["meeting_days"] == "March 2027"
    assert "no document deadline is counted" in page.content.decode()
    assert client.get(reverse("secretariat:dates")).status_code == 404
