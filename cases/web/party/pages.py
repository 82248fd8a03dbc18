"""What the pages of the Party's desk show, put together from what the Party may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from cases import selectors
from cases.access import Actor
from cases.models import AnswerDraft, Assessment, Deadline, InformationRequest, Submission
from cases.models.deadline import Step
from cases.selectors import CaseFile
from cases.step_words import status_words
from cases.web import dates, steps
from compliance.rules import timeline
from compliance.rules.types import Status, StepCode


@dataclass(frozen=True, slots=True)
class Row:
    """A request in the list: the step that is due next, or why nothing is."""

    request: InformationRequest
    step: str
    due_on: date | None
    days_left: int | None
    status: Status
    status_words: str
    draft: bool
    """Whether an answer is being written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, with what may be read of it and by whom."""

    on: date
    heading: str
    seen_by: str
    parts: list[tuple[str, str]] = field(default_factory=list)
    """Each a heading and its words."""
    note: str = ""
    submission: Submission | None = None


def rows(*, actor: Actor, requests: Sequence[InformationRequest], today: date) -> list[Row]:
    """The list with the next step of each request, and whether it is being answered; two queries for all."""
    open_steps = selectors.next_steps(actor=actor, requests=requests, on=today)
    drafts = AnswerDraft.objects.visible_to(actor).filter(request__in=requests)
    written = set(drafts.values_list("request", flat=True))
    return [_row(one, open_steps.get(one.pk), today, one.pk in written) for one in requests]


def _row(request: InformationRequest, step: Deadline | None, today: date, draft: bool) -> Row:
    if step is None:
        status, words = settled(request=request)
        return Row(request, "", None, None, status, words, draft)
    days_left, status = (step.due_on - today).days, timeline.status(standing=step.standing, on=today)
    words = status_words(status=status, days_left=days_left)
    return Row(request, str(Step(StepCode(step.step)).label), step.due_on, days_left, status, words, draft)


def settled(*, request: InformationRequest) -> tuple[Status, str]:
    """What a request without an open step comes to."""
    if request.stage == InformationRequest.Stage.WITHDRAWN:
        return Status.WITHDRAWN, _("Withdrawn by the Secretariat")
    if request.answer == InformationRequest.AnswerGiven.AWAITING_ASSESSMENT:
        return Status.MET, _("Answered, awaiting assessment")
    if request.answer == InformationRequest.AnswerGiven.ADEQUATE:
        return Status.MET, _("Answered, assessed as adequate")
    return Status.MET, _("Answered, nothing due")


def settled_note(*, request: InformationRequest) -> str:
    """What may still come of a request without an open step."""
    if request.stage == InformationRequest.Stage.WITHDRAWN:
        return _("Nothing more is asked of you.")
    if request.answer == InformationRequest.AnswerGiven.AWAITING_ASSESSMENT:
        return _(
            "No step is open. Should the Secretariat find the information inadequate, "
            "the response is open again with its first due date."
        )
    return _("No step is open.")


def chronology(*, file: CaseFile) -> list[Entry]:
    """What happened to a request as its Party may read it, the earliest first."""
    request, both = file.request, _both(file.request)
    dated: list[tuple[date, datetime, Entry]] = []
    for submission in file.submissions:
        dated.append((submission.received_on, submission.recorded_at, _submission(submission, both)))
    for assessment in file.assessments:
        dated.append((assessment.assessed_on, assessment.recorded_at, _assessment(assessment, both)))
    entries = [entry for _on, _at, entry in sorted(dated, key=lambda one: one[:2])]
    if request.sent_on:
        entries.insert(0, Entry(request.sent_on, _("Request sent by the Secretariat"), both))
    if request.withdrawn_on:
        reason = [(_("Reason"), request.withdrawal_reason)]
        entries.append(Entry(request.withdrawn_on, _("Request withdrawn by the Secretariat"), both, reason))
    return entries


def _submission(submission: Submission, both: str) -> Entry:
    parts = []
    if submission.approximate_date:
        parts.append((_("Approximate date"), dates.in_full(submission.approximate_date)))
    if submission.justification:
        parts.append((_("Justification"), submission.justification))
    if submission.text:
        parts.append((_("In words"), submission.text))
    online = submission.channel == Submission.Channel.ONLINE
    note = (
        _("Sent online by %(name)s.") if online else _("Received on paper or by mail; recorded by %(name)s.")
    )
    return Entry(
        on=submission.received_on,
        heading=", ".join(steps.carried_by(submission)),
        seen_by=both,
        parts=parts,
        note=note % {"name": submission.recorded_by.name},
        submission=submission,
    )


def _assessment(assessment: Assessment, both: str) -> Entry:
    """The reasons only where the Secretariat shares them."""
    heading = _("Information assessed by the Secretariat: %(verdict)s") % {
        "verdict": assessment.get_verdict_display().lower()
    }
    parts = [(_("Reasons"), assessment.reasons)] if assessment.shared_with_party else []
    return Entry(assessment.assessed_on, heading, both, parts)


def _both(request: InformationRequest) -> str:
    return _("Secretariat and %(party)s") % {"party": request.party.name}


def seen_by(*, request: InformationRequest) -> list[str]:
    """Who can see this request, in sentences."""
    sentences = [
        _("The Secretariat and the focal points of %(party)s see this request and all that is sent with it.")
        % {"party": request.party.name}
    ]
    brought_on = request.matter.brought_on if request.matter else None
    if brought_on:
        sentences.append(
            _(
                "Since its matter was brought to the Standing Committee on %(date)s, the Committee sees its "
                "subject, its dates and where each step stands, and none of the correspondence."
            )
            % {"date": dates.plain(brought_on)}
        )
    else:
        sentences.append(_("The Standing Committee does not see it."))
    return sentences
