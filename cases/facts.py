"""The record of a request as facts for the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from cases.models import Assessment, InformationRequest, Submission
from compliance.rules.types import Fact, FactKind

_INFORMATION = {
    Submission.Information.PARTIAL: FactKind.PARTIAL_INFORMATION,
    Submission.Information.COMPLETE: FactKind.INFORMATION,
}
_VERDICTS = {
    Assessment.Verdict.ADEQUATE: FactKind.ADEQUATE,
    Assessment.Verdict.INADEQUATE: FactKind.INADEQUATE,
}


def of_request(*, request: InformationRequest, known_by: datetime | None = None) -> list[Fact]:
    """Everything on record that the rules know of, by legal day and then by the instant of recording.

    Only what was recorded before ``known_by``, where it is given; whether the
    request was withdrawn by then, the caller's ``request`` says. Two queries.
    """
    recorded = {"recorded_at__lt": known_by} if known_by else {}
    submissions = request.submissions.filter(**recorded).order_by("received_on", "recorded_at", "pk")
    assessments = Assessment.objects.filter(submission__request=request, **recorded)
    return ordered(
        request=request,
        submissions=list(submissions),
        assessments=list(assessments.order_by("recorded_at", "pk")),
    )


def of_requests(*, requests: Iterable[InformationRequest]) -> dict[int, list[Fact]]:
    """The same for several requests, by their keys; two queries however many they are."""
    known = {request.pk: request for request in requests}
    submissions: dict[int, list[Submission]] = defaultdict(list)
    received = Submission.objects.filter(request__in=known).defer("text")
    for submission in received.order_by("received_on", "recorded_at", "pk"):
        submissions[submission.request_id].append(submission)
    assessments: dict[int, list[Assessment]] = defaultdict(list)
    judged = Assessment.objects.filter(submission__request__in=known).select_related("submission")
    judged = judged.defer("reasons", "submission__text", "submission__justification")
    for assessment in judged.order_by("recorded_at", "pk"):
        assessments[assessment.submission.request_id].append(assessment)
    return {
        key: ordered(request=request, submissions=submissions[key], assessments=assessments[key])
        for key, request in known.items()
    }


def ordered(
    *, request: InformationRequest, submissions: list[Submission], assessments: list[Assessment]
) -> list[Fact]:
    """The same, from rows already at hand."""
    dated: list[tuple[date, datetime, Fact]] = []
    for submission in submissions:
        dated.extend((fact.on, submission.recorded_at, fact) for fact in of_submission(submission=submission))
    for assessment in assessments:
        fact = Fact(
            _VERDICTS[Assessment.Verdict(assessment.verdict)],
            assessment.assessed_on,
            about=str(assessment.submission_id),
        )
        dated.append((fact.on, assessment.recorded_at, fact))
    dated.sort(key=lambda entry: entry[:2])
    facts = [fact for _, _, fact in dated]
    if request.withdrawn_on:
        facts.append(Fact(FactKind.WITHDRAWN, request.withdrawn_on))
    return facts


def of_submission(*, submission: Submission) -> Iterator[Fact]:
    """The several things that one communication carries."""
    on, about = submission.received_on, str(submission.pk or "")
    if submission.acknowledgement:
        yield Fact(FactKind.ACKNOWLEDGEMENT, on, about=about)
    if submission.approximate_date:
        yield Fact(FactKind.APPROXIMATE_DATE, on, date_given=submission.approximate_date, about=about)
    if submission.justification:
        yield Fact(FactKind.JUSTIFICATION, on, about=about)
    if kind := _INFORMATION.get(Submission.Information(submission.information)):
        yield Fact(kind, on, about=about)
