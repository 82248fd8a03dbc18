"""The Party's desk: what it sees, what it never sees, and one answer from the form to its receipt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Assessment, InformationRequest, Party, Submission
from cases.services import assessments, requests
from compliance.accounts.models import User
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db

SENT_ON = date(2026, 11, 30)
SetClock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def today(set_clock: SetClock) -> None:
    """Every page is read on 18 May 2027, twelve days before the response is due."""
    set_clock(datetime(2027, 5, 18, 9, 30, tzinfo=UTC))


@pytest.fixture
def desk(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def _request_url(request: InformationRequest, page: str = "request") -> str:
    return reverse(f"party:{page}", args=[request.reference])


def _answer(desk: Client, request: InformationRequest, **given: Any) -> Any:
    return desk.post(_request_url(request, "answer"), {"key": uuid.uuid4(), "information": "NONE", **given})


# Who comes in.


@pytest.mark.parametrize("name", ["officer", "supervisor", "administrator", "member", "chair", "stranger"])
def test_the_desk_is_not_for_another_audience(
    client: Client, request: pytest.FixtureRequest, make_request: MakeRequest, name: str
) -> None:
    sent = make_request(sent_on=SENT_ON)
    client.force_login(request.getfixturevalue(name))
    for url in [reverse("party:home"), _request_url(sent), _request_url(sent, "answer")]:
        assert client.get(url).status_code == 403
    assert _answer(client, sent, justification="No.").status_code == 403
    assert not Submission.objects.exists()


def test_who_has_not_signed_in_is_sent_to_sign_in_and_back(client: Client, make_request: MakeRequest) -> None:
    url = _request_url(make_request(sent_on=SENT_ON))
    assert client.get(url).headers["Location"] == f"{reverse('account_login')}?next={url}"


def test_another_party_finds_nothing(
    client: Client, other_focal_point: User, make_request: MakeRequest, answer: Answer
) -> None:
    sent = make_request(sent_on=SENT_ON, subject="Rosewood of Alder")
    received = answer(sent, date(2026, 12, 2), justification="Flood.")
    client.force_login(other_focal_point)
    receipt = reverse("party:receipt", args=[sent.reference, received.key])
    for url in [_request_url(sent), _request_url(sent, "answer"), receipt]:
        assert client.get(url).status_code == 404
    assert _answer(client, sent, justification="No.").status_code == 404
    assert b"Rosewood of Alder" not in client.get(reverse("party:home")).content


def test_a_draft_does_not_exist_for_its_party(desk: Client, make_request: MakeRequest) -> None:
    draft = make_request(subject="Not sent yet")
    assert desk.get(_request_url(draft)).status_code == 404
    assert desk.get(_request_url(draft, "answer")).status_code == 404
    assert "Not sent yet" not in desk.get(reverse("party:home")).content.decode()


# What is asked.


def test_home_says_what_is_due_first_and_why(desk: Client, make_request: MakeRequest, answer: Answer) -> None:
    sent = make_request(sent_on=SENT_ON)
    answer(sent, date(2026, 12, 2), approximate_date=date(2027, 5, 30), justification="Flood.")
    page = desk.get(reverse("party:home")).content.decode()
    assert "Sunday 30 May 2027" in page
    assert "(" not in page.split('class="distance">')[1].split("<")[0]
    assert 'class="distance">in 12 days<' in page
    assert "Six months from the request of 30 November 2026." in page
    assert "paragraph 23 b)" in page
    assert page.count(_request_url(sent, "answer")) == 1


def test_home_without_requests_says_so_and_leads_on(desk: Client) -> None:
    page = desk.get(reverse("party:home")).content.decode()
    assert "Nothing is due" in page
    assert reverse("party:past") in page


def test_home_shows_the_25_most_urgent_with_as_many_queries_for_many_as_for_two(
    desk: Client, make_request: MakeRequest
) -> None:
    home = reverse("party:home")
    for day in (1, 2):
        make_request(sent_on=date(2026, 12, day))
    few = _queries(desk, home)
    for _ in range(25):
        make_request(sent_on=SENT_ON)
    assert _queries(desk, home) == few
    page = desk.get(home)
    assert [row.request.sent_on for row in page.context["rows"]] == [SENT_ON] * 25
    assert "More than 25 requests wait" in page.content.decode()


def test_home_lists_nothing_that_is_settled(desk: Client, make_request: MakeRequest, answer: Answer) -> None:
    settled = make_request(sent_on=SENT_ON, subject="Settled long ago")
    answer(settled, date(2026, 12, 2), information="COMPLETE", text="All.")
    for _ in range(2):
        make_request(sent_on=SENT_ON)
    assert "Settled long ago" not in desk.get(reverse("party:home")).content.decode()


def _queries(client: Client, url: str) -> int:
    """How many queries a page takes once the session is under way."""
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_the_page_of_a_request_never_calls_silence_a_refusal(desk: Client, make_request: MakeRequest) -> None:
    page = desk.get(_request_url(make_request(sent_on=SENT_ON))).content.decode()
    assert "overdue, 139 days" in page
    for word in ["refus", "fail", "non-complian"]:
        assert word not in page.lower()


def test_the_page_of_a_request_takes_as_many_queries_however_much_was_sent(
    desk: Client, make_request: MakeRequest, answer: Answer
) -> None:
    sent = make_request(sent_on=SENT_ON)
    answer(sent, date(2026, 12, 2), justification="Flood.")
    few = _queries(desk, _request_url(sent))
    for day in range(3, 20):
        answer(sent, date(2026, 12, day), information="PARTIAL", text="More.")
    assert _queries(desk, _request_url(sent)) == few


def test_the_timeline_is_a_picture_and_the_same_facts_a_table(
    desk: Client, make_request: MakeRequest
) -> None:
    page = desk.get(_request_url(make_request(sent_on=SENT_ON))).content.decode()
    assert page.count("<svg xmlns") >= 2
    assert page.count('role="rowheader"') == 3
    assert "<caption>" in page


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "Secretariat only"])
def test_reasons_of_an_assessment_are_shown_only_where_they_are_shared(
    desk: Client, officer: User, make_request: MakeRequest, answer: Answer, shared: bool
) -> None:
    sent = make_request(sent_on=SENT_ON)
    assessments.assess(
        actor=actor_of(officer),
        submission=answer(sent, date(2027, 1, 5), information="COMPLETE", text="All."),
        verdict=Assessment.Verdict.INADEQUATE,
        reasons="Permits 17 to 40 are missing.",
        shared_with_party=shared,
        at=at(date(2027, 1, 20)),
    )
    page = desk.get(_request_url(sent)).content.decode()
    assert "Information assessed by the Secretariat: inadequate" in page
    assert ("Permits 17 to 40 are missing." in page) is shared


def test_who_can_see_it_follows_the_matter(
    desk: Client, make_request: MakeRequest, make_matter: MakeMatter
) -> None:
    alone = make_request(sent_on=SENT_ON)
    brought = make_request(sent_on=SENT_ON, matter=make_matter(brought=date(2027, 3, 3)))
    assert "The Standing Committee does not see it." in desk.get(_request_url(alone)).content.decode()
    assert (
        "brought to the Standing Committee on 3 March 2027"
        in desk.get(_request_url(brought)).content.decode()
    )


# Answering.


def test_an_answer_carries_several_things_and_gets_a_receipt(
    desk: Client, focal_point: User, make_request: MakeRequest
) -> None:
    sent = make_request(sent_on=SENT_ON)
    key = uuid.uuid4()
    reply = _answer(
        desk,
        sent,
        key=key,
        approximate_date="2027-07-01",
        justification=" Flood. ",
        information="PARTIAL",
        text="1.",
    )
    receipt = reverse("party:receipt", args=[sent.reference, key])
    assert reply.headers["Location"] == receipt
    submission = Submission.objects.get(key=key)
    assert (submission.approximate_date, submission.justification) == (date(2027, 7, 1), "Flood.")
    assert (submission.received_on, submission.recorded_by) == (date(2027, 5, 18), focal_point)

    page = desk.get(receipt).content.decode()
    assert "18 May 2027, 11:30:00 CEST (Europe/Zurich)" in page
    assert "Tuesday 18 May 2027" in page
    settled, stays = page.split("What it meets")[1].split("What stays due after it")
    assert "This meets the reply of paragraph 23 a) late: it was due by 30 December 2026." in settled
    assert "This meets the justification of paragraph 23 b) late: it was due by 28 February 2027." in settled
    assert "Met late" in settled
    assert "The information is due by 30 May 2027 (paragraph 23 b))." in stays
    assert "You give 1 July 2027 as the date by which you expect to provide the information." in stays


def test_the_receipt_counts_the_day_at_the_seat(
    client: Client, focal_point: User, make_request: MakeRequest, set_clock: SetClock
) -> None:
    sent = make_request(sent_on=SENT_ON)
    set_clock(datetime(2027, 5, 30, 22, 30, tzinfo=UTC))
    client.force_login(focal_point)
    key = uuid.uuid4()
    _answer(client, sent, key=key, information="COMPLETE", text="All.")
    page = client.get(reverse("party:receipt", args=[sent.reference, key])).content.decode()
    assert "Monday 31 May 2027" in page
    assert "31 May 2027, 00:30:00 CEST" in page


def test_the_same_form_sent_twice_is_one_submission(desk: Client, make_request: MakeRequest) -> None:
    sent = make_request(sent_on=SENT_ON)
    key = uuid.uuid4()
    first = _answer(desk, sent, key=key, justification="Flood.")
    second = _answer(desk, sent, key=key, justification="Flood.")
    assert first.headers["Location"] == second.headers["Location"]
    assert Submission.objects.count() == 1


def test_each_form_has_a_key_of_its_own(desk: Client, make_request: MakeRequest) -> None:
    url = _request_url(make_request(sent_on=SENT_ON), "answer")
    keys = {desk.get(url).context["form"]["key"].value() for _ in range(2)}
    assert len(keys) == 2


def test_checking_shows_what_it_would_do_and_sends_nothing(desk: Client, make_request: MakeRequest) -> None:
    sent = make_request(sent_on=SENT_ON)
    page = _answer(desk, sent, act="check", information="COMPLETE", text="All of it.").content.decode()
    assert not Submission.objects.exists()
    settled, stays = page.split("What it would meet")[1].split("What would stay due")
    assert "This meets the response of paragraph 23 b). The Secretariat then assesses" in settled
    assert "stays recorded as not received" in settled
    assert "Nothing: no step stays open." in stays
    assert "All of it." in page


def test_going_back_from_the_check_keeps_what_was_typed(desk: Client, make_request: MakeRequest) -> None:
    sent = make_request(sent_on=SENT_ON)
    key = uuid.uuid4()
    form = _answer(desk, sent, act="change", key=key, approximate_date="2027-07-01", text="Line 1\nLine 2")
    page = form.content.decode()
    assert 'value="2027-07-01"' in page
    assert "Line 1\nLine 2</textarea>" in page
    assert str(key) in page
    assert "error-summary" not in page


REFUSED = [
    pytest.param({}, None, "A submission carries", id="nothing at all"),
    pytest.param(
        {"approximate_date": "2027-05-17"}, "approximate_date", "paragraph 23 a)", id="date before today"
    ),
    pytest.param({"approximate_date": "soon"}, "approximate_date", "valid date", id="not a date"),
    pytest.param({"text": "Words."}, "information", "part of it or all of it", id="words and no information"),
    pytest.param({"information": "COMPLETE"}, "text", "paragraph 23 b)", id="information without words"),
]


@pytest.mark.parametrize("act", ["check", "send"])
@pytest.mark.parametrize(("given", "field", "words"), REFUSED)
def test_what_the_procedure_does_not_admit_is_said_beside_its_field(
    desk: Client, make_request: MakeRequest, act: str, given: dict[str, str], field: str | None, words: str
) -> None:
    sent = make_request(sent_on=SENT_ON)
    page = _answer(desk, sent, act=act, **given)
    assert not Submission.objects.exists()
    assert words in " ".join(page.context["form"].errors[field or "__all__"])
    html = page.content.decode()
    assert "Please put this right" in html
    if field:
        assert f'href="#id_{field}"' in html
        assert f'id="id_{field}_error"' in html


def test_what_was_typed_stays_when_something_is_to_be_put_right(
    desk: Client, make_request: MakeRequest
) -> None:
    sent = make_request(sent_on=SENT_ON)
    page = _answer(desk, sent, approximate_date="2027-05-01", justification="The flood of <May>").content
    assert b"The flood of &lt;May&gt;" in page
    assert b'value="2027-05-01"' in page


def test_words_of_a_party_are_never_markup(desk: Client, make_request: MakeRequest, answer: Answer) -> None:
    sent = make_request(sent_on=SENT_ON, subject="<script>alert(1)</script>", questions="<b>1</b>")
    answer(sent, date(2026, 12, 2), justification="<img src=x>")
    page = desk.get(_request_url(sent)).content
    for markup in [b"<script>alert", b"<b>1</b>", b"<img src=x>"]:
        assert markup not in page


def test_a_withdrawn_request_says_so_and_keeps_what_was_typed_in_sight(
    desk: Client, officer: User, make_request: MakeRequest
) -> None:
    sent = make_request(sent_on=SENT_ON)
    requests.withdraw(
        actor=actor_of(officer), request=sent, reason="It was answered.", at=at(date(2027, 1, 9))
    )
    opened = desk.get(_request_url(sent, "answer"))
    assert opened.status_code == 409
    assert "Saturday 9 January 2027" in opened.content.decode()
    posted = _answer(desk, sent, justification="Two hours of work.")
    assert posted.status_code == 409
    assert "Two hours of work." in posted.content.decode()
    assert not Submission.objects.exists()
    page = desk.get(_request_url(sent)).content.decode()
    assert "It was answered." in page
    assert _request_url(sent, "answer") not in page


def test_the_same_form_sent_again_after_a_withdrawal_leads_to_its_receipt(
    desk: Client, officer: User, make_request: MakeRequest
) -> None:
    sent = make_request(sent_on=SENT_ON)
    key = uuid.uuid4()
    first = _answer(desk, sent, key=key, justification="Flood.")
    requests.withdraw(actor=actor_of(officer), request=sent, reason="Settled.", at=at(date(2027, 5, 18)))
    assert (
        _answer(desk, sent, key=key, justification="Flood.").headers["Location"] == first.headers["Location"]
    )


@pytest.mark.parametrize("key", ["", "not-a-key"])
def test_a_form_without_its_key_records_nothing(desk: Client, make_request: MakeRequest, key: str) -> None:
    page = _answer(desk, make_request(sent_on=SENT_ON), key=key, justification="Flood.")
    assert page.status_code == 200
    assert not Submission.objects.exists()


def test_a_key_of_another_request_is_refused(
    desk: Client, make_request: MakeRequest, other_party: Party, answer: Answer
) -> None:
    elsewhere = answer(
        make_request(sent_on=SENT_ON, party=other_party), date(2026, 12, 2), justification="A."
    )
    page = _answer(desk, make_request(sent_on=SENT_ON), key=elsewhere.key, justification="B.")
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert Submission.objects.count() == 1
