"""One request on the Secretariat's desk, from its draft to its end, through the pages."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Assessment, InformationRequest, Party, Submission
from compliance.accounts.models import User
from compliance.rules import loader
from tests.conftest import Answer, MakeMatter, MakeRequest, at

TODAY = date(2026, 12, 1)
SILENCE_IS_NOT = ("refused", "failed", "non-compliant")


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def url(name: str, record: InformationRequest, *more: int) -> str:
    return reverse(f"secretariat:{name}", args=[record.reference, *more])


def typed(to: Party, /, **changes: str) -> dict[str, str]:
    """What the form of a new request sends."""
    return {
        "party": str(to.pk),
        "subject": "Stockpile of scales",
        "questions": "How much is there?",
        "rule_set_code": loader.DEFAULT,
        "matter": "",
    } | changes


def test_a_draft_is_opened_by_the_person_who_signed_in(desk: Client, officer: User, party: Party) -> None:
    answer = desk.post(reverse("secretariat:open"), typed(party), follow=True)
    record = InformationRequest.objects.get()
    assert answer.redirect_chain == [(url("request", record), 302)]
    assert (record.officer, record.party, record.stage) == (officer, party, "DRAFT")
    assert "Nothing is sent and no date runs yet" in answer.content.decode()


def test_a_draft_in_a_matter(desk: Client, party: Party, make_matter: MakeMatter) -> None:
    matter = make_matter()
    page = desk.get(reverse("secretariat:open"), {"matter": matter.reference})
    assert page.context["form"]["matter"].value() == matter.reference
    desk.post(reverse("secretariat:open"), typed(party, matter=matter.reference.lower()))
    assert InformationRequest.objects.get().matter == matter


def test_what_the_service_refuses_stands_beside_its_field_and_what_was_typed_stays(
    desk: Client, other_party: Party, make_matter: MakeMatter
) -> None:
    matter = make_matter()
    page = desk.post(reverse("secretariat:open"), typed(other_party, matter=matter.reference))
    assert page.status_code == 200
    assert "The matter concerns another Party" in page.context["form"].errors["matter"][0]
    assert page.context["form"]["questions"].value() == "How much is there?"
    assert not InformationRequest.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"subject": ""}, "subject", id="no subject"),
        pytest.param({"questions": " "}, "questions", id="no question"),
        pytest.param({"party": ""}, "party", id="no Party"),
        pytest.param({"rule_set_code": "X"}, "rule_set_code", id="unknown text"),
        pytest.param({"matter": "CM-1999-0001"}, "matter", id="no such matter"),
    ],
)
def test_a_request_with_something_missing(
    desk: Client, party: Party, changes: dict[str, str], field: str
) -> None:
    page = desk.post(reverse("secretariat:open"), typed(party, **changes))
    assert list(page.context["form"].errors) == [field]
    assert f'href="#id_{field}' in page.content.decode()


def test_a_draft_shows_the_dates_under_every_text_and_is_seen_by_the_secretariat_only(
    desk: Client, make_request: MakeRequest
) -> None:
    page = desk.get(url("request", make_request()))
    assert len(page.context["previews"]) == len(loader.all_rule_sets())
    assert [action.label for action in page.context["actions"]] == [
        "Send to the Party",
        "Edit the draft",
        "File under a matter",
        "Change the case officer",
        "Duplicate as a new draft",
    ]
    assert page.context["seen_by"] == "Secretariat only"


def test_the_dates_follow_the_rule_set_that_is_chosen(desk: Client) -> None:
    asked = {"rule_set_code": "CONF-11.3-REV-COP19"}
    text = desk.get(reverse("secretariat:dates_if_sent"), asked).content.decode()
    assert "Tuesday 1 June 2027" in text
    assert "<html" not in text


def test_a_draft_is_edited_until_it_is_sent(desk: Client, make_request: MakeRequest) -> None:
    record = make_request()
    changed = {"subject": "Other", "questions": "Which?", "rule_set_code": "SC78-DOC-37-BODY"}
    desk.post(url("edit", record), changed)
    record.refresh_from_db()
    assert (record.subject, record.rule_set_code) == ("Other", "SC78-DOC-37-BODY")
    desk.post(url("send", record))
    page = desk.post(url("edit", record), changed | {"subject": "Too late"})
    assert "cannot be changed" in page.context["form"].non_field_errors()[0]
    assert page.context["form"]["subject"].value() == "Too late"
    assert desk.get(url("edit", record)).status_code == 302


def test_sending_asks_first_and_counts_from_today(desk: Client, make_request: MakeRequest) -> None:
    record = make_request()
    page = desk.get(url("send", record))
    assert "This cannot be undone" in page.content.decode()
    assert "Friday 1 January 2027" in page.content.decode()
    record.refresh_from_db()
    assert record.stage == "DRAFT"
    for _ in range(2):
        assert desk.post(url("send", record)).status_code == 302
    record.refresh_from_db()
    assert (record.stage, record.sent_on) == ("SENT", TODAY)
    assert record.notices.count() == 1


def test_who_sent_it_is_in_the_chronology(
    client: Client, make_request: MakeRequest, supervisor: User
) -> None:
    record = make_request()
    client.force_login(supervisor)
    client.post(url("send", record))
    sent = client.get(url("request", record)).context["chronology"][-2]
    assert (sent.what, sent.who, sent.on) == ("Request sent to the Party", "Supervisor", TODAY)


def test_a_withdrawal_needs_its_reason(desk: Client, make_request: MakeRequest) -> None:
    record = make_request(sent_on=date(2026, 10, 1))
    page = desk.post(url("withdraw", record), {"reason": "  "})
    assert "Give the reason" in page.context["form"].errors["reason"][0]
    desk.post(url("withdraw", record), {"reason": "Moot."})
    record.refresh_from_db()
    assert (record.stage, record.withdrawal_reason) == ("WITHDRAWN", "Moot.")
    page = desk.get(url("request", record))
    assert [action.label for action in page.context["actions"]] == [
        "Open a follow-up request",
        "Duplicate as a new draft",
    ]
    assert desk.get(url("withdraw", record)).status_code == 302


def arrived(**changes: Any) -> dict[str, Any]:
    """What the form for paper sends."""
    return {"key": str(uuid.uuid4()), "received_on": "2026-11-20", "information": "NONE"} | changes


def test_what_arrived_is_recorded_once_however_often_it_is_sent(
    desk: Client, make_request: MakeRequest
) -> None:
    record = make_request(sent_on=date(2026, 11, 1))
    key = desk.get(url("record", record)).context["form"]["key"].value()
    paper = arrived(key=str(key), approximate_date="2027-01-15", justification="The registers are restored.")
    for _ in range(2):
        assert desk.post(url("record", record), paper).status_code == 302
    given = Submission.objects.get()
    assert (given.received_on, given.approximate_date) == (date(2026, 11, 20), date(2027, 1, 15))
    entry = desk.get(url("request", record)).context["chronology"][-2]
    assert entry.who == "The Party; recorded by Officer"
    assert "Friday 15 January 2027" in entry.what


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        pytest.param({"received_on": "2026-10-31"}, "received_on", "before the request", id="too early"),
        pytest.param({"received_on": "2026-12-02"}, "received_on", "in the future", id="tomorrow"),
        pytest.param({"received_on": ""}, "received_on", "Give the day", id="no day"),
        pytest.param({}, "__all__", "at least an acknowledgement", id="nothing in it"),
        pytest.param({"information": "COMPLETE"}, "text", "in words", id="no words"),
        pytest.param({"key": "x"}, "key", "valid UUID", id="a form without its key"),
    ],
)
def test_what_cannot_be_recorded(
    desk: Client, make_request: MakeRequest, changes: dict[str, str], field: str, words: str
) -> None:
    record = make_request(sent_on=date(2026, 11, 1))
    page = desk.post(url("record", record), arrived(**changes))
    errors = page.context["form"].errors
    assert field in errors, errors
    assert words in errors[field][0]
    assert 'class="error-summary"' in page.content.decode()
    assert not Submission.objects.exists()


def test_an_inadequate_answer_opens_the_response_again(
    desk: Client, make_request: MakeRequest, answer: Answer
) -> None:
    record = make_request(sent_on=date(2026, 10, 1))
    given = answer(record, date(2026, 10, 5), information="COMPLETE", text="All of it.")
    page = desk.get(url("request", record))
    assert page.context["actions"][0].label == "Assess the information"
    address = page.context["actions"][0].url
    assert address == url("assess", record, given.pk)
    missing = desk.post(address, {"verdict": "INADEQUATE", "reasons": ""})
    assert list(missing.context["form"].errors) == ["reasons"]
    desk.post(address, {"verdict": "INADEQUATE", "reasons": "Question 2."})
    assessment = Assessment.objects.get()
    assert (assessment.verdict, assessment.shared_with_party) == ("INADEQUATE", False)
    page = desk.get(url("request", record))
    assert page.context["next_step"].due_on == date(2027, 4, 1)
    assert "Reasons, Secretariat only" in page.content.decode()


def test_an_acknowledgement_is_not_assessed(desk: Client, make_request: MakeRequest, answer: Answer) -> None:
    record = make_request(sent_on=date(2026, 10, 1))
    given = answer(record, date(2026, 10, 5), acknowledgement=True)
    page = desk.post(url("assess", record, given.pk), {"verdict": "ADEQUATE", "reasons": "Yes."})
    assert "nothing to assess" in page.context["form"].non_field_errors()[0]


def test_silence_is_no_reply_received(desk: Client, make_request: MakeRequest) -> None:
    text = desk.get(url("request", make_request(sent_on=date(2026, 1, 5)))).content.decode()
    assert "No reply received" in text
    assert "qualifies under paragraph 23 d)" in text.lower()
    for word in SILENCE_IS_NOT:
        assert word not in text.lower()


def test_a_date_too_late_for_its_text_is_kept_and_said(
    desk: Client, make_request: MakeRequest, answer: Answer
) -> None:
    record = make_request(sent_on=date(2026, 10, 1), rule_set_code="SC78-DOC-37-BODY")
    answer(record, date(2026, 10, 20), approximate_date=date(2027, 2, 1))
    text = desk.get(url("request", record)).content.decode()
    assert "it is kept in the record and does not meet this step" in text


def test_the_page_of_a_request_takes_as_many_queries_for_thirty_submissions_as_for_one(
    desk: Client, make_request: MakeRequest, answer: Answer
) -> None:
    record = make_request(sent_on=date(2026, 10, 1))
    desk.get(url("request", record))  # the first page after signing in also writes the session
    taken = []
    for many in (1, 29):
        for n in range(many):
            answer(record, date(2026, 10, 2) + timedelta(days=n), acknowledgement=True)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url("request", record)).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1], "\n".join(q["sql"][:160] for q in queries.captured_queries)


def test_nothing_on_a_page_needs_an_unsafe_policy(
    desk: Client, make_request: MakeRequest, make_matter: MakeMatter
) -> None:
    record, matter = make_request(sent_on=date(2026, 10, 1)), make_matter()
    for address in (
        reverse("secretariat:dashboard"),
        reverse("secretariat:open"),
        reverse("secretariat:messages"),
        url("request", record),
        url("record", record),
        reverse("secretariat:matter", args=[matter.reference]),
    ):
        page = desk.get(address)
        text = page.content.decode()
        assert "unsafe" not in page["Content-Security-Policy"]
        assert not [bad for bad in (" style=", "<style", " onclick=", "javascript:") if bad in text], address
        assert text.count("<h1") == 1
