"""The steps of a request as pages show them: words first, and the timeline picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.citations import cited
from cases.models import Assessment, InformationRequest, Meeting, Submission
from cases.models.deadline import Step
from cases.models.meeting import DOCUMENT_DEADLINE_DAYS, Precision
from cases.step_words import status_words
from cases.timeline_picture.draw import timeline_picture
from cases.timeline_picture.story import Band, Happening, StepMark
from cases.web import dates
from compliance.rules import explain
from compliance.rules.types import Deadline, Outcome, Status, StepCode

_VERDICTS = {
    Assessment.Verdict.ADEQUATE: gettext_lazy("Assessed as adequate"),
    Assessment.Verdict.INADEQUATE: gettext_lazy("Assessed as inadequate"),
}
_PARAGRAPH = re.compile(r"paragraph (\d+(?: [a-z]\))*)")


@dataclass(frozen=True, slots=True)
class StepView:
    """One step on one day, in words."""

    code: StepCode
    label: str
    due_on: date
    days_left: int
    """From today to the due date; negative once it is past."""
    status: Status
    status_words: str
    """Where the step stands, without its name: "Overdue, 12 days"."""
    status_label: str
    """The same with its name: "Justification overdue, 12 days"."""
    source: str
    paragraph: str
    """The short form of the source: "paragraph 23 b)"."""
    explanation: str
    counted_from: date
    met_on: date | None
    promised: bool
    """Whether the date is the Party's own."""
    is_open: bool


def step_views(*, steps: Iterable[Deadline], today: date) -> list[StepView]:
    """The steps of one request, in the order of its rule set; ``today`` is the day of the page."""
    return [_view(step, today) for step in steps]


def next_open(steps: Sequence[StepView]) -> StepView | None:
    """The open step with the earliest due date; None where nothing is asked any more."""
    return min((step for step in steps if step.is_open), key=lambda step: step.due_on, default=None)


def status_label(*, code: StepCode, status: Status, days_left: int) -> str:
    """Where a step stands, in words, with its name: "Justification overdue, 12 days"."""
    words = status_words(status=status, days_left=days_left)
    return _("%(step)s %(status)s") % {"step": Step(code).label, "status": words[:1].lower() + words[1:]}


def meeting_note(*, due_on: date, meeting: Meeting | None) -> str:
    """Whether a date falls before the documents of the next meeting are due; "" where no meeting is known.

    Source: SC78 Doc. 37, paragraph 30.
    """
    if meeting is None or meeting.precision != Precision.DAY:
        return ""
    values = {
        "meeting": meeting.code,
        "starts_on": dates.plain(meeting.starts_on),
        "deadline": _document_deadline(meeting),
    }
    if due_on <= meeting.document_deadline_on:
        text = _("The next meeting is %(meeting)s; its documents are due after this date, on %(deadline)s.")
    elif due_on < meeting.starts_on:
        text = _(
            "This date falls after the documents of %(meeting)s are due, on %(deadline)s: "
            "an answer given so late may come too close to the meeting to be weighed there."
        )
    else:
        text = _("This date falls after the beginning of the next meeting, %(meeting)s, on %(starts_on)s.")
    return text % values


def _document_deadline(meeting: Meeting) -> str:
    """The day, and that it is our choice where it was not set for this meeting."""
    day = dates.plain(meeting.document_deadline_on)
    if meeting.own_document_deadline_on:
        return day
    return _("%(day)s (%(count)d days before it, our choice)") % {"day": day, "count": DOCUMENT_DEADLINE_DAYS}


def happenings(
    *,
    request: InformationRequest,
    submissions: Iterable[Submission] = (),
    assessments: Iterable[Assessment] = (),
) -> list[Happening]:
    """What the picture shows above its line, from what the reader may see; the same on a day once."""
    found = [Happening(one.received_on, carried) for one in submissions for carried in carried_by(one)]
    found += [
        Happening(one.assessed_on, str(_VERDICTS[Assessment.Verdict(one.verdict)])) for one in assessments
    ]
    if request.withdrawn_on:
        found.append(Happening(request.withdrawn_on, _("Request withdrawn")))
    return list(dict.fromkeys(found))


