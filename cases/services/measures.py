"""Measures that the Standing Committee decided, how they ended, and the steps of action plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cases.access import Actor
from cases.models import ComplianceMatter, Measure, Meeting, PlanStep, Recommendation, SpeciesConcerned
from cases.models.measure import MeasureKind
from cases.models.meeting import Precision
from cases.services import addressing, announcing, matter_stages
from cases.services.consultations import require_between
from cases.services.matter_stages import require_words, sent_twice
from cases.services.refusals import Refused, clean, in_full
from compliance import clock
from compliance.rules.stage_table import Action
from notifications import outbox
from notifications.letters import ActCode

_GUIDE = "Resolution Conf. 14.3, Guide to CITES compliance procedures"
TOLD_WITHIN = timedelta(days=90)
"""Our choice: what was decided longer ago is typed in for the record, and no letter goes."""


@transaction.atomic
def decide(
    *,
    actor: Actor,
    matter: ComplianceMatter,
    kind: str,
    text: str,
    decided_on: date,
    meeting: Meeting | None,
    at: datetime,
    decided_precision: str = Precision.DAY,
    scope: str = "",
    species: Iterable[SpeciesConcerned] = (),
    all_species: bool = False,
    notification: str = "",
    starts_on: date | None = None,
    invited_on: date | None = None,
    recommendation: Recommendation | None = None,
) -> Measure:
    """Records a measure that the Committee decided; the first takes the matter to the stage of measures.

    The Party is told by a letter, where the day is known and is one of the last 90.
    ``species`` are those of the matter that it covers. Raises: PermissionDenied;
    NotAtThisStage; Refused. Source: the Guide to compliance procedures.
    """
    allowed = matter_stages.admit(actor=actor, matter=matter, action=Action.DECIDE_MEASURE)
    today = clock.legal_day(at=at)
    measure = Measure(
        matter=allowed.matter,
        recommendation=recommendation,
        kind=kind,
        text=require_words(text, paragraph=_GUIDE),
        meeting=meeting,
        decided_on=decided_on,
        decided_precision=decided_precision,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        scope=scope,
        all_species=all_species,
        invited_on=invited_on,
        notification=" ".join(notification.split()),
        starts_on=starts_on,
    )
    clean(measure)
    require_between(decided_on, first=None, last=today, field="decided_on")
    covered = _covered(measure, list(species))
    same = {"matter": allowed.matter, "kind": kind, "text": measure.text, "decided_on": decided_on}
    if twin := sent_twice(Measure, at=at, when="recorded_at", recorded_by_id=actor.user_id, **same):
        return twin
    measure.save()
    measure.species.set(covered)
    if allowed.leads_to != allowed.matter.stage:
        matter_stages.move(allowed=allowed, actor=actor, at=at, meeting=meeting)
    if decided_precision == Precision.DAY:
        _tell_the_party(code=ActCode.MEASURE_DECIDED, measure=measure, about_on=decided_on, at=at)
    announcing.measure_decided(measure=measure, at=at)
    return measure


def _tell_the_party(*, code: ActCode, measure: Measure, about_on: date, at: datetime) -> None:
    """By a letter, where it happened lately."""
    if about_on < clock.legal_day(at=at) - TOLD_WITHIN:
        return
    notice = outbox.record_act(
        code=code, matter_id=measure.matter_id, about_on=about_on, at=at, act=measure.pk
    )
    addressing.write(notice=notice, at=at)


def _covered(measure: Measure, species: list[SpeciesConcerned]) -> list[SpeciesConcerned]:
    """The species of a measure. Raises: Refused for one of another matter, for some and all, or for none."""
    if any(one.matter_id != measure.matter_id for one in species):
        raise Refused(_("Choose among the species that the matter concerns."), field="species")
    if species and measure.all_species:
        raise Refused(_("Choose some species, or all species: not both."), field="species")
    if measure.kind == MeasureKind.SUSPENSION and not species and not measure.all_species:
        raise Refused(_("Say which species the suspension covers, or that it covers all."), field="species")
    if measure.recommendation and measure.recommendation.matter_id != measure.matter_id:
        raise Refused(_("The draft belongs to another matter."), field="recommendation")
    return species


@transaction.atomic
def withdraw(
    *,
    actor: Actor,
    measure: Measure,
    ends_on: date,
    reason: str,
    at: datetime,
    notification: str = "",
) -> Measure:
    """Records that a measure ended, and by which Notification; its open deadlines are lifted.

    The Party is told by a letter, where that was in the last 90 days.
    Raises: PermissionDenied; NotAtThisStage; Refused, also for one that ended already.
    """
    matter_stages.admit(actor=actor, matter=measure.matter, action=Action.WITHDRAW_MEASURE)
    found: Measure = Measure.objects.visible_to(actor).get(pk=measure.pk)
    if found.ends_on:
        raise Refused(_("This measure ended on %(date)s.") % {"date": in_full(found.ends_on)})
    require_between(ends_on, first=None, last=clock.legal_day(at=at), field="ends_on")
    found.ends_on, found.ended_because = ends_on, require_words(reason, field="reason")
    found.ended_by_notification = " ".join(notification.split())
    clean(found)
    found.save()
    for deadline in found.deadlines.open():
        deadline.lifted_on = ends_on
        deadline.save()
    _tell_the_party(code=ActCode.MEASURE_WITHDRAWN, measure=found, about_on=ends_on, at=at)
    announcing.measure_ended(measure=found, at=at)
    return found


@transaction.atomic
def announce(
    *, actor: Actor, measure: Measure, notification: str, starts_on: date | None, at: datetime
) -> Measure:
    """Records by which Notification to the Parties a measure was announced, and from when it is in force.

    A decision is announced after the meeting; a number that was mistyped is put right,
    and the history keeps the other. Raises: PermissionDenied; NotAtThisStage; Refused
    without a number. Source: paragraph 23 e).
    """
    found = _to_announce(actor, measure)
    found.notification, found.starts_on = _number(notification), starts_on or found.starts_on
    clean(found)
    found.save()
    announcing.register_changed(about=f"measure-{found.pk}-announced-{found.notification}", at=at)
    return found


@transaction.atomic
def announce_end(*, actor: Actor, measure: Measure, notification: str, at: datetime) -> Measure:
    """Records by which Notification a measure that ended was withdrawn.

    Raises: PermissionDenied; NotAtThisStage; Refused without a number, or for a measure in force.
    """
    found = _to_announce(actor, measure)
    if found.ends_on is None:
        raise Refused(_("The measure is in force: record first that it ended."))
    found.ended_by_notification = _number(notification)
    clean(found)
    found.save()
    announcing.register_changed(about=f"measure-{found.pk}-ended-{found.ended_by_notification}", at=at)
    return found


def _to_announce(actor: Actor, measure: Measure) -> Measure:
    matter_stages.admit(actor=actor, matter=measure.matter, action=Action.DECIDE_MEASURE)
    found: Measure = Measure.objects.visible_to(actor).get(pk=measure.pk)
    return found


def _number(notification: str) -> str:
    number = " ".join(notification.split())
    if not number:
        raise Refused(_("Give the number of the Notification."), field="notification", paragraph="23 e)")
    return number


@transaction.atomic
def add_plan_step(
    *,
    actor: Actor,
    measure: Measure,
    text: str,
    assessed_by: str,
    wanted_by: date | None,
    at: datetime,
) -> PlanStep:
    """A step of a compliance action plan. Raises: PermissionDenied; NotAtThisStage; Refused for another measure."""
    matter_stages.admit(actor=actor, matter=measure.matter, action=Action.KEEP_PLAN)
    found: Measure = Measure.objects.visible_to(actor).get(pk=measure.pk)
    if found.kind != MeasureKind.ACTION_PLAN or found.ends_on:
        raise Refused(_("Steps belong to a compliance action plan that is in force."), paragraph=_GUIDE)
    step = PlanStep(
        measure=found,
        text=require_words(text, paragraph=_GUIDE),
        assessed_by=assessed_by.strip(),
        wanted_by=wanted_by,
    )
    clean(step)
    twin: PlanStep | None = found.plan_steps.filter(text=step.text, wanted_by=wanted_by).first()
    if twin:
        return twin
    step.save()
    return step


@transaction.atomic
def finish_plan_step(*, actor: Actor, step: PlanStep, done_on: date, result: str, at: datetime) -> PlanStep:
    """That a step of a plan was done, and what was found. Raises: PermissionDenied; NotAtThisStage; Refused."""
    matter_stages.admit(actor=actor, matter=step.measure.matter, action=Action.KEEP_PLAN)
    found: PlanStep = PlanStep.objects.visible_to(actor).get(pk=step.pk)
    require_between(done_on, first=None, last=clock.legal_day(at=at), field="done_on")
    found.done_on, found.result = done_on, require_words(result, field="result")
    clean(found)
    found.save()
    return found
