"""The list of requests: each filter keeps what it says, each order is walked by key, and what is bad is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import InformationRequest, Party
from cases.models.party import Region
from cases.services import assignments, requests, saved_views
from compliance.accounts.models import Membership, Team, User
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

TODAY = date(2026, 12, 1)
URL = "/secretariat/requests/"


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    client.get(URL)  # the first page after signing in also writes the session
    return client


def shown(desk: Client, **query: Any) -> list[str]:
    """The subjects of the list."""
    page = desk.get(URL, query)
    assert page.status_code == 200
    assert not page.context["form"].errors
    return [row.record.subject for row in page.context["rows"]]


@pytest.fixture
def four(
    make_request: MakeRequest,
    answer: Answer,
    officer: User,
    supervisor: User,
    party: Party,
    other_party: Party,
) -> dict[str, InformationRequest]:
    """A draft; one whose reply is overdue; one that has replied and whose justification is; one withdrawn."""
    Party.objects.filter(pk=other_party.pk).update(region=Region.ASIA)
    made = {
        "draft": make_request(subject="draft"),
        "silent": make_request(subject="silent", sent_on=date(2026, 10, 15), party=other_party),
        "late": make_request(subject="late", sent_on=date(2026, 8, 15), rule_set_code="SC78-DOC-37-BODY"),
        "ended": make_request(subject="ended", sent_on=date(2026, 9, 1)),
    }
    answer(made["late"], date(2026, 9, 1), approximate_date=date(2026, 11, 10))
    assignments.assign(actor=actor_of(officer), request=made["late"], officer=supervisor, at=at(TODAY))
    requests.withdraw(actor=actor_of(officer), request=made["ended"], reason="Moot.", at=at(TODAY))
    team = Team.objects.create(pk=7, name="Flora")
    Membership.objects.filter(user=supervisor).update(team=team)
    return made


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        pytest.param({}, "ended late silent draft", id="no filter: the newest first"),
        pytest.param({"party": "XB"}, "silent", id="Party"),
        pytest.param({"party": "xb"}, "silent", id="Party in small letters"),
        pytest.param({"region": "ASIA"}, "silent", id="region"),
        pytest.param({"work": "draft"}, "draft", id="work"),
        pytest.param({"officer": "me"}, "ended silent draft", id="mine"),
        pytest.param({"team": "7"}, "late", id="a team's"),
        pytest.param({"team": "mine"}, "", id="my team's, being in none"),
        pytest.param({"step": "REPLY"}, "silent", id="an open step"),
        pytest.param({"step": "JUSTIFICATION"}, "late silent", id="an open step, overdue or not"),
        pytest.param({"step": "JUSTIFICATION", "overdue": "1"}, "late", id="a step that is overdue"),
        pytest.param({"step": "APPROXIMATE_DATE", "overdue": "1"}, "late", id="a date given that has passed"),
        pytest.param({"overdue": "1"}, "late silent", id="any step that is overdue"),
        pytest.param({"rule_set": "SC78-DOC-37-BODY"}, "late", id="rule set"),
        pytest.param({"sent_from": "2026-09-01"}, "ended silent", id="sent from a day on"),
        pytest.param({"sent_to": "2026-09-01"}, "ended late", id="sent until a day"),
        pytest.param({"due_from": "2026-11-15"}, "silent", id="due from a day on"),
        pytest.param({"due_to": "2026-11-14"}, "late", id="due until a day"),
        pytest.param({"q": "silent"}, "silent", id="words"),
        pytest.param({"q": "IR-2026-"}, "ended late silent draft", id="the beginning of a reference"),
        pytest.param({"overdue": "1", "officer": "me", "region": "ASIA"}, "silent", id="several"),
    ],
)
@pytest.mark.usefixtures("four")
def test_each_filter_keeps_what_it_says(desk: Client, query: dict[str, str], kept: str) -> None:
    assert shown(desk, **query) == kept.split()


@pytest.mark.usefixtures("four")
def test_by_officer_and_ones_own_team(desk: Client, officer: User, supervisor: User) -> None:
    assert shown(desk, officer=str(supervisor.pk)) == ["late"]
    Membership.objects.filter(user=officer).update(team=7)
    assert shown(desk, team="mine") == ["ended", "late", "silent", "draft"]
    Membership.objects.filter(user=supervisor).update(ended_at=at(TODAY))
    assert "late" not in shown(desk, team="mine"), "whoever has left is in no team"
    assert shown(desk, officer=str(supervisor.pk)) == ["late"], "and can still be looked for"


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("due", "late silent draft ended"),
        ("-due", "silent late ended draft"),
        ("sent", "late ended silent draft"),
        ("-sent", "silent ended late draft"),
        ("party", "draft late ended silent"),
        ("-party", "silent ended late draft"),
        ("officer", "draft silent ended late"),
        ("-officer", "late ended silent draft"),
        ("reference", "draft silent late ended"),
        ("-reference", "ended late silent draft"),
    ],
)
@pytest.mark.usefixtures("four")
def test_each_order_and_what_lacks_the_date_comes_last(desk: Client, sort: str, order: str) -> None:
    assert shown(desk, sort=sort) == order.split()


@pytest.mark.parametrize(
    "sort", ["", "due", "-due", "sent", "-sent", "party", "-party", "officer", "-officer", "reference"]
)
def test_each_order_goes_on_by_key(
    desk: Client, make_request: MakeRequest, other_party: Party, party: Party, sort: str
) -> None:
    """Sixty requests, several of one day and a third of them drafts: each is shown once, whole pages first."""
    made = {
        make_request(
            sent_on=date(2026, 6, 1) + timedelta(days=n // 4) if n % 3 else None,
            party=party if n % 2 else other_party,
        ).reference
        for n in range(60)
    }
    seen, url, sizes = [], f"{URL}?sort={sort}", []
    while url:
        page = desk.get(url)
        part = [row.record.reference for row in page.context["rows"]]
        seen, sizes = seen + part, [*sizes, len(part)]
        url = page.context["next_url"] if page.context["page"].next_key else ""
    assert sizes == [25, 25, 10]
    assert len(seen) == 60
    assert set(seen) == made
    whole = InformationRequest.objects.select_related("party")
    if sort in ("due", "sent"):
        field = {"due": "next_due_on", "sent": "sent_on"}[sort]
        dates = [getattr(whole.get(reference=one), field) for one in seen]
        known = [one for one in dates if one]
        assert dates == sorted(known) + [None] * (60 - len(known))


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("party", "ZZ", "Choose one from the list"),
        ("work", "sleeping", "Choose one from the list"),
        ("region", "ATLANTIS", "Choose one from the list"),
        ("officer", "999999", "Choose one from the list"),
        ("team", "9" * 5000, "Choose one from the list"),
        ("step", "NAP", "Choose one from the list"),
        ("rule_set", "X", "Choose one from the list"),
        ("sort", "random", "Choose one from the list"),
        ("sent_from", "2026-02-30", "Enter a valid date"),
        ("due_to", "tomorrow", "Enter a valid date"),
        ("q", "x" * 201, "at most 200 characters"),
        ("q", "a\u202eb", "cannot be seen"),
    ],
)
def test_a_bad_value_is_told_at_its_field_and_loses_nothing(
    desk: Client, make_request: MakeRequest, name: str, value: str, says: str
) -> None:
    make_request()
    page = desk.get(URL, {"region": "EUROPE", "due_from": "2026-01-01", name: value})
    assert page.status_code == 200
    form = page.context["form"]
    assert says in form.errors[name][0]
    assert form["due_from"].value() == "2026-01-01"
    assert page.context["rows"] == []
    assert "The list is not shown" in page.content.decode()
    if name == "sent_from":
        assert 'value="2026-02-30"' in page.content.decode()


def test_a_period_ends_after_it_begins(desk: Client) -> None:
    page = desk.get(URL, {"sent_from": "2026-03-02", "sent_to": "2026-03-01"})
    assert "before the first day" in page.context["form"].errors["sent_to"][0]


@pytest.mark.usefixtures("four")
def test_filters_are_chips_that_can_be_taken_away(desk: Client) -> None:
    page = desk.get(URL, {"region": "ASIA", "overdue": "1", "sort": "-due", "work": "overdue"})
    applied = {one.label: (one.value, one.url) for one in page.context["applied"]}
    assert applied == {
        "Region": ("Asia", f"{URL}?work=overdue&overdue=1&sort=-due"),
        "Overdue only": ("", f"{URL}?work=overdue&region=ASIA&sort=-due"),
    }
    counts = {chip.label: chip.count for chip in page.context["chips"]}
    assert counts["A step is overdue"] == 1
    assert counts["All requests"] == 1


@pytest.mark.usefixtures("four")
def test_a_heading_sorts_and_turns_round(desk: Client) -> None:
    page = desk.get(URL, {"region": "EUROPE", "sort": "due"})
    heading = next(one for one in page.context["headings"] if one.name == "due")
    assert (heading.direction, heading.url) == ("ascending", f"{URL}?region=EUROPE&sort=-due")
    assert 'aria-sort="ascending"' in page.content.decode()


def test_empty_lists_teach(desk: Client, make_request: MakeRequest) -> None:
    assert "Nothing in this list" in desk.get(URL).content.decode()
    make_request()
    assert "Take a filter away" in desk.get(URL, {"q": "elephant"}).content.decode()


QUERIES = {"q": "permits", "party": "XA", "region": "EUROPE", "officer": "me", "team": "mine", "sort": "sent"}


@pytest.mark.parametrize("query", [{}, {**QUERIES, "step": "REPLY", "overdue": "1"}], ids=["all", "filtered"])
def test_as_many_queries_for_twenty_five_as_for_three(
    desk: Client, officer: User, make_request: MakeRequest, make_matter: MakeMatter, query: dict[str, str]
) -> None:
    Membership.objects.filter(user=officer).update(team=Team.objects.create(name="Flora"))
    taken = []
    for many in (3, 22):
        for n in range(many):
            make_request(sent_on=date(2026, 6, 1) + timedelta(days=n), matter=make_matter())
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(URL, query)
        taken.append(len(queries))
    assert len(page.context["rows"]) == 25
    assert taken[0] == taken[1], "\n".join(q["sql"][:160] for q in queries.captured_queries)
    assert taken[0] <= 27


def test_columns_are_chosen_and_remembered(desk: Client, supervisor: User, make_request: MakeRequest) -> None:
    """For oneself: a colleague's choice is a colleague's."""
    saved_views.choose_columns(actor=actor_of(supervisor), columns=["due"])
    assert len(desk.get(URL).context["headings"]) == 5
    make_request(sent_on=date(2026, 6, 1))
    sent = {"query": "work=overdue", "column": ["officer", "sent", "rule_set", "matter", "region", "x"]}
    assert desk.post(reverse("secretariat:columns"), sent).headers["Location"] == f"{URL}?work=overdue"
    page = desk.get(URL)
    names = [heading.name for heading in page.context["headings"]]
    assert names == ["request", "region", "officer", "sent", "rule_set", "matter"]
    assert "Monday 1 June 2026" in page.content.decode()
    desk.post(reverse("secretariat:columns"), {"usual": "1", "column": ["officer"]})
    names = [heading.name for heading in desk.get(URL).context["headings"]]
    assert names == ["party", "request", "step", "due", "status"]
