"""The calendar feed: whose dates it holds, how a date that moves is told, and every way in which a link ends."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from cases.models import CalendarFeed, CommitteeDeadline, ComplianceMatter, Meeting, Party
from cases.services import calendar_feeds, committee_deadlines, measures, people, teams
from compliance.accounts.models import Membership, Role, User
from tests.conftest import Answer, MakeMatter, MakeRequest, SetClock, actor_of, at

pytestmark = pytest.mark.django_db

SENT_ON, ON = date(2026, 11, 30), date(2026, 12, 8)


@pytest.fixture(autouse=True)
def today(set_clock: SetClock) -> None:
    set_clock(at(ON))
    cache.clear()


def _feed(secret: str) -> Any:
    """Asked by a calendar: with no session."""
    return Client().get(reverse("calendar_feed", args=[secret]))


def _events(secret: str) -> dict[str, Any]:
    """The entries by their UID without the host."""
    answer = _feed(secret)
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(one["uid"]).partition("@")[0]: one for one in found}


def _make(user: User) -> str:
    return calendar_feeds.make(actor=actor_of(user), at=at(ON))


# What it holds.


def test_an_entry_is_a_whole_day_with_reference_step_and_subject(
    focal_point: User, make_request: MakeRequest
) -> None:
    sent = make_request(
        sent_on=SENT_ON, subject="Export; permits, of\nrosewood", questions="Which of Mr Alder?"
    )
    events = _events(_make(focal_point))
    assert set(events) == {f"{sent.reference}-{step}" for step in ("reply", "justification", "response")}
    reply = events[f"{sent.reference}-reply"]
    assert reply.decoded("dtstart") == date(2026, 12, 30)
    assert reply.decoded("dtend") == date(2026, 12, 31)
    assert type(reply.decoded("dtstart")) is date
    assert str(reply["summary"]) == f"{sent.reference}: Reply or approximate date"
    assert str(reply["description"]) == "Export; permits, of rosewood"
    assert str(reply["url"]).endswith(reverse("party:request", args=[sent.reference]))
    assert reply.decoded("dtstamp") == datetime(2026, 11, 29, 23, tzinfo=UTC)
    assert reply["sequence"] == 0


def test_the_answer_is_a_calendar_and_is_kept_nowhere(focal_point: User, make_request: MakeRequest) -> None:
    make_request(sent_on=SENT_ON, questions="Which of Mr Alder?")
    answer = _feed(_make(focal_point))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert b"Mr Alder" not in answer.content
    lines = answer.content.split(b"\r\n")
    assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    assert max(map(len, lines)) <= 75


def test_reading_twice_gives_the_same_text_and_writes_nothing(
    focal_point: User, make_request: MakeRequest, set_clock: SetClock
) -> None:
    make_request(sent_on=SENT_ON)
    secret = _make(focal_point)
    first = _feed(secret).content
    set_clock(at(ON, 15))
    with CaptureQueriesContext(connection) as asked:
        assert _feed(secret).content == first
    writes = [one["sql"] for one in asked if re.match("INSERT|UPDATE|DELETE", one["sql"])]
    assert all('"desk_cache"' in one for one in writes)
    assert CalendarFeed.objects.get().last_read_on is None


def test_a_date_that_moves_keeps_its_entry_and_counts(
    focal_point: User, make_request: MakeRequest, answer: Answer
) -> None:
    sent, secret = make_request(sent_on=SENT_ON), _make(focal_point)
    uid = f"{sent.reference}-approximate_date"
    assert uid not in _events(secret)
    answer(sent, date(2026, 12, 2), approximate_date=date(2027, 3, 1))
    first = _events(secret)[uid]
    assert (first.decoded("dtstart"), first["sequence"]) == (date(2027, 3, 1), 0)
    answer(sent, date(2026, 12, 5), justification="Flood.")
    assert _events(secret)[uid]["sequence"] == 0
    answer(sent, date(2026, 12, 7), approximate_date=date(2027, 4, 1))
    moved = _events(secret)[uid]
    assert (moved.decoded("dtstart"), moved["sequence"]) == (date(2027, 4, 1), 1)
    assert moved.decoded("dtstamp") == datetime(2026, 12, 6, 23, tzinfo=UTC)


def test_what_is_met_leaves_the_calendar(
    focal_point: User, make_request: MakeRequest, answer: Answer
) -> None:
    sent, secret = make_request(sent_on=SENT_ON), _make(focal_point)
    answer(sent, date(2026, 12, 2), information="COMPLETE", text="All.")
    assert _events(secret) == {}


def _deadline(matter: ComplianceMatter, officer: User) -> CommitteeDeadline:
    measures.decide(
        actor=actor_of(officer),
        matter=matter,
        kind="REPORTING",
        text="Report.",
        decided_on=date(2026, 12, 1),
        meeting=None,
        at=at(ON),
    )
    return committee_deadlines.set_deadline(
        actor=actor_of(officer),
        matter=matter,
        what="A report on quotas",
        form="FIXED",
        fixed_on=date(2027, 3, 1),
        at=at(ON),
    )


@pytest.mark.parametrize("audience", ["secretariat", "party", "committee"])
def test_the_deadlines_of_the_committee_are_in_it(
    officer: User, focal_point: User, member: User, make_matter: MakeMatter, audience: str
) -> None:
    matter = make_matter(brought=date(2026, 12, 1))
    deadline = _deadline(matter, officer)
    reader = {"secretariat": officer, "party": focal_point, "committee": member}[audience]
    entry = _events(_make(reader))[f"{matter.reference}-deadline-{deadline.pk}"]
    assert entry.decoded("dtstart") == date(2027, 3, 1)
    assert str(entry["url"]).endswith(reverse(f"{audience}:matter", args=[matter.reference]))
    assert "quotas" not in str(entry)


def test_a_matter_that_was_not_brought_is_in_no_members_calendar(
    officer: User, member: User, supervisor: User, make_matter: MakeMatter
) -> None:
    matter = make_matter(brought=date(2026, 12, 1))
    _deadline(matter, officer)
    ComplianceMatter.objects.filter(pk=matter.pk).update(brought_on=None, stage="CONSIDERATION")
    assert _events(_make(member)) == _events(_make(supervisor)) == {}


def test_the_dates_of_ones_team(
    officer: User, supervisor: User, make_request: MakeRequest, make_matter: MakeMatter
) -> None:
    sent = make_request(sent_on=SENT_ON)
    deadline = _deadline(make_matter(brought=date(2026, 12, 1)), officer)
    secret = _make(supervisor)
    asked = f"{reverse('calendar_feed', args=[secret])}?whose=team"
    assert b"VEVENT" not in Client().get(asked).content, "in no team"
    team = teams.make(actor=actor_of(supervisor), name="Plants")
    teams.put(actor=actor_of(supervisor), membership=Membership.objects.get(user=officer), team=team)
    assert b"VEVENT" not in Client().get(asked).content, "another's team"
    for one in (supervisor, officer):
        membership = Membership.objects.get(user=one)
        teams.put(actor=actor_of(supervisor), membership=membership, team=team)
    answer = Client().get(asked).content.decode()
    assert f"{sent.reference}-reply" in answer
    assert f"deadline-{deadline.pk}" in answer
    assert _events(secret) == {}, "of one's own there are none"


def test_meetings_are_for_those_who_prepare_them(member: User, focal_point: User) -> None:
    meeting = Meeting.objects.create(
        code="SC82", body="SC", starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 4), source="A notification"
    )
    Meeting.objects.create(code="SC83", body="SC", starts_on=date(2028, 1, 1), precision="year")
    events = _events(_make(member))
    assert set(events) == {f"meeting-{meeting.pk}", f"meeting-{meeting.pk}-documents"}
    assert events[f"meeting-{meeting.pk}"].decoded("dtend") == date(2027, 6, 5)
    assert events[f"meeting-{meeting.pk}-documents"].decoded("dtstart") == date(2027, 4, 2)
    assert _events(_make(focal_point)) == {}


def test_it_is_written_in_the_language_of_its_owner(focal_point: User, make_request: MakeRequest) -> None:
    make_request(sent_on=SENT_ON)
    User.objects.filter(pk=focal_point.pk).update(language="fr")
    answer = Client(headers={"accept-language": "es"}).get(
        reverse("calendar_feed", args=[_make(focal_point)])
    )
    assert "Réponse" in answer.content.decode()


def test_it_takes_as_many_queries_for_many_dates_as_for_few(
    focal_point: User, make_request: MakeRequest
) -> None:
    make_request(sent_on=SENT_ON)
    secret = _make(focal_point)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert _feed(secret).status_code == 200
        return len([one for one in asked if "desk_cache" not in one["sql"]])

    few = queries()
    for _ in range(10):
        make_request(sent_on=SENT_ON)
    assert queries() == few


# Whose dates.


def test_each_audience_has_its_own_dates(
    focal_point: User,
    other_focal_point: User,
    officer: User,
    supervisor: User,
    member: User,
    make_request: MakeRequest,
    make_matter: MakeMatter,
    other_party: Party,
) -> None:
    own = make_request(sent_on=SENT_ON)
    other = make_request(sent_on=SENT_ON, party=other_party)
    brought = make_request(sent_on=SENT_ON, matter=make_matter(brought=date(2026, 12, 3)))
    draft = make_request()
    assert draft.reference not in {own.reference, other.reference, brought.reference}

    def references(user: User) -> set[str]:
        return {uid.rpartition("-")[0] for uid in _events(_make(user))}

    assert references(focal_point) == {own.reference, brought.reference}
    assert references(other_focal_point) == {other.reference}
    assert references(officer) == {own.reference, other.reference, brought.reference}
    assert references(supervisor) == set()
    assert references(member) == {brought.reference}


def test_the_committee_is_led_to_the_matter(
    member: User, make_request: MakeRequest, make_matter: MakeMatter
) -> None:
    matter = make_matter(brought=date(2026, 12, 3))
    make_request(sent_on=SENT_ON, matter=matter)
    (first, *_others) = _events(_make(member)).values()
    assert str(first["url"]).endswith(reverse("committee:matter", args=[matter.reference]))


# How it ends.


@pytest.mark.parametrize("secret", ["x", "x" * 43, "%00", "%ED%A0%80"])
def test_a_link_that_was_never_made_is_not_found(secret: str) -> None:
    assert Client().get(f"/calendar/{secret}/due-dates.ics").status_code == 404


def test_a_new_link_ends_the_one_before(focal_point: User) -> None:
    first, second = _make(focal_point), _make(focal_point)
    assert _feed(first).status_code == 404
    assert _feed(second).status_code == 200


def test_a_link_that_was_ended_is_not_found(focal_point: User) -> None:
    secret = _make(focal_point)
    calendar_feeds.revoke(actor=actor_of(focal_point), at=at(ON))
    assert _feed(secret).status_code == 404


def test_who_leaves_takes_the_link_along_and_does_not_bring_it_back(
    focal_point: User, supervisor: User, party: Party
) -> None:
    secret = _make(focal_point)
    people.end_membership(
        actor=actor_of(supervisor), membership=Membership.objects.get(user=focal_point), at=at(ON, 12)
    )
    assert _feed(secret).status_code == 404
    later = at(ON + timedelta(days=30))
    Membership.objects.create(user=focal_point, role=Role.FOCAL_POINT, party=party, started_at=later)
    assert _feed(secret).status_code == 404


def test_who_may_not_sign_in_has_no_link(focal_point: User) -> None:
    secret = _make(focal_point)
    User.objects.filter(pk=focal_point.pk).update(is_active=False)
    assert _feed(secret).status_code == 404


def test_who_lacks_the_factor_of_their_role_has_none_until_it_is_set_up(officer: User) -> None:
    secret = _make(officer)
    assert _feed(secret).status_code == 200
    Authenticator.objects.filter(user=officer).delete()
    assert _feed(secret).status_code == 404


def test_only_the_digest_is_kept(focal_point: User) -> None:
    secret = _make(focal_point)
    assert secret not in CalendarFeed.objects.get().secret_digest


def test_who_has_no_desk_makes_none(stranger: User) -> None:
    for act in (calendar_feeds.make, calendar_feeds.revoke):
        with pytest.raises(PermissionDenied):
            act(actor=actor_of(stranger), at=at(ON))


def test_guessing_is_slowed_down() -> None:
    client = Client()
    answers = {client.get(f"/calendar/{number}/due-dates.ics").status_code for number in range(61)}
    assert answers == {404, 429}


# The page.


@pytest.mark.parametrize("name", ["focal_point", "officer", "administrator", "member"])
def test_the_link_is_shown_once(client: Client, request: pytest.FixtureRequest, name: str) -> None:
    client.force_login(request.getfixturevalue(name))
    url = reverse("calendar")
    assert "You have no link yet." in client.get(url).content.decode()
    made = client.post(url, follow=True).content.decode()
    found = re.search(r"<code>(\S+)</code>", made)
    assert found
    path = found[1].partition("://")[2].partition("/")[2]
    assert Client().get(f"/{path}").status_code == 200
    assert "<code>" not in client.get(url).content.decode()


def test_it_ends_after_it_was_asked(client: Client, focal_point: User) -> None:
    client.force_login(focal_point)
    secret = _make(focal_point)
    page = client.get(reverse("calendar_end"))
    assert "It stops working at once" in page.content.decode()
    assert _feed(secret).status_code == 200
    client.post(reverse("calendar_end"))
    assert _feed(secret).status_code == 404
    assert client.get(reverse("calendar_end")).status_code == 302


def test_somebody_without_a_desk_has_no_calendar(client: Client, stranger: User) -> None:
    client.force_login(stranger)
    assert client.get(reverse("calendar")).status_code == 403
