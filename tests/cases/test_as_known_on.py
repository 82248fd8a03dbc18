"""A request as it was known at the end of a day: what was recorded by then, with its legal day, and nothing later."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import known, selectors
from cases.models import InformationRequest
from cases.services import assessments, requests, submissions
from compliance import clock
from compliance.accounts.models import User
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db

SENT = date(2026, 11, 30)


def _file(officer: User, request: InformationRequest, on: date) -> selectors.CaseFile:
    actor, known_by = actor_of(officer), clock.end_of(day=on)
    record = selectors.request_of(actor=actor, reference=request.reference).get()
    as_known = known.request(actor=actor, record=record, known_by=known_by)
    return selectors.case_file(actor=actor, request=as_known, on=on, known_by=known_by)


def _statuses(file: selectors.CaseFile) -> dict[str, str]:
    return {step.standing.step.value: step.status.value for step in file.steps}


def test_a_late_recorded_paper_answer_is_absent_until_it_was_recorded_and_then_has_its_legal_day(
    make_request: MakeRequest, officer: User
) -> None:
    request = make_request(sent_on=SENT)
    submissions.record(
        actor=actor_of(officer),
        request=request,
        key=uuid.uuid4(),
        received_on=date(2026, 12, 20),
        at=at(date(2027, 1, 10)),
        approximate_date=date(2027, 3, 1),
    )
    before = _file(officer, request, date(2027, 1, 9))
    assert not before.submissions
    assert _statuses(before)["REPLY"] == "OVERDUE"
    assert "APPROXIMATE_DATE" not in _statuses(before)
    after = _file(officer, request, date(2027, 1, 10))
    assert [one.received_on for one in after.submissions] == [date(2026, 12, 20)]
    assert _statuses(after)["REPLY"] == "MET"
    assert {step.standing.met_on for step in after.steps if step.standing.step == "REPLY"} == {
        date(2026, 12, 20)
    }


def test_before_it_was_sent_it_was_a_draft_and_before_it_was_withdrawn_it_was_out(
    make_request: MakeRequest, officer: User
) -> None:
    request = make_request(sent_on=SENT)
    requests.withdraw(actor=actor_of(officer), request=request, reason="Moot.", at=at(date(2027, 1, 5)))
    before, out = _file(officer, request, SENT - timedelta(days=1)), _file(officer, request, date(2027, 1, 4))
    assert (before.request.stage, before.request.sent_on, before.steps) == ("DRAFT", None, ())
    assert (out.request.stage, out.request.withdrawn_on, out.request.withdrawal_reason) == ("SENT", None, "")
    assert _file(officer, request, date(2027, 1, 5)).request.stage == "WITHDRAWN"


def test_the_answer_and_what_qualifies_are_those_of_the_day(
    make_request: MakeRequest, answer: Answer, officer: User
) -> None:
    request = make_request(sent_on=SENT)
    given_then = answer(request, date(2026, 12, 10), information="COMPLETE", text="All.")
    assessments.assess(
        actor=actor_of(officer),
        submission=given_then,
        verdict="INADEQUATE",
        reasons="No.",
        shared_with_party=True,
        at=at(date(2027, 6, 15)),
    )
    then, now = _file(officer, request, date(2027, 6, 14)), _file(officer, request, date(2027, 6, 15))
    assert (then.request.answer, then.request.qualifies_on) == ("AWAITING_ASSESSMENT", None)
    assert then.assessments == []
    assert (now.request.answer, now.request.qualifies_on) == ("INADEQUATE", date(2027, 5, 31))


def test_words_officer_and_matter_are_those_of_then(
    make_request: MakeRequest,
    make_matter: MakeMatter,
    officer: User,
    set_clock: Callable[[datetime], None],
) -> None:
    set_clock(at(date(2026, 11, 1)))
    request = make_request()
    set_clock(at(date(2026, 11, 10)))
    requests.edit_draft(
        actor=actor_of(officer),
        request=request,
        subject="Import permits",
        questions="Which?",
        rule_set_code="SC78-DOC-37-BODY",
    )
    set_clock(at(date(2026, 11, 12)))
    matter = make_matter()
    requests.file_under(actor=actor_of(officer), request=request, matter=matter)
    first, second, third = (_file(officer, request, date(2026, 11, day)).request for day in (9, 11, 12))
    assert (first.subject, first.rule_set_code, first.matter) == ("Export permits", "SC78-DOC-37-ANNEX", None)
    assert (second.subject, second.rule_set_code, second.matter) == (
        "Import permits",
        "SC78-DOC-37-BODY",
        None,
    )
    assert (third.subject, third.matter) == ("Import permits", matter)
    assert InformationRequest.objects.get(pk=request.pk).subject == "Import permits", (
        "the copy is for reading"
    )


class _Undone(Exception):
    """Rolls one example back."""


ACTS = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.sampled_from(["reply", "justification", "part", "all", "adequate", "inadequate", "withdraw"]),
        st.integers(0, 30),
    ),
    max_size=5,
)


def _act(officer: User, request: InformationRequest, day: date, what: str, days: int) -> None:
    """One act of the record on a day; paper was received up to ``days`` before."""
    actor, instant = actor_of(officer), at(day)
    if InformationRequest.objects.get(pk=request.pk).stage != "SENT":
        return
    carried: dict[str, dict[str, Any]] = {
        "reply": {"approximate_date": day + timedelta(days=days)},
        "justification": {"justification": "A flood."},
        "part": {"information": "PARTIAL", "text": "Some."},
        "all": {"information": "COMPLETE", "text": "All."},
    }
    if what == "withdraw":
        requests.withdraw(actor=actor, request=request, reason="Moot.", at=instant)
    elif what in carried:
        received_on = max(SENT, day - timedelta(days=days))
        submissions.record(
            actor=actor,
            request=request,
            key=uuid.uuid4(),
            received_on=received_on,
            at=instant,
            **carried[what],
        )
    elif complete := request.submissions.filter(information="COMPLETE").last():
        assessments.assess(
            actor=actor,
            submission=complete,
            verdict=what.upper(),
            reasons="So.",
            shared_with_party=True,
            at=instant,
        )


def _shown(file: selectors.CaseFile) -> tuple[Any, ...]:
    """What a page says of a request."""
    record = file.request
    return (
        *(record.stage, record.sent_on, record.withdrawn_on, record.answer, record.qualifies_on),
        *([one.pk for one in file.submissions], [one.pk for one in file.assessments], file.steps),
    )


def _today(officer: User, request: InformationRequest, on: date) -> selectors.CaseFile:
    """The page of the day itself, which asks of no instant."""
    actor = actor_of(officer)
    record = selectors.request_of(actor=actor, reference=request.reference).get()
    return selectors.case_file(actor=actor, request=record, on=on)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_as_known_on_a_day_is_the_page_of_that_day(
    make_request: MakeRequest, officer: User, acts: list[tuple[int, str, int]]
) -> None:
    """Of today: the page today. Of any past day: the page as it was at its end, whatever was recorded since."""
    try:
        with transaction.atomic():
            request, pages = make_request(sent_on=SENT), {}
            for offset, what, days in sorted(acts):
                day = SENT + timedelta(days=offset)
                _act(officer, request, day, what, days)
                pages[day] = _shown(_today(officer, request, day))
                assert _shown(_file(officer, request, day)) == pages[day]
            for day, page in pages.items():
                assert _shown(_file(officer, request, day)) == page
            raise _Undone
    except _Undone:
        pass


def test_a_matter_that_was_brought_later_was_not_before_the_committee_yet(
    make_request: MakeRequest, make_matter: MakeMatter, officer: User
) -> None:
    request = make_request(sent_on=SENT, matter=make_matter(brought=date(2027, 6, 10)))
    for day, brought_on in ((date(2027, 6, 9), None), (date(2027, 6, 10), date(2027, 6, 10))):
        matter = _file(officer, request, day).request.matter
        assert matter
        assert matter.brought_on == brought_on
