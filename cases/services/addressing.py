"""From a notice to its letters: who receives them, and the plain values that they are written from."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from cases.models import Assessment, Document, InformationRequest, Submission
from cases.models.deadline import Step
from compliance.accounts.models import Membership, Role
from compliance.rules import explain
from notifications import outbox, wake, working_day
from notifications.letters import ActCode, Recipient, recipients
from notifications.models import Notice
from notifications.outbox import Address

logger = logging.getLogger(__name__)

CHUNK = 200
"""Notices in one transaction: what a sweep that is killed does again."""


def address_pending(*, at: datetime) -> None:
    """Writes the letters of every notice that has none yet, in bounded chunks walked by key.

    A notice whose Party has no address on record stays in line: its letters are
    written by the first run after an address is added. One bad row must not
    stop the rest. Two sweeps at once share the work: each passes over what the
    other holds.
    """
    last, found = 0, True
    while found:
        with transaction.atomic():
            chunk = list(_unaddressed(after=last).select_for_update(skip_locked=True, of=("self",))[:CHUNK])
            found = bool(chunk)
            for notice in chunk:
                last = notice.pk
                wake.after_commit()
                _write_safely(notice=notice, at=at)


def _unaddressed(*, after: int) -> QuerySet[Notice]:
    found: QuerySet[Notice] = (
        Notice.objects.unaddressed()
        .filter(pk__gt=after)
        .select_related("request__party", "request__officer")
        .prefetch_related("request__party__focal_points")
        .order_by("pk")
    )
    return found


def write(*, notice: Notice, at: datetime) -> None:
    """Writes the letters of one notice, in the transaction of the act that caused it."""
    if notice.addressed_at:
        return
    to = list(_addresses(notice=notice))
    outbox.address(notice=notice, to=to, context=_context(notice=notice), at=at)
    if {one.recipient for one in to} == set(recipients(code=notice.code)):
        outbox.settle(notice=notice, at=at)
    wake.after_commit()


def _write_safely(*, notice: Notice, at: datetime) -> None:
    try:
        with transaction.atomic():
            write(notice=notice, at=at)
    except Exception:
        logger.exception("the letters of notice %s cannot be written; the next sweep tries again", notice.pk)


def _addresses(*, notice: Notice) -> Iterator[Address]:
    to = recipients(code=notice.code)
    request = notice.request
    if Recipient.PARTY in to:
        yield from _of_party(request, time_zone=_waited_for(notice))
    if Recipient.OFFICER in to:
        yield Address(Recipient.OFFICER, request.officer.email, request.officer.language)
    if Recipient.SUPERVISOR in to:
        for membership in Membership.objects.filter(
            role=Role.SUPERVISOR, ended_at__isnull=True, user__is_active=True
        ).select_related("user"):
            yield Address(Recipient.SUPERVISOR, membership.user.email, membership.user.language)


def _waited_for(notice: Notice) -> str:
    """Where the working day is waited for; nowhere by the receipt of an answer, whose sender is at their desk."""
    if notice.code == ActCode.SUBMISSION_RECEIVED:
        return ""
    return working_day.zone_of(iso2=notice.request.party.iso2)


def _of_party(request: InformationRequest, *, time_zone: str) -> Iterator[Address]:
    """The mailbox of the Management Authority and every focal point who has not left, each address once."""
    seen = set()
    if request.party.mailbox:
        seen.add(request.party.mailbox.lower())
        yield Address(Recipient.PARTY, request.party.mailbox, request.party.language, time_zone)
    for person in request.party.focal_points.all():
        if person.left_on is None and person.email.lower() not in seen:
            seen.add(person.email.lower())
            yield Address(Recipient.PARTY, person.email, person.language, time_zone)


def _context(*, notice: Notice) -> dict[str, str]:
    """Plain values for the templates: words and dates as ISO strings, nothing that could be evaluated."""
    request = notice.request
    values: dict[str, Any] = {
        "reference": request.reference,
        "subject": request.subject,
        "party": request.party.name_en,
        "officer": request.officer.name,
        "questions": request.questions,
        "sent_on": request.sent_on,
        "about_on": notice.about_on,
        "issued_on": notice.issued_on,
        "step": Step(notice.step).label if notice.step else "",
        "rule_set": request.rule_set.title,
        "party_url": settings.SITE_URL + reverse("party:request", args=[request.reference]),
        "secretariat_url": settings.SITE_URL + reverse("secretariat:request", args=[request.reference]),
        "dates": _dates(request=request),
        **_of_act(notice=notice),
    }
    return {name: _written(value) for name, value in values.items()}


def _dates(*, request: InformationRequest) -> str:
    """The open due dates, a line each, for the letter of the request."""
    lines = [
        f"- {explain.english_date(row.due_on)}: {Step(row.step).label}. {row.source}."
        for row in request.deadlines.open_in_force().order_by("due_on", "pk")
    ]
    return "\n".join(lines)


def _of_act(*, notice: Notice) -> dict[str, object]:
    """What the submission or the assessment behind a notice adds."""
    if notice.code == ActCode.SUBMISSION_RECEIVED:
        submission = Submission.objects.get(pk=notice.act)
        return {"carried": "\n".join(_carried(submission))}
    if notice.code == ActCode.INFORMATION_ASSESSED:
        assessment = Assessment.objects.get(pk=notice.act)
        reasons = assessment.reasons if assessment.shared_with_party else ""
        return {"verdict": assessment.get_verdict_display(), "reasons": reasons}
    if notice.code == ActCode.REQUEST_WITHDRAWN:
        return {"reasons": notice.request.withdrawal_reason}
    return {}


def _carried(submission: Submission) -> Iterator[str]:
    if submission.acknowledgement:
        yield "- acknowledgement of the request"
    if submission.approximate_date:
        yield f"- approximate date: {explain.english_date(submission.approximate_date)}"
    if submission.justification:
        yield "- justification for not having responded"
    if submission.information != Submission.Information.NONE:
        yield f"- {submission.get_information_display()}"
    for document in Document.objects.filter(submission=submission).order_by("uploaded_at", "pk"):
        yield f"- document: {document.name}, SHA-256 {document.sha256}"


def _written(value: object) -> str:
    return explain.english_date(value) if isinstance(value, date) else str(value)
