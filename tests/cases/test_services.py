"""What the services refuse: each names the field, the rule and its paragraph, and writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from cases.models import Deadline, InformationRequest, Party, Submission
from cases.services import assessments, matters, requests, submissions
from cases.services.refusals import Refused
from compliance.accounts.models import User
from notifications.models import Notice
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db

SENT = date(2026, 11, 30)


def _record(request: InformationRequest, officer: User, **carried: object) -> Submission:
    fields = {"received_on": SENT, "at": at(SENT + timedelta(days=60)), "acknowledgement": True} | carried
    return submissions.record(actor=actor_of(officer), request=request, key=uuid.uuid4(), **fields)


@pytest.mark.parametrize(
    ("carried", "field", "words"),
    [
        pytest.param(
            {"received_on": SENT - timedelta(days=1)},
            "received_on",
            "before the request",
            id="before the request",
        ),
        pytest.param(
            {"received_on": date(2027, 3, 1)}, "received_on", "in the future", id="not received yet"
        ),
        pytest.param(
            {"acknowledgement": False}, None, "approximate date, a justification", id="carries nothing"
        ),
        pytest.param(
            {"approximate_date": SENT - timedelta(days=1)},
            "approximate_date",
            r"paragraph 23 a\)",
            id="a date already past",
        ),
        pytest.param(
            {"information": "COMPLETE", "text": " "}, "text", "in words", id="information without words"
        ),
        pytest.param({"information": "SOME"}, "information", "not a valid choice", id="no such information"),
    ],
)
def test_a_submission_is_refused(
    make_request: MakeRequest, officer: User, carried: dict[str, object], field: str | None, words: str
) -> None:
    request = make_request(sent_on=SENT)
    before = list(Deadline.objects.values())
    with pytest.raises(Refused, match=words) as refused:
        _record(request, officer, **carried)
    assert refused.value.field == field
    assert not Submission.objects.exists()
    assert list(Deadline.objects.values()) == before
    assert set(Notice.objects.values_list("code", flat=True)) == {"REQUEST_SENT"}


def test_nothing_is_received_for_a_draft_or_after_a_withdrawal(
    make_request: MakeRequest, officer: User
) -> None:
    with pytest.raises(requests.NotAwaitingAnswer, match="draft"):
        _record(make_request(), officer)
    withdrawn = make_request(sent_on=SENT)
    requests.withdraw(actor=actor_of(officer), request=withdrawn, reason="Sent twice.", at=at(SENT))
    with pytest.raises(requests.NotAwaitingAnswer, match="withdrawn"):
        _record(withdrawn, officer)


def test_a_sent_request_keeps_its_words_and_is_sent_once(make_request: MakeRequest, officer: User) -> None:
    request = make_request(sent_on=SENT)
    with pytest.raises(requests.NotADraft):
        requests.edit_draft(
            actor=actor_of(officer),
            request=request,
            subject="Other",
            questions="Other?",
            rule_set_code="SC78-DOC-37-BODY",
        )
    with pytest.raises(requests.NotADraft):
        requests.send(actor=actor_of(officer), request=request, at=at(SENT))
    assert Notice.objects.filter(code="REQUEST_SENT").count() == 1


def test_the_same_form_sent_twice_is_one_submission(make_request: MakeRequest, focal_point: User) -> None:
    request, key = make_request(sent_on=SENT), uuid.uuid4()
    answers = [
        submissions.answer(
            actor=actor_of(focal_point), request=request, key=key, at=at(SENT), justification="Because."
        )
        for _ in range(2)
    ]
    assert answers[0].pk == answers[1].pk
    assert Notice.objects.filter(code="SUBMISSION_RECEIVED").count() == 1


@pytest.mark.parametrize(
    ("instant", "legal_day"),
    [
        pytest.param(
            datetime(2026, 12, 30, 22, 59, tzinfo=UTC), date(2026, 12, 30), id="a minute to midnight, winter"
        ),
        pytest.param(
            datetime(2026, 12, 30, 23, 0, tzinfo=UTC), date(2026, 12, 31), id="midnight at the seat, winter"
        ),
        pytest.param(
            datetime(2027, 6, 30, 21, 59, tzinfo=UTC), date(2027, 6, 30), id="a minute to midnight, summer"
        ),
        pytest.param(
            datetime(2027, 6, 30, 22, 0, tzinfo=UTC), date(2027, 7, 1), id="midnight at the seat, summer"
        ),
    ],
)
def test_the_legal_day_is_the_day_at_the_seat(
    make_request: MakeRequest, focal_point: User, instant: datetime, legal_day: date
) -> None:
    submission = submissions.answer(
        actor=actor_of(focal_point),
        request=make_request(sent_on=SENT),
        key=uuid.uuid4(),
        at=instant,
        justification="Because.",
    )
    assert submission.received_on == legal_day
    assert submission.recorded_at == instant


def test_paper_carries_its_day_of_receipt_beside_the_instant_of_recording(
    make_request: MakeRequest, officer: User
) -> None:
    """Received in time, typed in after the due date: the step was met in time."""
    request = make_request(sent_on=SENT)
    submission = _record(
        request,
        officer,
        received_on=date(2026, 12, 30),
        approximate_date=date(2027, 2, 1),
        at=at(date(2027, 1, 4)),
    )
    assert submission.recorded_at == at(date(2027, 1, 4))
    reply = Deadline.objects.in_force().get(request=request, step="REPLY")
    assert (reply.outcome, reply.met_on) == ("MET", date(2026, 12, 30))


def test_only_complete_information_is_assessed(
    make_request: MakeRequest, answer: Answer, officer: User
) -> None:
    partial = answer(make_request(sent_on=SENT), SENT, information="PARTIAL", text="Some.")
    with pytest.raises(assessments.NothingToAssess, match="23 d"):
        assessments.assess(
            actor=actor_of(officer),
            submission=partial,
            verdict="ADEQUATE",
            reasons="Read.",
            shared_with_party=True,
            at=at(SENT),
        )


def test_a_matter_is_brought_once_and_with_grounds(make_matter: MakeMatter, officer: User) -> None:
    matter = make_matter(ready=SENT)
    bring = partial(
        matters.bring,
        actor=actor_of(officer),
        matter=matter,
        because="NO_RESPONSE",
        meeting=None,
        at=at(SENT),
    )
    with pytest.raises(Refused, match="23 d"):
        bring(grounds=" ")
    bring(grounds="No response.")
    with pytest.raises(matters.NotToBeBrought):
        bring(grounds="Again.")


def test_a_request_belongs_to_a_matter_of_its_own_party(
    make_request: MakeRequest, make_matter: MakeMatter, other_party: object
) -> None:
    with pytest.raises(Refused, match="another Party") as refused:
        make_request(party=other_party, matter=make_matter())
    assert refused.value.field == "matter"


_ACTS: dict[str, Callable[[User, InformationRequest], object]] = {
    "send": lambda user, request: requests.send(actor=actor_of(user), request=request, at=at(SENT)),
    "withdraw": lambda user, request: requests.withdraw(
        actor=actor_of(user), request=request, reason="No.", at=at(SENT)
    ),
    "record": lambda user, request: _record(request, user),
}


@pytest.mark.parametrize("act", _ACTS)
@pytest.mark.parametrize("who", ["focal_point", "member", "chair", "administrator", "stranger"])
def test_the_secretariat_alone_acts_for_the_secretariat(
    request: pytest.FixtureRequest, make_request: MakeRequest, act: str, who: str
) -> None:
    sent = make_request(sent_on=None if act == "send" else SENT)
    with pytest.raises(PermissionDenied):
        _ACTS[act](request.getfixturevalue(who), sent)
    assert not Submission.objects.exists()
    sent.refresh_from_db()
    assert sent.stage == ("DRAFT" if act == "send" else "SENT")


@pytest.mark.parametrize("who", ["officer", "member", "stranger"])
def test_the_party_alone_answers_online(
    request: pytest.FixtureRequest, make_request: MakeRequest, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        submissions.answer(
            actor=actor_of(request.getfixturevalue(who)),
            request=make_request(sent_on=SENT),
            key=uuid.uuid4(),
            at=at(SENT),
            justification="Because.",
        )


def test_another_party_cannot_answer_even_through_the_service(
    make_request: MakeRequest, other_focal_point: User
) -> None:
    """The page would not find the request; the service does not rely on that."""
    with pytest.raises(InformationRequest.DoesNotExist):
        submissions.answer(
            actor=actor_of(other_focal_point),
            request=make_request(sent_on=SENT),
            key=uuid.uuid4(),
            at=at(SENT),
            justification="Because.",
        )
    assert not Submission.objects.exists()


def test_a_request_is_filed_under_a_matter_of_its_party_and_stays_once_the_committee_saw_it(
    make_request: MakeRequest, make_matter: MakeMatter, officer: User, member: User, other_party: Party
) -> None:
    request, brought = make_request(sent_on=SENT), make_matter(brought=SENT)
    assert not InformationRequest.objects.visible_to(actor_of(member)).exists()
    with pytest.raises(Refused, match="another Party"):
        requests.file_under(actor=actor_of(officer), request=request, matter=make_matter(party=other_party))
    requests.file_under(actor=actor_of(officer), request=request, matter=make_matter())
    requests.file_under(actor=actor_of(officer), request=request, matter=brought)
    assert InformationRequest.objects.visible_to(actor_of(member)).get() == request
    with pytest.raises(Refused, match="stays with it"):
        requests.file_under(actor=actor_of(officer), request=request, matter=None)
