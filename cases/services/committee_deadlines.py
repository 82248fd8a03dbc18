"""Deadlines that the Committee set: recorded in their form, dated by the rules, moved with their meeting."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cases.access import Actor
from cases.models import CommitteeDeadline, ComplianceMatter, Measure, Meeting, MovedDate, PlanStep
from cases.models.meeting import Precision
from cases.services import matter_stages
from cases.services.matter_stages import require_words, sent_twice
from cases.services.refusals import Refused, clean, in_full
from compliance import clock
from compliance.rules import committee_deadlines as rules
from compliance.rules.stage_table import Action
from compliance.rules.types import RuleError

T = TypeVar("T")
logger = logging.getLogger(__name__)
Form = CommitteeDeadline.Form


@transaction.atomic
def set_deadline(
    *,
    actor: Actor,
    matter: ComplianceMatter,
    what: str,
    form: str,
    at: datetime,
    fixed_on: date | None = None,
    count: int | None = None,
    unit: str = "",
    meeting: Meeting | None = None,
    measure: Measure | None = None,
    plan_step: PlanStep | None = None,
    source: str = "",
) -> CommitteeDeadline:
    """Records a deadline in one of its three forms; what belongs to the other forms is not kept.

    ``count`` and ``unit`` are the period from the decision of ``measure``, or the
    days before ``meeting``. Raises: PermissionDenied; NotAtThisStage; Refused.
    """
    found = matter_stages.admit(actor=actor, matter=matter, action=Action.SET_DEADLINE).matter
    today = clock.legal_day(at=at)
    deadline = CommitteeDeadline(
        matter=found,
        measure=measure,
        plan_step=plan_step,
        what=" ".join(what.split()),
        source=" ".join(source.split()),
        set_on=today,
        set_at=at,
        set_by_id=actor.user_id,
        in_force_from=today,
    )
    _require_of_the_matter(deadline)
    _take_form(deadline, form=form, fixed_on=fixed_on, count=count, unit=unit, meeting=meeting)
    same = {"matter": found, "what": deadline.what, "due_on": deadline.due_on}
    if twin := sent_twice(CommitteeDeadline, at=at, when="set_at", set_by_id=actor.user_id, **same):
        return twin
    deadline.save()
    return deadline


@transaction.atomic
def reset(
    *,
    actor: Actor,
    deadline: CommitteeDeadline,
    form: str,
    reason: str,
    at: datetime,
    fixed_on: date | None = None,
    count: int | None = None,
    unit: str = "",
    meeting: Meeting | None = None,
) -> CommitteeDeadline:
    """The Committee sets another date; the one before stays in the record with the reason.

    Raises: PermissionDenied; NotAtThisStage; Refused, also for one that is met or lifted.
    """
    found = _open(actor=actor, deadline=deadline)
    reason = require_words(reason, field="reason")
    before = (found.due_on, found.in_force_from)
    _take_form(found, form=form, fixed_on=fixed_on, count=count, unit=unit, meeting=meeting)
    _keep_earlier(found, before=before, reason=reason, at=at)
    found.save()
    return found


@transaction.atomic
def lift(*, actor: Actor, deadline: CommitteeDeadline, at: datetime) -> CommitteeDeadline:
    """The Committee no longer asks for it. Raises: PermissionDenied; NotAtThisStage; Refused."""
    found = _open(actor=actor, deadline=deadline)
    found.lifted_on = clock.legal_day(at=at)
    found.save()
    return found


def meet(*, deadline: CommitteeDeadline, on: date) -> None:
    """The first complete report against a deadline meets it; a later one changes nothing."""
    found = CommitteeDeadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    if found.met_on is None and found.lifted_on is None:
        found.met_on = on
        found.save()


def follow_meetings(*, at: datetime, meeting: Meeting | None = None) -> int:
    """Moves every open deadline whose meeting begins on another day than it was counted from.

    Run whenever a meeting moves, and by every sweep, so that a date follows
    however its meeting was changed. Returns how many moved; one bad row does
    not stop the rest.
    """
    moved = 0
    for pk in list(_left_behind(meeting).order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                moved += _follow(pk, at=at)
        except Exception:
            logger.exception("deadline %s cannot follow its meeting; the next sweep tries again", pk)
    return moved


def _left_behind(meeting: Meeting | None) -> QuerySet[CommitteeDeadline]:
    found = CommitteeDeadline.objects.open().filter(
        form=Form.BEFORE_MEETING, meeting__precision=Precision.DAY
    )
    found = found.exclude(counted_from=F("meeting__starts_on"))
    return found.filter(meeting=meeting) if meeting else found


def _follow(pk: int, *, at: datetime) -> int:
    held = CommitteeDeadline.objects.open().select_for_update(of=("self",)).select_related("meeting")
    found = held.filter(pk=pk).exclude(counted_from=F("meeting__starts_on")).first()
    if found is None or found.meeting is None:
        return 0
    before = (found.due_on, found.in_force_from)
    found.counted_from = found.meeting.starts_on
    _project(found)
    reason = _("%(meeting)s begins on %(date)s.") % {
        "meeting": found.meeting.code,
        "date": in_full(found.meeting.starts_on),
    }
    _keep_earlier(found, before=before, reason=reason, at=at)
    found.save()
    return 1


def _open(*, actor: Actor, deadline: CommitteeDeadline) -> CommitteeDeadline:
    matter_stages.admit(actor=actor, matter=deadline.matter, action=Action.SET_DEADLINE)
    visible = CommitteeDeadline.objects.visible_to(actor).select_related("meeting", "measure")
    found: CommitteeDeadline = visible.select_for_update(of=("self",)).get(pk=deadline.pk)
    if found.met_on:
        raise Refused(_("This deadline was met on %(date)s.") % {"date": in_full(found.met_on)})
    if found.lifted_on:
        raise Refused(_("This deadline was lifted on %(date)s.") % {"date": in_full(found.lifted_on)})
    return found


def _require_of_the_matter(deadline: CommitteeDeadline) -> None:
    measure, step = deadline.measure, deadline.plan_step
    if measure and (measure.matter_id != deadline.matter_id or measure.ends_on):
        raise Refused(_("Choose a measure of this matter that is in force."), field="measure")
    if step and (measure is None or step.measure_id != measure.pk):
        raise Refused(_("The step belongs to another measure."), field="plan_step")


def _take_form(
    deadline: CommitteeDeadline,
    *,
    form: str,
    fixed_on: date | None,
    count: int | None,
    unit: str,
    meeting: Meeting | None,
) -> None:
    """Gives a deadline the parts of one form and the date that follows. Raises: Refused for a part that is missing."""
    deadline.form = form
    deadline.fixed_on = deadline.count = deadline.meeting = deadline.counted_from = None
    deadline.unit = ""
    if form == Form.FIXED:
        deadline.fixed_on = _given(fixed_on, "fixed_on", _("Give the date that the Committee set."))
    elif form == Form.AFTER_DECISION:
        deadline.count = _given(count, "count", _("Give the number of days or months."))
        deadline.unit = _given(unit, "unit", _("Say whether they are days or months."))
        deadline.counted_from = _decided_on(deadline.measure)
    elif form == Form.BEFORE_MEETING:
        deadline.count = _given(count, "count", _("Give the number of days before the meeting."))
        deadline.unit = CommitteeDeadline.InUnits.DAYS
        deadline.meeting = chosen = _given(meeting, "meeting", _("Choose the meeting."))
        deadline.counted_from = _begins_on(chosen)
    else:
        raise Refused(_("Choose one of the three forms."), field="form")
    _project(deadline)
    clean(deadline)


def _given(part: T | None, field: str, message: str) -> T:
    if not part:
        raise Refused(message, field=field)
    return part


def _decided_on(measure: Measure | None) -> date:
    if measure is None or measure.decided_precision != Precision.DAY:
        raise Refused(
            _("Choose the measure whose decision it counts from; the day of that decision must be known."),
            field="measure",
        )
    return measure.decided_on


def _begins_on(meeting: Meeting) -> date:
    if meeting.precision != Precision.DAY:
        raise Refused(_("The days of this meeting are not known yet."), field="meeting")
    return meeting.starts_on


def _project(deadline: CommitteeDeadline) -> None:
    try:
        deadline.due_on = rules.due_on(terms=deadline.terms)
        deadline.remind_on = rules.remind_on(terms=deadline.terms, set_on=deadline.set_on)
    except RuleError as error:
        raise Refused(_("This date lies outside the calendar."), field="count") from error


def _keep_earlier(
    deadline: CommitteeDeadline, *, before: tuple[date, date], reason: str, at: datetime
) -> None:
    """The date that was in force until today, where it is another now."""
    due_on, since = before
    if due_on == deadline.due_on:
        return
    today = clock.legal_day(at=at)
    MovedDate.objects.create(
        deadline=deadline,
        due_on=due_on,
        in_force_from=since,
        in_force_until=max(today, since),
        reason=reason,
        recorded_at=at,
    )
    deadline.in_force_from = today
