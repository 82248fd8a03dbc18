"""What if, for one request and over all of them, through the pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Comparison, InformationRequest, Party
from cases.services import comparing
from cases.tasks import compare_rule_sets
from compliance.accounts.models import User
from tests.conftest import Answer, MakeRequest, SetClock, at

TODAY = date(2026, 12, 1)
SENT = date(2026, 1, 15)
ANNEX, COP19 = "SC78-DOC-37-ANNEX", "CONF-11.3-REV-COP19"
COMPARE = "/secretariat/compare/"


@pytest.fixture(autouse=True)
def _today(set_clock: SetClock) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    client.get(reverse("secretariat:people"))  # the first page after signing in also writes the session
    return client


@pytest.fixture
def late_under_the_annex(make_request: MakeRequest, answer: Answer) -> InformationRequest:
    """A date given in time, a justification in month four, the information in month five."""
    request = make_request(sent_on=SENT)
    answer(request, date(2026, 2, 1), approximate_date=date(2026, 4, 1))
    answer(request, date(2026, 5, 15), justification="A flood.")
    answer(request, date(2026, 6, 20), information="COMPLETE", text="Twelve.")
    return request


def test_a_request_under_each_text_and_which_one_counts(
    desk: Client, late_under_the_annex: InformationRequest
) -> None:
    page = desk.get(reverse("secretariat:what_if", args=[late_under_the_annex.reference]))
    texts = {text.rule_set.code: text for text in page.context["texts"]}
    assert [code for code, text in texts.items() if text.counts] == [ANNEX]
    (annex, in_force) = (dict(texts[code].cells)["Justification"] for code in (ANNEX, COP19))
    assert (annex.due_on, annex.status, annex.late_words) == (
        date(2026, 4, 15),
        "MET_LATE",
        "overdue for 30 days",
    )
    assert (in_force.due_on, in_force.status, in_force.late_words) == (date(2026, 7, 15), "MET", "")
    assert dict(texts[COP19].cells)["Response"] is None
    body = page.content.decode()
    assert body.count("This one counts") == 1
    assert body.count("For comparison only") == len(texts) - 1
    assert "Resolution Conf. 11.3 (Rev. CoP19), paragraph 23 b)" in body, "each date says where it comes from"


def test_a_draft_shows_the_dates_if_it_is_sent_today(desk: Client, make_request: MakeRequest) -> None:
    draft = make_request()
    page = desk.get(reverse("secretariat:what_if", args=[draft.reference]))
    assert len(page.context["previews"]) == 4
    for leads in ("request", "send"):
        found = desk.get(reverse(f"secretariat:{leads}", args=[draft.reference])).content.decode()
        assert reverse("secretariat:what_if", args=[draft.reference]) in found


def test_the_page_of_one_request_takes_as_many_queries_for_many_facts_as_for_few(
    desk: Client, make_request: MakeRequest, answer: Answer
) -> None:
    request = make_request(sent_on=SENT)
    address, taken = reverse("secretariat:what_if", args=[request.reference]), []
    for many in (1, 6):
        for n in range(many):
            answer(request, SENT + timedelta(days=30 + n), justification="A flood.")
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 8


# Over all requests


def test_a_comparison_is_asked_for_waited_for_and_read(
    desk: Client, late_under_the_annex: InformationRequest, make_request: MakeRequest
) -> None:
    same = make_request(sent_on=TODAY - timedelta(days=3))
    page = desk.get(COMPARE)
    assert "No comparison was made yet" in page.content.decode()
    assert "paragraphs 30 to 32" in page.content.decode()
    assert desk.post(COMPARE, {"on": TODAY.isoformat()}).status_code == 302
    page = desk.get(COMPARE)
    assert "A comparison is under way" in page.content.decode()
    assert 'hx-get="/secretariat/compare/progress/"' in page.content.decode()
    waiting = desk.get(reverse("secretariat:compare_progress"), HTTP_HX_REQUEST="true")
    assert "0 requests compared so far" in waiting.content.decode()
    compare_rule_sets()
    done = desk.get(reverse("secretariat:compare_progress"), HTTP_HX_REQUEST="true")
    assert done.headers["HX-Refresh"] == "true"
    page = desk.get(COMPARE)
    assert page.context["running"] is None
    assert page.context["tally"].requests == 2
    assert [row.record for row in page.context["rows"]] == [same, late_under_the_annex]
    in_april = next(cells for month, cells in page.context["months"] if month == "April 2026")
    under = {rule_set.code: steps for rule_set, steps in in_april}
    promise = ("Date given by the Party", 1)
    assert (under[ANNEX], under[COP19]) == ([("Justification", 1), promise], [promise])
    differing = desk.get(COMPARE, {"differ": "1"})
    assert [row.record for row in differing.context["rows"]] == [late_under_the_annex]


def test_a_second_comparison_at_once_is_refused_and_what_was_chosen_stays(desk: Client) -> None:
    desk.post(COMPARE, {"on": TODAY.isoformat()})
    page = desk.post(COMPARE, {"on": "2026-11-01", "region": "EUROPE"})
    assert "A comparison is under way" in str(page.context["form"].non_field_errors()[0])
    assert page.context["form"]["region"].value() == "EUROPE"
    assert Comparison.objects.count() == 1


def test_what_makes_no_sense_is_said_beside_its_field(desk: Client) -> None:
    page = desk.post(COMPARE, {"on": "2027-01-01"})
    assert "Choose a day that has come" in page.context["form"].errors["on"][0]
    page = desk.post(COMPARE, {"on": "2026-11-01", "sent_from": "2026-10-01", "sent_to": "2026-09-01"})
    assert list(page.context["form"].errors) == ["sent_from"]
    assert not Comparison.objects.exists()


def test_a_run_of_one_party_lists_its_requests_alone(
    desk: Client, late_under_the_annex: InformationRequest, make_request: MakeRequest, other_party: Party
) -> None:
    to_birch = make_request(sent_on=SENT, party=other_party)
    desk.post(COMPARE, {"on": TODAY.isoformat(), "party": other_party.pk})
    compare_rule_sets()
    page = desk.get(COMPARE)
    assert page.context["tally"].requests == 1
    assert [row.record for row in page.context["rows"]] == [to_birch]
    assert "Party XB" in page.content.decode()


def test_an_earlier_run_is_kept(desk: Client, make_request: MakeRequest) -> None:
    for day in ("2026-11-01", "2026-12-01"):
        desk.post(COMPARE, {"on": day})
        compare_rule_sets()
    earlier = Comparison.objects.get(on=date(2026, 11, 1))
    assert desk.get(COMPARE).context["shown"].on == TODAY
    assert desk.get(COMPARE, {"run": str(earlier.pk)}).context["shown"] == earlier
    assert desk.get(COMPARE, {"run": "999999"}).status_code == 404
    assert desk.get(COMPARE, {"run": "x"}).status_code == 404


def test_the_list_takes_as_many_queries_for_thirty_requests_as_for_one_and_pages_by_key(
    desk: Client, make_request: MakeRequest
) -> None:
    taken = []
    for many in (1, 29):
        for n in range(many):
            make_request(sent_on=SENT + timedelta(days=n))
        desk.post(COMPARE, {"on": TODAY.isoformat()})
        compare_rule_sets()
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(COMPARE)
        taken.append(len(queries))
    assert len(page.context["rows"]) == 25
    # The second run is one more kept run to choose from, and asks nothing more.
    assert taken[0] == taken[1] <= 14
    following = desk.get(page.context["next_url"])
    assert len(following.context["rows"]) == 5


def test_the_newest_that_differ_are_kept_and_it_is_said(
    desk: Client, make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cases.services import tallying
    from cases.web.secretariat import comparison

    for module in (tallying, comparison):
        monkeypatch.setattr(module, "KEPT_DIFFERING", 2)
    made = [make_request(sent_on=SENT + timedelta(days=n)) for n in range(4)]
    desk.post(COMPARE, {"on": TODAY.isoformat()})
    compare_rule_sets()
    page = desk.get(COMPARE, {"differ": "1"})
    assert page.context["tally"].differing == 4
    assert [row.record for row in page.context["rows"]] == [made[3], made[2]]
    assert "Only the newest 2 are kept by name" in page.content.decode()


def test_a_record_that_the_rules_do_not_admit_stops_no_other(
    desk: Client, make_request: MakeRequest, answer: Answer
) -> None:
    make_request(sent_on=SENT)
    broken = make_request(sent_on=SENT)
    answer(broken, date(2026, 2, 1), justification="A flood.")
    InformationRequest.objects.filter(pk=broken.pk).update(sent_on=date(2026, 3, 1))
    desk.post(COMPARE, {"on": TODAY.isoformat()})
    compare_rule_sets()
    page = desk.get(COMPARE)
    assert (page.context["tally"].requests, page.context["tally"].unreadable) == (1, 1)
    assert "1 request could not be compared" in page.content.decode()
    assert comparing.advance(at=at(TODAY)) is False
