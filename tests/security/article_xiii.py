"""What hangs on the matters of the scan: Alder's is not released, Birch's is; in each a planted word."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cases.models import ComplianceMatter, Consultation, Recusal
from cases.services import (
    committee_deadlines,
    consultations,
    matter_reports,
    matters,
    measures,
    recommendations,
    releases,
)
from tests.security import cast, register
from tests.security.people import TODAY

if TYPE_CHECKING:
    from tests.security.world import World

_AT = TODAY - timedelta(hours=12)
_OF = {"own": cast.ALDER, "brought": cast.ALDER, "other brought": cast.BIRCH}
_FOCAL = {"own": cast.OWN, "brought": cast.OWN, "other brought": cast.OTHER}


def add(world: World) -> None:
    """Everything, through the services; the rows are known by kind and label."""
    _before_the_committee(world)
    for label in ("own", "brought", "other brought"):
        _described(world, label)
        _reported(world, label)
        _drafted(world, label)
    for label in ("brought", "other brought"):
        _decided(world, label)
    _release(world)
    _exclude(world)
    register.add(world)


def _plant(world: World, what: str, label: str, *circles: frozenset[str]) -> str:
    return world.canaries.plant(f"{what} {label}", frozenset(cast.SECRETARIAT.union(*circles)))


def _given(world: World, label: str) -> dict[str, Any]:
    return {"actor": world.people.actor(cast.OFFICER), "matter": world.matters[label], "at": _AT}


def _committee(label: str) -> frozenset[str]:
    return cast.COMMITTEE if "brought" in label else frozenset()


def _before_the_committee(world: World) -> None:
    """The Chair is asked about a matter that no member sees; the Party is offered help."""
    question = _plant(world, "consultation", "own", frozenset({cast.CHAIR}))
    asked = consultations.consult(question=question, **_given(world, "own"))
    world.of_matters["consultation own"] = asked.pk
    found = Consultation.objects.filter(matter=world.matters["other"]).get()
    Consultation.objects.filter(pk=found.pk).update(
        question=_plant(world, "consultation", "other", frozenset({cast.CHAIR}))
    )
    text = _plant(world, "offer", "own", cast.ALDER)
    offered = consultations.offer(kind="ADVICE", text=text, **_given(world, "own"))
    world.of_matters["assistance own"] = offered.pk


def _described(world: World, label: str) -> None:
    matter = world.matters[label]
    matters.describe(
        actor=world.people.actor(cast.OFFICER),
        matter=matter,
        title=matter.title,
        attention=matter.attention,
        provisions=_plant(world, "provisions", label, _OF[label], _committee(label)),
        significance=_plant(world, "significance", label),
        species=[(_plant(world, "species", label, _OF[label], _committee(label)), "I")],
    )
    world.matters[label] = ComplianceMatter.objects.get(pk=matter.pk)


def _released(label: str) -> frozenset[str]:
    return cast.COMMITTEE if label == "other brought" else frozenset()


def _reported(world: World, label: str) -> None:
    key = uuid.uuid4()
    may_read = cast.SECRETARIAT | _OF[label] | _released(label)
    register.attach(world, f"report {label}", _FOCAL[label], key, may_read)
    report = matter_reports.report(
        actor=world.people.actor(_FOCAL[label]),
        matter=world.matters[label],
        key=key,
        kind="FACTS",
        text=_plant(world, "report", label, _OF[label], _released(label)),
        at=_AT,
    )
    world.of_matters[f"report {label}"] = report.pk


def _drafted(world: World, label: str) -> None:
    text = _plant(world, "draft recommendation", label, _released(label))
    drafted = recommendations.draft(kind="WARNING", text=text, **_given(world, label))
    world.of_matters[f"recommendation {label}"] = drafted.pk


def _decided(world: World, label: str) -> None:
    """An action plan with a step and a deadline, and a contact of the Committee."""
    everybody = (_OF[label], cast.COMMITTEE)
    consultations.record_contact(
        on=_AT.date(),
        by_whom="The Chair",
        text=_plant(world, "contact", label, cast.COMMITTEE),
        **_given(world, label),
    )
    plan = measures.decide(
        kind="ACTION_PLAN",
        text=_plant(world, "measure", label, *everybody),
        decided_on=_AT.date(),
        meeting=None,
        **_given(world, label),
    )
    step = measures.add_plan_step(
        actor=world.people.actor(cast.OFFICER),
        measure=plan,
        text=_plant(world, "plan step", label, *everybody),
        assessed_by="",
        wanted_by=None,
        at=_AT,
    )
    deadline = committee_deadlines.set_deadline(
        what=_plant(world, "deadline", label, *everybody),
        form="FIXED",
        fixed_on=TODAY.date() + timedelta(days=30),
        measure=plan,
        **_given(world, label),
    )
    world.of_matters |= {
        f"measure {label}": plan.pk,
        f"step {label}": step.pk,
        f"deadline {label}": deadline.pk,
    }


def _release(world: World) -> None:
    label = "other brought"
    items: list[Any] = [
        world.submissions[label],
        world.documents[f"{label} sent"],
        world.documents[f"report {label}"],
        world.matters[label].reports.get(),
        world.matters[label].recommendations.get(),
    ]
    note = _plant(world, "release note", label, cast.COMMITTEE, _OF[label])
    releases.release(items=items, note=note, **_given(world, label))


def _exclude(world: World) -> None:
    """Somebody who has left meanwhile, so that every member of the scan sees what members see."""
    recusal = Recusal.objects.create(
        matter=world.matters["brought"],
        member=world.people.users[cast.ENDED],
        reason=_plant(world, "recusal", "brought", frozenset({cast.CHAIR})),
        since=_AT.date(),
        recorded_at=_AT,
        recorded_by=world.people.users[cast.CHAIR],
    )
    world.of_matters["recusal brought"] = recusal.pk
