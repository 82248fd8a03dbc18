"""What a Party reports in a matter: facts, remedial action, and what a measure or a plan asked of it."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.access import Actor
from cases.models import CommitteeDeadline, ComplianceMatter, MatterReport, Measure, PlanStep
from cases.services import addressing, committee_deadlines, documents, matter_stages
from cases.services.consultations import require_between
from cases.services.matter_stages import require_words
from cases.services.refusals import Refused, clean
from compliance import clock
from compliance.rules.stage_table import Action
from notifications import outbox
from notifications.letters import ActCode


@transaction.atomic
def report(
    *,
    actor: Actor,
    matter: ComplianceMatter,
    key: uuid.UUID,
    kind: str,
    text: str,
    at: datetime,
    complete: bool = False,
    measure: Measure | None = None,
    plan_step: PlanStep | None = None,
    deadline: CommitteeDeadline | None = None,
) -> MatterReport:
    """A Party's report online; its legal day is its day at the seat. The same ``key`` again is the same report.

    Raises: PermissionDenied; ComplianceMatter.DoesNotExist for another Party's
    matter; NotAtThisStage; Refused. Source: Article XIII, paragraph 2; the Guide.
    """
    matter = matter_stages.admit(actor=actor, matter=matter, action=Action.MAKE_REPORT).matter
    return _receive(
        actor,
        MatterReport(
            matter=matter,
            key=key,
            kind=kind,
            text=text.strip(),
            complete=complete,
            measure=measure,
            plan_step=plan_step,
            deadline=deadline,
            channel=MatterReport.Channel.ONLINE,
            received_on=clock.legal_day(at=at),
            recorded_at=at,
            recorded_by_id=actor.user_id,
        ),
    )


@transaction.atomic
def record(
    *,
    actor: Actor,
    matter: ComplianceMatter,
    key: uuid.UUID,
    kind: str,
    text: str,
    received_on: date,
    at: datetime,
    complete: bool = False,
    measure: Measure | None = None,
    plan_step: PlanStep | None = None,
    deadline: CommitteeDeadline | None = None,
) -> MatterReport:
    """What arrived on paper or by mail, with the day on which it was received.

    Raises: PermissionDenied; NotAtThisStage; Refused, also for a day before the matter or after today.
    """
    matter = matter_stages.admit(actor=actor, matter=matter, action=Action.RECORD_REPORT).matter
    opened_on = clock.legal_day(at=matter.opened_at)
    require_between(received_on, first=opened_on, last=clock.legal_day(at=at), field="received_on")
    return _receive(
        actor,
        MatterReport(
            matter=matter,
            key=key,
            kind=kind,
            text=text.strip(),
            complete=complete,
            measure=measure,
            plan_step=plan_step,
            deadline=deadline,
            channel=MatterReport.Channel.PAPER,
            received_on=received_on,
            recorded_at=at,
            recorded_by_id=actor.user_id,
        ),
    )


def _receive(actor: Actor, report: MatterReport) -> MatterReport:
    """Takes the report with the documents that wait under its key; the matter is held."""
    before: MatterReport | None = MatterReport.objects.filter(key=report.key, matter=report.matter).first()
    if before:
        return before
    require_words(report.text)
    _complete_from(report)
    clean(report)
    report.save()
    documents.submit_with_report(actor=actor, report=report)
    if report.deadline and report.complete:
        committee_deadlines.meet(deadline=report.deadline, on=report.received_on)
    notice = outbox.record_act(
        code=ActCode.MATTER_REPORT_RECEIVED,
        matter_id=report.matter_id,
        about_on=report.received_on,
        at=report.recorded_at,
        act=report.pk,
    )
    addressing.write(notice=notice, at=report.recorded_at, by=report.recorded_by_id)
    return report


def _complete_from(report: MatterReport) -> None:
    """A deadline names its measure and its step. Raises: Refused for what is of another matter."""
    if report.deadline:
        if report.deadline.matter_id != report.matter_id:
            raise Refused(_("The deadline belongs to another matter."), field="deadline")
        report.measure = report.deadline.measure
        report.plan_step = report.deadline.plan_step
    if report.plan_step:
        report.measure = report.plan_step.measure
    if report.measure and report.measure.matter_id != report.matter_id:
        raise Refused(_("The measure belongs to another matter."), field="measure")
    against = report.measure or report.deadline
    if against and report.kind != MatterReport.Kind.REPORT:
        raise Refused(_("Facts and proposals are not against a measure."), field="kind")
