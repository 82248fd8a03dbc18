"""Every number of the first page is a link to a list that shows exactly that number, whoever's work is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import InternalNote, Mention, Task
from cases.services import assessments, requests
from compliance.accounts.models import Membership, Team, User
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

TODAY = date(2026, 12, 3)
"""A Thursday."""
BLOCKS = ("attention", "others", "overdue", "weeks")
WHOSE = ("mine", "team", "all")


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def team(db: None, supervisor: User) -> Team:
    """The supervisor's; the officer is in none."""
    team = Team.objects.create(name="Timber")
    Membership.objects.filter(user=supervisor).update(team=team)
    return team


@pytest.fixture
def portfolio(
    make_request: MakeRequest, make_matter: MakeMatter, answer: Answer, officer: User, supervisor: User
) -> None:
    """Requests in every kind of work and due in every week, by turns the officer's and the supervisor's."""
    for number in range(16):
        make_request(sent_on=TODAY - timedelta(days=5 * number))
    make_request()
    make_request(sent_on=date(2026, 4, 1))
    make_request(sent_on=date(2026, 4, 1), matter=make_matter(brought=date(2026, 11, 2)))
    answer(make_request(sent_on=date(2026, 10, 1)), date(2026, 10, 5), approximate_date=date(2026, 11, 1))
    for verdict in ("", "ADEQUATE", "INADEQUATE"):
        given = answer(
            make_request(sent_on=date(2026, 10, 1)), date(2026, 10, 5), information="COMPLETE", text="All."
        )
        if verdict:
            assessments.assess(
                actor=actor_of(officer),
                submission=given,
                verdict=verdict,
                reasons="So it is.",
                shared_with_party=True,
                at=at(TODAY),
            )
    ended = make_request(sent_on=date(2026, 10, 1))
    requests.withdraw(actor=actor_of(officer), request=ended, reason="Moot.", at=at(TODAY))
    every_other = type(ended).objects.order_by("pk").values_list("pk", flat=True)[::2]
    type(ended).objects.filter(pk__in=list(every_other)).update(officer=supervisor)


def _shown(client: Client, url: str) -> Iterator[Any]:
    """The rows of a list, page after page."""
    while url:
        context = client.get(url).context
        yield from context["rows"]
        url = context["next_url"] if context["page"].next_key else ""


@pytest.mark.usefixtures("portfolio", "team")
@pytest.mark.parametrize("whose", WHOSE)
def test_every_number_is_a_list_that_shows_exactly_that_number(
    client: Client, supervisor: User, whose: str
) -> None:
    client.force_login(supervisor)
    context = client.get(reverse("secretariat:dashboard"), {"whose": whose}).context
    for block in BLOCKS:
        assert any(number.count for number in context[block]), "a block of zeros proves nothing"
        for number in context[block]:
            assert len(list(_shown(client, number.url))) == number.count, f"{number.label}: {number.url}"


@pytest.mark.usefixtures("portfolio", "team")
def test_mine_and_my_teams_are_part_of_all(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    mine, team, everything = (
        client.get(reverse("secretariat:dashboard"), {"whose": whose}).context["attention"][0].count
        for whose in WHOSE
    )
    assert 0 < mine == team < everything


@pytest.mark.usefixtures("portfolio", "team")
def test_a_colleague_who_joins_the_team_brings_their_work(
    client: Client, supervisor: User, officer: User, team: Team
) -> None:
    client.force_login(supervisor)
    before, after = 0, 0
    page = reverse("secretariat:dashboard")
    before = client.get(page, {"whose": "team"}).context["attention"][0].count
    Membership.objects.filter(user=officer).update(team=team)
    after = client.get(page, {"whose": "team"}).context["attention"][0].count
    assert 0 < before < after == client.get(page, {"whose": "all"}).context["attention"][0].count


def test_an_officer_sees_their_own_first_and_a_supervisor_everybodys(
    client: Client, officer: User, supervisor: User
) -> None:
    for user, whose in ((officer, "mine"), (supervisor, "all")):
        client.force_login(user)
        assert client.get(reverse("secretariat:dashboard")).context["whose"] == whose
    assert client.get(reverse("secretariat:dashboard"), {"whose": "nobody"}).status_code == 404


def test_somebody_in_no_team_is_told_so(client: Client, officer: User, make_request: MakeRequest) -> None:
    make_request(sent_on=date(2026, 9, 1))
    client.force_login(officer)
    page = client.get(reverse("secretariat:dashboard"), {"whose": "team"})
    assert "You are in no team" in page.content.decode()
    assert not any(number.count for number in page.context["attention"])


def test_weeks_begin_on_monday_and_this_one_today(
    client: Client, officer: User, make_request: MakeRequest
) -> None:
    for due in (date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 6), date(2026, 12, 7)):
        make_request(sent_on=due.replace(month=11))
    client.force_login(officer)
    weeks = client.get(reverse("secretariat:dashboard")).context["weeks"]
    assert [week.count for week in weeks] == [2, 1, 0, 0, 0, 0, 0, 0]
    assert weeks[0].label == "This week, until 6 December 2026"
    assert weeks[1].label == "Week of 7 December 2026"
    assert weeks[7].label == "Week of 18 January 2027"


def test_what_colleagues_ask_of_the_reader_and_of_nobody_else(
    client: Client, officer: User, supervisor: User, make_request: MakeRequest
) -> None:
    record = make_request(sent_on=date(2026, 11, 1))
    asked = {"request": record, "created_by": supervisor, "created_at": at(TODAY)}
    Task.objects.create(title="Ring the Alders", assigned_to=officer, wanted_by=TODAY, **asked)
    Task.objects.create(
        title="Done already", assigned_to=officer, done_at=at(TODAY), done_by=officer, **asked
    )
    Task.objects.create(title="Somebody else's", assigned_to=supervisor, **asked)
    note = InternalNote.objects.create(
        request=record, text="See @", written_by=supervisor, written_at=at(TODAY)
    )
    Mention.objects.create(note=note, user=officer)
    client.force_login(officer)
    text = client.get(reverse("secretariat:dashboard")).content.decode()
    assert "Ring the Alders" in text
    assert "Supervisor names you in a note" in text
    assert "Done already" not in text
    assert "Somebody else" not in text


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("name", "whose"), [*(("dashboard", one) for one in WHOSE), ("trends", ""), ("world_map", "")]
)
def test_as_many_queries_for_ten_as_for_one(
    client: Client,
    supervisor: User,
    make_request: MakeRequest,
    make_matter: MakeMatter,
    name: str,
    whose: str,
) -> None:
    client.force_login(supervisor)
    url = reverse(f"secretariat:{name}")
    client.get(url)
    taken = []
    for many in (1, 9):
        for number in range(many):
            record = make_request(sent_on=date(2026, 6, 1) + timedelta(days=number), matter=make_matter())
            Task.objects.create(
                request=record,
                title="Look",
                assigned_to=supervisor,
                created_by=supervisor,
                created_at=at(TODAY),
            )
        type(record).objects.update(officer=supervisor)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, {"whose": whose} if whose else {}).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 40, "\n".join(one["sql"][:200] for one in queries.captured_queries)
