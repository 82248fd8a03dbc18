"""One request through its life, day by day: sent, reminded, overdue, answered late, inadequate, adequate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from cases import selectors
from cases.models import InformationRequest
from cases.services import assessments, sweep
from compliance.accounts.models import User
from notifications.models import Notice
from tests.conftest import Answer, MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db

SENT = date(2026, 11, 30)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def _statuses(request: InformationRequest, on: date) -> dict[str, str]:
    request = InformationRequest.objects.get(pk=request.pk)
    return {
        step.standing.step.value: step.status.value for step in selectors.steps_of(request=request, on=on)
    }


def test_from_sending_to_an_adequate_response(
    make_request: MakeRequest, answer: Answer, officer: User, supervisor: User
) -> None:
    request = make_request(sent_on=SENT)

    for day in _days(SENT, date(2027, 6, 20)):
        if day == date(2027, 6, 10):
            late = answer(request, day, information="COMPLETE", text="The permits, first part.")
        if day == date(2027, 6, 15):
            assessments.assess(
                actor=actor_of(officer),
                submission=late,
                verdict="INADEQUATE",
                reasons="One year is missing.",
                shared_with_party=True,
                at=at(day),
            )
            assert _statuses(request, day)["RESPONSE"] == "OVERDUE"
        sweep.issue_due_notices(on=day, at=at(day, 4))

    second = answer(request, date(2027, 6, 25), information="COMPLETE", text="The permits, all of them.")
    assessments.assess(
        actor=actor_of(officer),
        submission=second,
        verdict="ADEQUATE",
        reasons="Every question is answered.",
        shared_with_party=True,
        at=at(date(2027, 6, 28)),
    )
    sweep.issue_due_notices(on=date(2027, 7, 1), at=at(date(2027, 7, 1)))

    assert _statuses(request, date(2027, 7, 1)) == {
        "REPLY": "MET_LATE",
        "JUSTIFICATION": "MISSED",
        "RESPONSE": "MET_LATE",
    }
    issued = list(
        Notice.objects.order_by("issued_on", "pk").values_list("issued_on", "code", "step", "about_on")
    )
    assert issued == [
        (date(2026, 11, 30), "REQUEST_SENT", "", date(2026, 11, 30)),
        (date(2026, 12, 16), "STEP_DUE_SOON", "REPLY", date(2026, 12, 30)),
        (date(2026, 12, 31), "STEP_OVERDUE", "REPLY", date(2026, 12, 30)),
        (date(2027, 2, 14), "STEP_DUE_SOON", "JUSTIFICATION", date(2027, 2, 28)),
        (date(2027, 2, 28), "RESPONSE_REMINDER", "RESPONSE", date(2027, 5, 30)),
        (date(2027, 3, 1), "STEP_OVERDUE", "JUSTIFICATION", date(2027, 2, 28)),
        (date(2027, 5, 16), "STEP_DUE_SOON", "RESPONSE", date(2027, 5, 30)),
        (date(2027, 5, 31), "STEP_OVERDUE", "RESPONSE", date(2027, 5, 30)),
        (date(2027, 5, 31), "QUALIFIES_23D", "RESPONSE", date(2027, 5, 31)),
        (date(2027, 6, 10), "SUBMISSION_RECEIVED", "", date(2027, 6, 10)),
        (date(2027, 6, 15), "INFORMATION_ASSESSED", "", date(2027, 6, 15)),
        (date(2027, 6, 25), "SUBMISSION_RECEIVED", "", date(2027, 6, 25)),
        (date(2027, 6, 28), "INFORMATION_ASSESSED", "", date(2027, 6, 28)),
    ]


def test_a_past_day_is_told_as_it_was(make_request: MakeRequest, answer: Answer, officer: User) -> None:
    """What we knew on 1 March stays answerable after everything that came later."""
    request = make_request(sent_on=SENT)
    answer(request, date(2026, 12, 20), approximate_date=date(2027, 4, 15))
    answer(request, date(2027, 4, 20), information="COMPLETE", text="All of it.")

    assert _statuses(request, date(2026, 12, 19))["REPLY"] == "DUE_SOON"
    assert _statuses(request, date(2027, 3, 1)) == {
        "REPLY": "MET",
        "JUSTIFICATION": "OVERDUE",
        "RESPONSE": "UPCOMING",
        "APPROXIMATE_DATE": "UPCOMING",
    }
    assert _statuses(request, date(2027, 5, 1)) == {
        "REPLY": "MET",
        "JUSTIFICATION": "MISSED",
        "RESPONSE": "MET",
        "APPROXIMATE_DATE": "MET_LATE",
    }


def test_the_annex_and_the_body_read_the_same_answer_differently(
    make_request: MakeRequest, answer: Answer
) -> None:
    under_annex = make_request(sent_on=SENT)
    under_body = make_request(sent_on=SENT, rule_set_code="SC78-DOC-37-BODY")
    for request in (under_annex, under_body):
        answer(request, date(2026, 12, 20), approximate_date=date(2027, 3, 30))

    on = date(2027, 1, 10)
    assert _statuses(under_annex, on)["REPLY"] == "MET"
    assert _statuses(under_body, on)["REPLY"] == "OVERDUE"
