"""What an answer does to the steps of its request: before it is sent, and on its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases import facts
from cases.models import InformationRequest, Submission
from cases.services.refusals import clean
from cases.web import steps
from cases.web.steps import StepView
from compliance import clock
from compliance.rules import timeline
from compliance.rules.types import ASSESSMENTS, Fact


@dataclass(frozen=True, slots=True)
class Effect:
    """The steps that an answer settles, and those that stay due after it."""

    settled: list[StepView]
    stays: list[StepView]


def draft(*, request: InformationRequest, given: dict[str, Any], at: datetime) -> Submission:
    """The answer as it would be recorded, checked and not saved.

    Raises: Refused. The service checks it again when it is sent.
    """
    submission = Submission(
        request=request,
        channel=Submission.Channel.ONLINE,
        received_on=clock.legal_day(at=at),
        recorded_at=at,
        **{name: value for name, value in given.items() if name != "seen"},
    )
    clean(submission, exclude={"key", "request", "recorded_by"})
    return submission


def preview(*, request: InformationRequest, submission: Submission) -> Effect:
    """What a submission that is not recorded yet would do; two queries."""
    before = facts.of_request(request=request)
    return _effect(
        request=request,
        before=before,
        after=[*before, *facts.of_submission(submission=submission)],
        on=submission.received_on,
    )


def effect(*, request: InformationRequest, submission: Submission) -> Effect:
    """What a recorded submission did on the day it was received; two queries."""
    known = facts.of_request(request=request)
    about = str(submission.pk)
    own = [at for at, fact in enumerate(known) if fact.about == about and fact.kind not in ASSESSMENTS]
    first, last = min(own), max(own)
    return _effect(request=request, before=known[:first], after=known[: last + 1], on=submission.received_on)


def _effect(
    *, request: InformationRequest, before: Sequence[Fact], after: Sequence[Fact], on: date
) -> Effect:
    earlier = {step.code for step in _steps(request, before, on) if step.is_open}
    later = _steps(request, after, on)
    return Effect(
        settled=[step for step in later if step.code in earlier and not step.is_open],
        stays=[step for step in later if step.is_open],
    )


def _steps(request: InformationRequest, known: Sequence[Fact], on: date) -> list[StepView]:
    if request.sent_on is None:
        return []
    found = timeline.timeline(rule_set=request.rule_set, sent_on=request.sent_on, facts=known, on=on)
    return steps.step_views(steps=found, today=on)
