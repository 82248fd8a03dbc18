"""Giving a request to a colleague, and reminding a Party of what is open."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cases.models import InformationRequest
from cases.services import assignments, reminders, requests
from cases.services.refusals import Refused
from compliance.accounts.models import Membership, User
from notifications import delivery
from notifications.models import Message, Notice
from tests.conftest import Answer, MakeRequest, actor_of, at

SENT_ON = date(2026, 10, 1)
TODAY = date(2026, 11, 20)


def withdrawn(officer: User, request: InformationRequest) -> InformationRequest:
    return requests.withdraw(actor=actor_of(officer), request=request, reason="Moot.", at=at(TODAY))


def test_a_request_is_given_to_a_colleague_and_its_history_says_so(
    officer: User, supervisor: User, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=SENT_ON)
    assignments.assign(actor=actor_of(officer), request=request, officer=supervisor, at=at(TODAY))
    request.refresh_from_db()
    assert request.officer == supervisor
    assert request.history.latest().officer == supervisor


def test_who_has_it_already_or_works_on_no_request_is_not_given_it(
    officer: User, supervisor: User, administrator: User, focal_point: User, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=SENT_ON)
    history = request.history.count()
    Membership.objects.filter(user=supervisor).update(ended_at=at(TODAY))
    for person, says in (
        (officer, "has this request already"),
        (administrator, "does not work on requests now"),
        (focal_point, "does not work on requests now"),
        (supervisor, "does not work on requests now"),
    ):
        with pytest.raises(Refused, match=says) as refused:
            assignments.assign(actor=actor_of(officer), request=request, officer=person, at=at(TODAY))
        assert refused.value.field == "officer"
    assert request.history.count() == history


def test_a_withdrawn_request_is_given_to_nobody(
    officer: User, supervisor: User, make_request: MakeRequest
) -> None:
    request = withdrawn(officer, make_request(sent_on=SENT_ON))
    with pytest.raises(Refused, match="withdrawn on 20 November 2026"):
        assignments.assign(actor=actor_of(officer), request=request, officer=supervisor, at=at(TODAY))


def test_the_party_is_reminded_once_a_day_of_what_is_open(
    officer: User, make_request: MakeRequest, answer: Answer
) -> None:
    request = make_request(sent_on=SENT_ON)
    notice = reminders.remind(actor=actor_of(officer), request=request, at=at(TODAY))
    assert (notice.code, notice.step, notice.about_on) == ("PARTY_REMINDED", "REPLY", TODAY)
    with pytest.raises(Refused, match="reminded today"):
        reminders.remind(actor=actor_of(officer), request=request, at=at(TODAY, hour=15))
    answer(request, TODAY, approximate_date=date(2026, 12, 24))
    again = reminders.remind(actor=actor_of(officer), request=request, at=at(TODAY, hour=16))
    assert again.step == "APPROXIMATE_DATE", "another step: another letter"
    reminders.remind(actor=actor_of(officer), request=request, at=at(date(2026, 11, 21)))
    assert Notice.objects.filter(code="PARTY_REMINDED").count() == 3


def test_the_letter_names_every_open_date(officer: User, make_request: MakeRequest) -> None:
    request = make_request(sent_on=SENT_ON)
    reminders.remind(actor=actor_of(officer), request=request, at=at(TODAY))
    delivery.deliver(now=lambda: at(TODAY))
    letters = Message.objects.filter(notice__code="PARTY_REMINDED")
    assert {one.address for one in letters} == {"ma-xa@party.example", "focal-xa@party.example"}
    text = letters[0].body
    assert letters[0].subject == "IR-2026-0001: a reminder of 20 November 2026"
    for words in ("- 1 November 2026: Reply", "- 1 January 2027: Justification", "- 1 April 2027: Response"):
        assert words in text


def test_nothing_open_nothing_to_remind_of(officer: User, make_request: MakeRequest, answer: Answer) -> None:
    done = make_request(sent_on=SENT_ON)
    answer(done, SENT_ON, information="COMPLETE", text="All.")
    for request, says in (
        (done, "No step is open"),
        (make_request(), "send it first"),
        (withdrawn(officer, make_request(sent_on=SENT_ON)), "was withdrawn on 20 November 2026"),
    ):
        with pytest.raises(Refused, match=says):
            reminders.remind(actor=actor_of(officer), request=request, at=at(TODAY))
    assert not Notice.objects.filter(code="PARTY_REMINDED").exists()


def test_administrators_do_neither(officer: User, administrator: User, make_request: MakeRequest) -> None:
    request, actor = make_request(sent_on=SENT_ON), actor_of(administrator)
    with pytest.raises(PermissionDenied):
        assignments.assign(actor=actor, request=request, officer=officer, at=at(TODAY))
    with pytest.raises(PermissionDenied):
        reminders.remind(actor=actor, request=request, at=at(TODAY))
