"""The engine: each notice once, however often, late or concurrently it runs."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import FocalPoint
from cases.services import requests, sweep
from compliance.accounts.models import User
from notifications.models import Message, Notice
from tests.conftest import Answer, MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db

SENT = date(2026, 11, 30)


def _sweep(on: date, **options: int) -> dict[str, int]:
    return sweep.issue_due_notices(on=on, at=at(on), **options).by_code


def _codes() -> Counter[tuple[str, str]]:
    return Counter(Notice.objects.filter(act=0).exclude(code="REQUEST_SENT").values_list("code", "step"))


def test_a_second_run_creates_nothing(make_request: MakeRequest) -> None:
    make_request(sent_on=SENT)
    assert _sweep(date(2026, 12, 31)) == {"STEP_OVERDUE": 1}
    messages = Message.objects.count()
    assert _sweep(date(2026, 12, 31)) == {}
    assert Message.objects.count() == messages


def test_after_forty_days_each_step_gets_the_one_notice_that_applies(make_request: MakeRequest) -> None:
    """From 20 January nobody swept until 1 March: the justification's reminder has passed, its overdue applies."""
    make_request(sent_on=SENT)
    _sweep(date(2027, 1, 20))
    assert _codes() == {("STEP_OVERDUE", "REPLY"): 1}

    assert _sweep(date(2027, 3, 1)) == {"STEP_OVERDUE": 1, "RESPONSE_REMINDER": 1}
    assert _codes() == {
        ("STEP_OVERDUE", "REPLY"): 1,
        ("STEP_OVERDUE", "JUSTIFICATION"): 1,
        ("RESPONSE_REMINDER", "RESPONSE"): 1,
    }


def test_a_sweep_with_nothing_due_makes_at_most_ten_queries(make_request: MakeRequest) -> None:
    for _ in range(30):
        make_request(sent_on=SENT)
    _sweep(SENT)
    with CaptureQueriesContext(connection) as queries:
        assert _sweep(SENT + timedelta(days=1)) == {}
    assert len(queries) <= 10, [query["sql"] for query in queries]


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1000])
def test_chunks_lose_and_double_nothing(make_request: MakeRequest, chunk: int) -> None:
    """Seven requests of the same day and one of the next: equal keys cross every boundary."""
    for _ in range(7):
        make_request(sent_on=SENT)
    make_request(sent_on=SENT + timedelta(days=1))
    assert _sweep(date(2027, 1, 5), chunk=chunk) == {"STEP_OVERDUE": 8}
    assert _sweep(date(2027, 1, 5), chunk=chunk) == {}


def test_a_new_approximate_date_gets_its_own_notice(make_request: MakeRequest, answer: Answer) -> None:
    request = make_request(sent_on=SENT)
    answer(request, date(2026, 12, 10), approximate_date=date(2027, 1, 10))
    assert _sweep(date(2027, 1, 11))["APPROXIMATE_DATE_PASSED"] == 1
    answer(request, date(2027, 1, 12), approximate_date=date(2027, 2, 10))
    assert "APPROXIMATE_DATE_PASSED" not in _sweep(date(2027, 2, 10))
    assert _sweep(date(2027, 2, 11))["APPROXIMATE_DATE_PASSED"] == 1


def test_a_clock_stepped_back_does_not_remind_of_what_was_met(
    make_request: MakeRequest, answer: Answer
) -> None:
    """The answer came on 31 December; a sweep that still believes it is the 30th must not press for it."""
    request = make_request(sent_on=SENT)
    answer(request, date(2026, 12, 31), approximate_date=date(2027, 2, 1))
    assert _sweep(date(2026, 12, 30)) == {}


def test_a_withdrawn_request_is_left_in_peace(make_request: MakeRequest, officer: User) -> None:
    request = make_request(sent_on=SENT)
    requests.withdraw(
        actor=actor_of(officer), request=request, reason="Sent twice.", at=at(date(2026, 12, 5))
    )
    assert _sweep(date(2027, 7, 1)) == {}


def test_the_proposal_goes_to_the_officer_and_the_supervisors_only(
    make_request: MakeRequest, supervisor: User, focal_point: User
) -> None:
    make_request(sent_on=SENT)
    _sweep(date(2027, 5, 31))
    to = set(Message.objects.filter(notice__code="QUALIFIES_23D").values_list("recipient", "address"))
    assert to == {("OFFICER", "officer@desk.example"), ("SUPERVISOR", "supervisor@desk.example")}


def test_letters_to_a_party_with_no_address_wait_for_one(make_request: MakeRequest) -> None:
    request = make_request(sent_on=SENT)
    request.party.mailbox = ""
    request.party.save()
    FocalPoint.objects.update(left_on=SENT)

    _sweep(date(2026, 12, 31))
    assert Message.objects.filter(notice__code="STEP_OVERDUE").count() == 1, "the officer's only"
    FocalPoint.objects.create(party=request.party, name="New", email="new@party.example")
    _sweep(date(2027, 1, 1))
    assert set(Message.objects.filter(notice__code="STEP_OVERDUE").values_list("recipient", "address")) == {
        ("OFFICER", "officer@desk.example"),
        ("PARTY", "new@party.example"),
    }
    assert not Notice.objects.unaddressed().exists()


def test_one_letter_that_cannot_be_written_does_not_stop_the_others(
    make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from cases.services import letter_values

    first, second = make_request(sent_on=SENT), make_request(sent_on=SENT)
    genuine = letter_values.of_notice

    def broken(*, notice: Notice, languages: Any) -> dict[str, dict[str, str]]:
        if notice.request_id == first.pk:
            raise RuntimeError("a bad row")
        return genuine(notice=notice, languages=languages)

    monkeypatch.setattr(letter_values, "of_notice", broken)
    _sweep(date(2026, 12, 31))
    assert Message.objects.filter(notice__code="STEP_OVERDUE", notice__request=second).exists()
    monkeypatch.setattr(letter_values, "of_notice", genuine)
    _sweep(date(2026, 12, 31))
    assert Message.objects.filter(notice__code="STEP_OVERDUE", notice__request=first).exists()
    assert "cannot be written" in caplog.text
