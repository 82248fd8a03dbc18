"""Every service of a matter asks who acts before anything else, in the words of the hand-written table of stages."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from cases.access import Actor
from cases.models import (
    Assistance,
    CommitteeDeadline,
    ComplianceMatter,
    Consultation,
    Measure,
    Meeting,
    PlanStep,
    Recommendation,
    Recusal,
)
from cases.services import (
    committee_deadlines,
    consultations,
    matter_events,
    matter_reports,
    matter_stages,
    matters,
    measures,
    meetings,
    recommendations,
    releases,
)
from compliance.accounts.models import Role, User
from tests.cases.test_stage_table import BY_HAND, STAFF
from tests.conftest import MakeMatter, at

pytestmark = pytest.mark.django_db
ON = date(2027, 1, 4)
_SAID = {"text": "x", "at": at(ON)}
_REPORT = {"key": uuid.uuid4(), "kind": "FACTS", **_SAID}
_MEASURE = {"kind": "WARNING", "decided_on": ON, "meeting": None, **_SAID}
_EVENT = {"on": ON, "precision": "day", "kind": "x", "text": "x", "source": "x"}
_STEP = {"assessed_by": "", "wanted_by": None, **_SAID}

Call = Callable[..., object]


def _of(do: Call, **more: Any) -> Call:
    return lambda matter, actor: do(actor=actor, matter=matter, **more)


def _on(do: Call, name: str, make: Callable[[ComplianceMatter], Any], **more: Any) -> Call:
    return lambda matter, actor: do(actor=actor, **{name: make(matter)}, **more)


def _step(matter: ComplianceMatter) -> PlanStep:
    return PlanStep(measure=Measure(matter=matter))


VERBS: tuple[tuple[str, Call], ...] = (
    (
        "DESCRIBE_MATTER",
        _of(matters.describe, title="x", attention="PRESS", provisions="", significance="", species=()),
    ),
    ("INFORM_PARTY", _of(matter_stages.inform, **_SAID)),
    ("CONSIDER_MATTER", _of(matter_stages.consider, **_SAID)),
    ("CONSULT_CHAIR", _of(consultations.consult, question="x", at=at(ON))),
    (
        "ANSWER_CONSULTATION",
        _on(
            consultations.answer,
            "consultation",
            lambda matter: Consultation(matter=matter),
            answered_on=None,
            **_SAID,
        ),
    ),
    ("OFFER_ASSISTANCE", _of(consultations.offer, kind="ADVICE", **_SAID)),
    (
        "RECORD_OUTCOME",
        _on(
            consultations.record_outcome,
            "assistance",
            lambda matter: Assistance(matter=matter),
            outcome="x",
            outcome_on=ON,
            at=at(ON),
        ),
    ),
    ("BRING_MATTER", _of(matters.bring, because="NO_SOLUTION", grounds="x", meeting=None, at=at(ON))),
    ("RELEASE_ITEM", _of(releases.release, items=(), at=at(ON))),
    ("RECORD_CONTACT", _of(consultations.record_contact, on=ON, by_whom="x", **_SAID)),
    ("DRAFT_RECOMMENDATION", _of(recommendations.draft, kind="WARNING", **_SAID)),
    (
        "DROP_RECOMMENDATION",
        _on(
            recommendations.drop,
            "recommendation",
            lambda matter: Recommendation(matter=matter),
            reason="x",
            at=at(ON),
        ),
    ),
    ("DECIDE_MEASURE", _of(measures.decide, **_MEASURE)),
    (
        "WITHDRAW_MEASURE",
        _on(
            measures.withdraw,
            "measure",
            lambda matter: Measure(matter=matter),
            ends_on=ON,
            reason="x",
            at=at(ON),
        ),
    ),
    ("SET_DEADLINE", _of(committee_deadlines.set_deadline, what="x", form="FIXED", fixed_on=ON, at=at(ON))),
    (
        "SET_DEADLINE",
        _on(
            committee_deadlines.reset,
            "deadline",
            lambda matter: CommitteeDeadline(matter=matter),
            form="FIXED",
            reason="x",
            at=at(ON),
        ),
    ),
    (
        "SET_DEADLINE",
        _on(committee_deadlines.lift, "deadline", lambda matter: CommitteeDeadline(matter=matter), at=at(ON)),
    ),
    ("KEEP_PLAN", _on(measures.add_plan_step, "measure", lambda matter: Measure(matter=matter), **_STEP)),
    ("KEEP_PLAN", _on(measures.finish_plan_step, "step", _step, done_on=ON, result="x", at=at(ON))),
    ("MAKE_REPORT", _of(matter_reports.report, **_REPORT)),
    ("RECORD_REPORT", _of(matter_reports.record, received_on=ON, **_REPORT)),
    ("MONITOR_MATTER", _of(matter_stages.monitor, **_SAID)),
    ("REVIEW_MATTER", _of(matter_stages.review, meeting=None, **_SAID)),
    ("CLOSE_MATTER", _of(matter_stages.close, because="RESOLVED", **_SAID)),
    ("REOPEN_MATTER", _of(matter_stages.reopen, **_SAID)),
    ("RECUSE_MEMBER", _of(releases.recuse, member=User(), reason="x", at=at(ON))),
    (
        "RECUSE_MEMBER",
        _on(releases.readmit, "recusal", lambda matter: Recusal(matter=matter), at=at(ON)),
    ),
    ("RECORD_EVENT", _of(matter_events.record, **_EVENT)),
    (
        "MOVE_MEETING",
        _on(meetings.move, "meeting", lambda matter: Meeting(), starts_on=ON, ends_on=None, at=at(ON)),
    ),
)
BESIDES: dict[str, set[Role]] = {"RECORD_EVENT": STAFF, "MOVE_MEETING": STAFF}


def test_every_verb_is_here() -> None:
    assert {action for action, _ in VERBS} == {*BY_HAND, *BESIDES}


def test_whoever_may_not_is_refused_by_the_service_whatever_the_stage(make_matter: MakeMatter) -> None:
    matter = make_matter()
    for action, call in VERBS:
        may = BESIDES.get(action) or BY_HAND[action][1]
        for role in (*Role, None):
            if role in may:
                continue
            with pytest.raises(PermissionDenied):
                call(matter, Actor(1, role, matter.party_id))
