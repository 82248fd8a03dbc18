"""What comes from a Party: answered online, or recorded by the Secretariat from paper."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import InformationRequest, Submission
from cases.services import addressing, answer_drafts, deadlines, documents, refusals, requests, search
from cases.services.incoming import handling
from cases.services.refusals import Refused, in_full, require
from compliance import clock
from notifications import outbox
from notifications.letters import ActCode

_CARRIED = ("approximate_date", "justification", "information", "text")


@transaction.atomic
def answer(
    *,
    actor: Actor,
    request: InformationRequest,
    key: uuid.UUID,
    at: datetime,
    approximate_date: date | None = None,
    justification: str = "",
    information: str = Submission.Information.NONE,
    text: str = "",
    seen: int | None = None,
) -> Submission:
    """A Party's answer online; its legal day is its day at the seat. The draft that it was written in ends.

    ``at`` is the present instant. The same ``key`` again gives the submission
    that there is. ``seen`` is the version of the draft that the sender has read,
    None where the answer was written on no form. Raises: PermissionDenied;
    InformationRequest.DoesNotExist for another Party's request; NotAwaitingAnswer;
    Stale; AlreadyAnswered; Refused. Source: paragraph 23 a) and b).
    """
    access.require(actor=actor, act=Act.ANSWER_REQUEST)
    return _receive(
        actor=actor,
        request=request,
        seen=seen,
        submission=Submission(
            key=key,
            channel=Submission.Channel.ONLINE,
            received_on=clock.legal_day(at=at),
            recorded_at=at,
            recorded_by_id=actor.user_id,
            approximate_date=approximate_date,
            justification=justification.strip(),
            information=information,
            text=text.strip(),
        ),
    )


@transaction.atomic
def record(
    *,
    actor: Actor,
    request: InformationRequest,
    key: uuid.UUID,
    received_on: date,
    at: datetime,
    acknowledgement: bool = False,
    approximate_date: date | None = None,
    justification: str = "",
    information: str = Submission.Information.NONE,
    text: str = "",
) -> Submission:
    """What arrived on paper or by mail, with the day on which it was received.

    Raises: PermissionDenied; NotAwaitingAnswer; Refused, also for a day before
    the request or after today. Source: procedure, Counting.
    """
    access.require(actor=actor, act=Act.RECORD_SUBMISSION)
    return _receive(
        actor=actor,
        request=request,
        submission=Submission(
            key=key,
            channel=Submission.Channel.PAPER,
            received_on=received_on,
            recorded_at=at,
            recorded_by_id=actor.user_id,
            acknowledgement=acknowledgement,
            approximate_date=approximate_date,
            justification=justification.strip(),
            information=information,
            text=text.strip(),
        ),
    )


def _receive(
    *, actor: Actor, request: InformationRequest, submission: Submission, seen: int | None = None
) -> Submission:
    request = requests.locked(actor=actor, request=request)
    before: Submission | None = Submission.objects.filter(key=submission.key, request=request).first()
    if before:
        _require_same(before, submission)
        return before
    requests.require_awaiting_answer(request)
    answer_drafts.finish(actor=actor, request=request, key=submission.key, seen=seen)
    submission.request = request
    today = clock.legal_day(at=submission.recorded_at)
    require(faults(request=request, submission=submission, today=today))
    submission.save()
    search.write_submission(submission=submission)
    documents.submit(actor=actor, submission=submission)
    handling.settle(submission=submission)
    deadlines.project(request=request)
    notice = outbox.record_act(
        code=ActCode.SUBMISSION_RECEIVED,
        request_id=request.pk,
        about_on=submission.received_on,
        at=submission.recorded_at,
        act=submission.pk,
    )
    addressing.write(notice=notice, at=submission.recorded_at, by=actor.user_id)
    return submission


def _require_same(before: Submission, submission: Submission) -> None:
    """Colleagues who write one answer share its key: what the second sends must not seem to be on record.

    Raises: AlreadyAnswered where an answer online has other words than the one on record under its key.
    """
    same = all(getattr(before, name) == getattr(submission, name) for name in _CARRIED)
    if submission.channel == Submission.Channel.ONLINE and not same:
        raise answer_drafts.AlreadyAnswered(before)


def faults(
    *,
    request: InformationRequest,
    submission: Submission,
    today: date,
    unasked: frozenset[str] = frozenset(),
    constraints: bool = True,
) -> Iterator[Refused]:
    """Everything that is wrong with what came for a request, seen on the day ``today`` at the seat.

    ``unasked`` are the fields that the caller has seen to; without ``constraints``
    it asks the named constraints itself.
    """
    if request.sent_on and submission.received_on < request.sent_on:
        yield Refused(
            _("Nothing can be received before the request, which is of %(date)s.")
            % {"date": in_full(request.sent_on)},
            field="received_on",
            paragraph="23 a)",
        )
    if submission.received_on > today:
        yield Refused(_("The day of receipt is in the future."), field="received_on")
    yield from refusals.faults(submission, exclude=set(unasked), constraints=constraints)
