"""The plain values that letters are written from: words and dates, nothing that could be evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cases.citations import cited
from cases.models import Assessment, Deadline, Document, InformationRequest, Submission
from cases.models.deadline import Step
from cases.services.refusals import in_full
from compliance.rules.types import Standing
from notifications.letters import ActCode
from notifications.models import Notice

Values = dict[str, Any]
"""Words, lists of words, and the open dates as rows: what JSON can hold."""


def of_notice(*, notice: Notice, languages: Iterable[str]) -> dict[str, Values]:
    """The values of a notice in each of these languages, as its letters are written from them."""
    open_steps = Deadline.objects.open_in_force().filter(request=notice.request_id)
    standings = [row.standing for row in open_steps.order_by("due_on", "pk")]
    return {language: of(notice=notice, standings=standings, language=language) for language in languages}


def of(*, notice: Notice, standings: Iterable[Standing], language: str) -> Values:
    """The values of one letter, in one language; ``standings`` are the open steps, the earliest first."""
    with translation.override(language):
        request = _request(notice)
        values: dict[str, Any] = {
            "reference": request.reference,
            "subject": request.subject,
            "party": request.party.name,
            "officer": request.officer.name,
            "questions": request.questions,
            "sent_on": request.sent_on,
            "about_on": notice.about_on,
            "issued_on": notice.issued_on,
            "step": Step(notice.step).label if notice.step else "",
            "rule_set": request.rule_set.title,
            "party_url": settings.SITE_URL + reverse("party:request", args=[request.reference]),
            "answer_url": settings.SITE_URL + reverse("party:answer", args=[request.reference]),
            "secretariat_url": settings.SITE_URL + reverse("secretariat:request", args=[request.reference]),
            "dates": [_dated(one) for one in standings],
            **_of_act(notice),
        }
        return {name: _written(value) for name, value in values.items()}


def _request(notice: Notice) -> InformationRequest:
    """What these letters are about; those about a matter are ``matter_letters``."""
    if notice.request is None:
        raise ValueError(f"notice {notice.pk} is not about a request")
    request: InformationRequest = notice.request
    return request


def _dated(step: Standing) -> list[str]:
    """An open due date as a row of the table."""
    return [in_full(step.due_on), str(Step(step.step).label), cited(step.source)]


def _of_act(notice: Notice) -> dict[str, object]:
    """What the submission, the assessment or the withdrawal behind a notice adds."""
    if notice.code == ActCode.SUBMISSION_RECEIVED:
        submission = Submission.objects.get(pk=notice.act)
        return {"carried": list(_carried(submission))}
    if notice.code == ActCode.INFORMATION_ASSESSED:
        assessment = Assessment.objects.get(pk=notice.act)
        reasons = assessment.reasons if assessment.shared_with_party else ""
        return {"verdict": assessment.get_verdict_display(), "reasons": reasons}
    if notice.code == ActCode.REQUEST_WITHDRAWN:
        return {"reasons": _request(notice).withdrawal_reason}
    return {}


def _carried(submission: Submission) -> Iterator[str]:
    if submission.acknowledgement:
        yield _("acknowledgement of the request")
    if submission.approximate_date:
        yield _("approximate date: %(date)s") % {"date": in_full(submission.approximate_date)}
    if submission.justification:
        yield _("justification for not having responded")
    if submission.information != Submission.Information.NONE:
        yield submission.get_information_display()
    yield from documents_in_lines(Document.objects.filter(submission=submission))


def documents_in_lines(found: QuerySet[Document]) -> Iterator[str]:
    """The documents that came with an answer or a report, each with what it is known by."""
    for document in found.order_by("uploaded_at", "pk"):
        yield _("document: %(name)s, SHA-256 %(hash)s") % {"name": document.name, "hash": document.sha256}


def _written(value: object) -> Any:
    if isinstance(value, list):
        return value
    return in_full(value) if isinstance(value, date) else str(value)
