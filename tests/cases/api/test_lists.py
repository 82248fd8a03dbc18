"""Lists: pages by key, filters that are strict, fields that are chosen, and as many queries however long they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.services import measures
from compliance.accounts.models import User
from tests.cases.api.conftest import SENT_ON, MakeProgram
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db

LISTS = (
    *("parties/", "requests/", "submissions/", "assessments/", "deadlines/", "documents/", "matters/"),
    *("measures/", "meetings/", "notices/"),
)


def test_pages_follow_each_other_without_a_gap(
    program: MakeProgram, officer: User, make_request: MakeRequest
) -> None:
    made = [make_request(sent_on=SENT_ON, subject=f"No. {number}").reference for number in range(5)]
    desk, found, url = program(officer), [], "requests/?page_size=2"
    while url:
        page = desk.get(url).json()
        found += [one["reference"] for one in page["results"]]
        url = (page["next"] or "").partition("/api/v1/")[2]
        if len(found) == 2:
            make_request(sent_on=SENT_ON, subject="Added meanwhile")
    assert found == made[::-1]


@pytest.mark.parametrize(
    "query",
    [
        *("page_size=0", "page_size=101", "page_size=abc", "page_size=" + "9" * 5000, "page_size=-1"),
        *("cursor=abc", "cursor=cD1hYmM%3D", "cursor=" + "x" * 3000, "stage=NONE", "overdue=perhaps"),
        *("sent_from=2026-1-5", "sent_from=2026-02-30", "nothing=1", "fields=nothing", "work=open"),
        *("party=XA&party=XB", "q=" + "x" * 201, "due_to=%D9%A2%D9%A0"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused(program: MakeProgram, officer: User, query: str) -> None:
    answer = program(officer).get(f"requests/?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["field"] == query.partition("=")[0]


def test_filters_narrow_and_fields_are_chosen(
    program: MakeProgram, officer: User, other_party: Any, make_request: MakeRequest
) -> None:
    make_request()
    sent = make_request(sent_on=date(2026, 9, 1), party=other_party)
    desk = program(officer)
    for query in (
        "party=XB",
        "stage=SENT",
        "overdue=true",
        "work=overdue",
        "q=permits&step=REPLY",
        "officer=me",
    ):
        found = [one["reference"] for one in desk.get(f"requests/?{query}").json()["results"]]
        assert sent.reference in found
        assert len(found) == (2 if query == "officer=me" else 1), query
    line = desk.get("requests/?party=XB&fields=reference,next_due_on").json()["results"]
    assert line == [{"reference": sent.reference, "next_due_on": "2026-10-01"}]
    one = desk.get(f"requests/{sent.reference}/?fields=steps")
    assert set(one.json()) == {"steps"}
    assert one["ETag"] == desk.get(f"requests/{sent.reference}/")["ETag"], "a version of the whole"


def test_no_filter_tells_what_is_not_shown(program: MakeProgram, member: User, focal_point: User) -> None:
    for who, query in ((member, "q=permits"), (member, "work=answered"), (focal_point, "officer=me")):
        assert program(who).get(f"requests/?{query}").status_code == 400
    assert program(member).get("documents/?sent=true").status_code == 400


def test_a_list_costs_as_many_queries_however_long_it_is(
    program: MakeProgram,
    officer: User,
    make_request: MakeRequest,
    make_matter: MakeMatter,
    answer: Answer,
) -> None:
    desk = program(officer)

    def more(count: int) -> None:
        for _number in range(count):
            matter = make_matter(brought=SENT_ON)
            sent = make_request(sent_on=SENT_ON, matter=matter)
            answer(sent, date(2026, 11, 20), information="COMPLETE", text="Twelve.")
            here: dict[str, Any] = {"actor": actor_of(officer), "matter": matter, "at": at(SENT_ON)}
            measures.decide(kind="WARNING", text="Warn.", decided_on=SENT_ON, meeting=None, **here)

    def costs() -> dict[str, int]:
        found = {}
        for path in (*LISTS, "requests/IR-2026-0001/", "matters/CM-2026-0001/"):
            desk.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(path).status_code == 200
            found[path] = len(queries)
        return found

    more(1)
    once = costs()
    more(3)
    assert costs() == once
    assert max(once.values()) <= 30
