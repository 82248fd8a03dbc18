"""What the demonstration does with its matters: one with measures to be followed, one on which the Chair is asked."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from cases import access
from cases.access import Actor
from cases.models import CommitteeDeadline, ComplianceMatter, Measure, Meeting, Party
from cases.models.meeting import Body
from cases.services import (
    committee_deadlines,
    consultations,
    matter_reports,
    matter_stages,
    matters,
    measures,
    recommendations,
    releases,
)
from compliance import clock
from compliance.accounts.models import Membership, Role, User


def take_up(*, actor: Actor, matter: ComplianceMatter, at: datetime) -> None:
    """Consideration with the Party, help offered and the Chair consulted, in the days before ``at``."""
    matter_stages.consider(
        actor=actor,
        matter=matter,
        text="The Secretariat works with the Management Authority on the data that are missing.",
        at=at - timedelta(days=6),
    )
    consultations.offer(
        actor=actor,
        matter=matter,
        kind="TECHNICAL",
        text="A review of the export database, made together with the Management Authority.",
        at=at - timedelta(days=5),
    )
    consultations.consult(
        actor=actor,
        matter=matter,
        question="Does the Chair agree that the matter be brought to the Committee?",
        at=at - timedelta(days=4),
    )


def add(*, at: datetime, officer: str) -> None:
    """The two matters, played up to ``at``, the present instant; ``officer`` is the address of the case officer."""
    person = User.objects.get(email=officer)
    actor = access.actor_of(user_id=person.pk)
    _asked(actor, person, at)
    _followed(actor, person, at)


def _open(actor: Actor, officer: User, *, party: str, title: str, at: datetime) -> ComplianceMatter:
    return matters.open_matter(
        actor=actor,
        party=Party.objects.get(iso2=party),
        title=title,
        attention=ComplianceMatter.Attention.REPORTS,
        officer=officer,
        at=at,
    )


def _asked(actor: Actor, officer: User, at: datetime) -> None:
    """In consideration: the Chair's answer has not come."""
    opened = at - timedelta(days=40)
    matter = _open(actor, officer, party="XB", title="Application of Article XIII: pangolins", at=opened)
    matter_stages.inform(
        actor=actor,
        matter=matter,
        text="Seizures reported by three Parties point to exports without permits since last year.",
        at=opened + timedelta(days=1),
    )
    take_up(actor=actor, matter=matter, at=at - timedelta(days=2))


def _followed(actor: Actor, officer: User, at: datetime) -> None:
    """Brought more than a year ago, with an action plan and a suspension, and deadlines in all three forms."""
    opened = at - timedelta(days=520)
    matter = _open(actor, officer, party="XA", title="Application of Article XIII: rosewood", at=opened)
    matters.describe(
        actor=actor,
        matter=matter,
        title=matter.title,
        attention=ComplianceMatter.Attention.REPORTS,
        provisions="Article IV, paragraph 2 a)",
        significance="Exports of three years exceed the quota that was published.",
        species=[("Dalbergia spp.", "II")],
    )
    matter_stages.inform(
        actor=actor,
        matter=matter,
        text="The annual reports show exports that exceed the published quota.",
        at=opened + timedelta(days=2),
    )
    take_up(actor=actor, matter=matter, at=opened + timedelta(days=60))
    consultations.answer(
        actor=actor,
        consultation=matter.consultations.get(),
        text="Agreed: the matter should come to the Committee.",
        answered_on=clock.legal_day(at=opened + timedelta(days=62)),
        at=opened + timedelta(days=62),
    )
    _bring(actor, matter, opened + timedelta(days=70))
    plan = _decide(actor, matter, opened + timedelta(days=120))
    _report(matter, plan, opened, at)


def _bring(actor: Actor, matter: ComplianceMatter, at: datetime) -> None:
    matters.bring(
        actor=actor,
        matter=matter,
        because=ComplianceMatter.Because.NO_SOLUTION,
        grounds="The quota was exceeded again, and no basis was given for it.",
        meeting=None,
        at=at,
    )
    draft = recommendations.draft(
        actor=actor,
        matter=matter,
        kind="SUSPENSION",
        text="That Parties suspend commercial trade in Dalbergia spp. with the Party until it reports.",
        at=at,
    )
    releases.release(actor=actor, matter=matter, items=[draft], at=at)


def _decide(actor: Actor, matter: ComplianceMatter, at: datetime) -> Measure:
    """Two measures in one decision, and what is due under the plan."""
    on = clock.legal_day(at=at)
    plan = measures.decide(
        actor=actor,
        matter=matter,
        kind="ACTION_PLAN",
        text="A compliance action plan with a timetable and means of assessment.",
        decided_on=on,
        meeting=None,
        at=at,
    )
    measures.decide(
        actor=actor,
        matter=matter,
        kind="SUSPENSION",
        text="Suspension of commercial trade in Dalbergia spp.",
        decided_on=on,
        meeting=None,
        at=at,
        scope="COMMERCIAL",
        species=matter.species.all(),
        notification=f"No. {on.year}/044",
        starts_on=on,
        recommendation=matter.recommendations.get(),
    )
    measures.add_plan_step(
        actor=actor,
        measure=plan,
        text="Adopt a quota that rests on an inventory.",
        assessed_by="The inventory, read by the Scientific Authority.",
        wanted_by=on + timedelta(days=300),
        at=at,
    )
    return plan


def _report(matter: ComplianceMatter, plan: Measure, opened: datetime, at: datetime) -> None:
    actor = access.actor_of(user_id=matter.officer_id or 0)
    set_at = opened + timedelta(days=121)

    def due(what: str, **form: object) -> CommitteeDeadline:
        return committee_deadlines.set_deadline(
            actor=actor,
            matter=matter,
            measure=plan,
            what=what,
            at=set_at,
            **form,  # type: ignore[arg-type]
        )

    first = due("Compliance action plan", form="FIXED", fixed_on=_day(opened, 200))
    due("Inventory of rosewood", form="AFTER_DECISION", count=12, unit="months")
    meeting = Meeting.objects.next_after(on=clock.legal_day(at=at)).filter(body=Body.SC).first()
    if meeting:
        due("Progress report", form="BEFORE_MEETING", count=90, meeting=meeting)
    focal_points = Membership.objects.filter(party=matter.party, role=Role.FOCAL_POINT, ended_at__isnull=True)
    membership = focal_points.order_by("pk")[0]
    report = matter_reports.report(
        actor=access.actor_of(user_id=membership.user_id),
        matter=matter,
        key=uuid.uuid4(),
        kind="REPORT",
        text="The plan, with four steps and a timetable, is given below.",
        complete=True,
        deadline=first,
        at=opened + timedelta(days=190),
    )
    releases.release(actor=actor, matter=matter, items=[report], at=opened + timedelta(days=195))
    matter_stages.monitor(actor=actor, matter=matter, text="", at=opened + timedelta(days=200))


def _day(begun: datetime, days: int) -> date:
    return clock.legal_day(at=begun + timedelta(days=days))