def happenings_from_steps(*, request: InformationRequest, steps: Iterable[StepView]) -> list[Happening]:
    """The same for a reader who sees the dates and none of the correspondence."""
    found = [
        Happening(step.met_on, _("%(step)s received") % {"step": step.label}) for step in steps if step.met_on
    ]
    return found + happenings(request=request)


def carried_by(submission: Submission) -> list[str]:
    """The several things that one communication carries, in words."""
    carried = [
        (submission.acknowledgement, _("Acknowledgement")),
        (bool(submission.approximate_date), _("Approximate date given")),
        (bool(submission.justification), _("Justification")),
        (submission.information == Submission.Information.PARTIAL, _("Part of the information")),
        (submission.information == Submission.Information.COMPLETE, _("All the information requested")),
    ]
    return [words for is_carried, words in carried if is_carried]


def picture(
    *,
    request: InformationRequest,
    steps: Sequence[StepView],
    today: date,
    meeting: Meeting | None,
    happenings: Sequence[Happening],
    is_past: bool = False,
) -> SafeString:
    """The timeline picture of one request that was sent; nothing for a draft.

    ``is_past`` where ``today`` is a day that the page looks back to.
    """
    if request.sent_on is None:
        return SafeString("")
    return timeline_picture(
        title=_("Timeline of %(reference)s") % {"reference": request.reference},
        description=_description(steps),
        sent_on=request.sent_on,
        today=today,
        steps=[_mark(step) for step in steps],
        happenings=happenings,
        meeting=band(meeting),
        write_date=dates.plain,
        today_label=_("That day") if is_past else _("Today"),
        request_label=_("Request"),
    )


def _view(step: Deadline, today: date) -> StepView:
    standing = step.standing
    days_left = (standing.due_on - today).days
    return StepView(
        code=standing.step,
        label=str(Step(standing.step).label),
        due_on=standing.due_on,
        days_left=days_left,
        status=step.status,
        status_words=status_words(status=step.status, days_left=days_left),
        status_label=status_label(code=standing.step, status=step.status, days_left=days_left),
        source=cited(standing.source),
        paragraph=_paragraph(standing.source),
        explanation=explain.say(step.explanation, translate=_translated, write_date=dates.plain),
        counted_from=standing.counted_from,
        met_on=standing.met_on,
        promised=standing.step is StepCode.APPROXIMATE_DATE,
        is_open=standing.outcome is Outcome.OPEN,
    )


def _paragraph(source: str) -> str:
    """The paragraph that a source names, in the reader's language; the whole source where it names none."""
    found = _PARAGRAPH.search(source)
    return _("paragraph %(number)s") % {"number": found[1]} if found else cited(source)


def _translated(text: str) -> str:
    """A sentence of the rules in the reader's language; the catalogue's header is not a sentence."""
    return _(text) if text else ""


def _description(steps: Iterable[StepView]) -> str:
    return " ".join(
        _("%(step)s due %(due_on)s: %(status)s.")
        % {"step": step.label, "due_on": dates.plain(step.due_on), "status": step.status_words}
        for step in steps
    )


def _mark(step: StepView) -> StepMark:
    return StepMark(
        code=step.code,
        label=step.label,
        status=step.status,
        status_label=step.status_words,
        due_on=step.due_on,
        paragraph=step.paragraph,
        promised=step.promised,
    )


def band(meeting: Meeting | None) -> Band | None:
    """A meeting whose days are known; a picture must not draw what is known only to the month."""
    if meeting is None or meeting.precision != Precision.DAY:
        return None
    return Band(
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on or meeting.starts_on,
        label=meeting.code,
        document_deadline_on=meeting.document_deadline_on,
        document_deadline_label=_("Documents for %(meeting)s due") % {"meeting": meeting.code},
    )
