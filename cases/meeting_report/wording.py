"""The sentences of the report, in the active language. Silence is told as silence, never as a refusal."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import dates
from cases.models import CommitteeDeadline, ComplianceMatter, Deadline, InformationRequest, Meeting, MovedDate
from compliance.rules import committee_deadlines, explain, timeline
from compliance.rules.types import Status, StepCode

_NOT_RECEIVED = {
    StepCode.REPLY: gettext_lazy("No reply received that meets this step."),
    StepCode.JUSTIFICATION: gettext_lazy("No justification received."),
    StepCode.RESPONSE: gettext_lazy("No complete response received."),
    StepCode.APPROXIMATE_DATE: gettext_lazy("No complete response received by the date that the Party gave."),
}
"""True of silence and of what came and does not meet the step alike: what was not released is not told."""


def answered(*, step: Deadline, request: InformationRequest, on: date) -> str:
    """How one step of a request was answered, as it stands on a day."""
    status = timeline.status(standing=step.standing, on=on)
    if status in (Status.OVERDUE, Status.MISSED):
        return _not_received(step, request)
    if status in (Status.MET, Status.MET_LATE):
        assert step.met_on  # noqa: S101  # the named constraint: what was met has its day
        return _received(step.due_on, step.met_on)
    return _unsettled(status, step.due_on, on)


def _not_received(step: Deadline, request: InformationRequest) -> str:
    code = StepCode(step.step)
    if code is StepCode.RESPONSE and request.answer == InformationRequest.AnswerGiven.INADEQUATE:
        return _("No adequate response received.")
    return str(_NOT_RECEIVED[code])


def _unsettled(status: Status, due_on: date, on: date) -> str:
    if status is Status.NOT_REQUIRED:
        return _("Not required: the complete information came first.")
    if status is Status.WITHDRAWN:
        return _("Nothing is asked any more.")
    days = (due_on - on).days
    if days == 0:
        return _("Not received yet; due today.")
    return ngettext(
        "Not received yet; due in %(days)d day.", "Not received yet; due in %(days)d days.", days
    ) % {"days": days}


def _received(due_on: date, met_on: date) -> str:
    """In time, or by how many days late."""
    late = (met_on - due_on).days
    if late <= 0:
        return _("Received on %(day)s, in time.") % {"day": dates.plain(met_on)}
    return ngettext(
        "Received on %(day)s, %(days)d day after the date.",
        "Received on %(day)s, %(days)d days after the date.",
        late,
    ) % {"day": dates.plain(met_on), "days": late}


def deadline_stands(*, deadline: CommitteeDeadline, on: date) -> str:
    """Where a deadline of the Committee stands on a day."""
    if deadline.met_on:
        return _received(deadline.due_on, deadline.met_on)
    if deadline.lifted_on:
        return _("Lifted on %(day)s.") % {"day": dates.plain(deadline.lifted_on)}
    if deadline.due_on < on:
        return _("No complete report received.")
    return _unsettled(Status.UPCOMING, deadline.due_on, on)


def why(*, deadline: CommitteeDeadline, earlier: list[MovedDate]) -> str:
    """Where a date comes from, and the dates that it was before."""
    sentences = committee_deadlines.explanation(terms=deadline.terms)
    sentences += tuple(
        committee_deadlines.earlier(due_on=one.due_on, until=one.in_force_until) for one in earlier
    )
    return explain.say(sentences, translate=_, write_date=dates.plain)


def stage(matter: ComplianceMatter) -> str:
    """The stage; of a closed matter also since when and why."""
    if not matter.closed_on:
        return str(matter.get_stage_display())
    return _("%(stage)s on %(day)s: %(reason)s") % {
        "stage": matter.get_stage_display(),
        "day": dates.plain(matter.closed_on),
        "reason": matter.get_closed_because_display(),
    }


def meeting(found: Meeting) -> str:
    """A meeting with its days, as far as they are known, and its place."""
    words = _("%(meeting)s, %(days)s") % {"meeting": found.code, "days": dates.of_meeting(found)}
    return f"{words}, {found.place}" if found.place else words


def brought(matter: ComplianceMatter) -> str:
    """When and to which meeting, under which item and symbol."""
    assert matter.brought_on  # noqa: S101  # the Committee sees none that was not brought
    parts = [dates.plain(matter.brought_on)]
    if matter.brought_to:
        parts.append(matter.brought_to.code)
    if matter.agenda_item:
        parts.append(_("agenda item %(item)s") % {"item": matter.agenda_item})
    if matter.document_symbol:
        parts.append(matter.document_symbol)
    return ", ".join(parts)
