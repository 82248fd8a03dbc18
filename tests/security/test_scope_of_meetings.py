"""Meetings and the reports to them: what each reader is given, asked of the queries themselves."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from cases import meeting_file
from cases.meeting_report import building, gathering, values
from cases.models import ComplianceMatter, MeetingReport, MovedDate, PlanStep
from cases.services import committee_deadlines, releases
from tests.security import cast
from tests.security.canaries import word_for
from tests.security.people import TODAY
from tests.security.scopes import MATTERS, NOTHING, READERS, REPORTS, SENT
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")
BROUGHT = frozenset({"brought", "other brought"})
RELEASED = {cast.MEMBER: frozenset({"other brought"}), cast.OFFICER: BROUGHT}


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _matters(world: World, keys: object) -> frozenset[str]:
    by_key = {one.pk: label for label, one in world.matters.items()}
    return frozenset(by_key[key] for key in keys)  # type: ignore[attr-defined]


def _of_matters(world: World, reader: str) -> frozenset[str]:
    """The matters that were brought, as far as the reader sees them."""
    return MATTERS.get(reader, NOTHING) & BROUGHT


def test_reports_that_were_issued(world: World, reader: str) -> None:
    actor, report = world.people.actor(reader), world.report
    sees = reader in REPORTS
    assert MeetingReport.objects.visible_to(actor).exists() is sees
    assert meeting_file.reports(actor=actor, meeting=world.meeting).exists() is sees
    found = meeting_file.report(actor=actor, meeting=world.meeting.pk, revision=report.revision)
    assert found.exists() is sees


def test_drafts_of_reports_are_the_secretariats(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    assert meeting_file.as_secretariat(actor=actor).exists() is (reader == cast.OFFICER)
    assert meeting_file.meetings(actor=actor).exists() is (reader in MATTERS)


def test_what_goes_to_a_meeting(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), _of_matters(world, reader)
    found = meeting_file.matters(actor=actor, meeting=world.meeting).values_list("pk", flat=True)
    assert _matters(world, found) == seen
    drafts = meeting_file.drafts(actor=actor, matters=list(world.matters.values()))
    assert _matters(world, drafts) & BROUGHT == RELEASED.get(reader, NOTHING)


def test_open_dates_around_a_meeting(world: World, reader: str) -> None:
    PlanStep.objects.update(wanted_by=TODAY.date())
    actor, seen = world.people.actor(reader), _of_matters(world, reader)
    requests = {one.pk: label for label, one in world.requests.items()}
    steps = {requests[one.request_id] for one in meeting_file.open_steps(actor=actor)}
    assert steps <= SENT.get(reader, NOTHING)
    assert bool(steps) is (reader in SENT)
    deadlines = meeting_file.open_deadlines(actor=actor).values_list("matter", flat=True)
    assert _matters(world, deadlines) == seen
    plan = meeting_file.open_plan_steps(actor=actor).values_list("measure__matter", flat=True)
    assert _matters(world, plan) == seen


def test_deadlines_tied_to_a_meeting_and_their_earlier_dates(world: World, reader: str) -> None:
    officer, actor = world.people.actor(cast.OFFICER), world.people.actor(reader)
    for label in sorted(BROUGHT):
        deadline = world.matters[label].deadlines.get()
        committee_deadlines.reset(
            actor=officer,
            deadline=deadline,
            form="BEFORE_MEETING",
            reason="x",
            count=30,
            meeting=world.meeting,
            at=TODAY,
        )
    tied = list(meeting_file.tied(actor=actor, meeting=world.meeting))
    assert _matters(world, [one.matter_id for one in tied]) == _of_matters(world, reader)
    everything = list(meeting_file.tied(actor=officer, meeting=world.meeting))
    earlier = meeting_file.earlier(actor=actor, deadlines=everything)
    moved = meeting_file.moved(actor=actor, meeting=world.meeting, at=TODAY)
    assert set(earlier) == {one.deadline_id for one in moved} == {one.pk for one in tied}
    assert MovedDate.objects.count() == len(everything)


def test_a_member_is_told_of_their_own_exclusions_alone(world: World) -> None:
    for one in (cast.MEMBER, cast.CHAIR):
        assert meeting_file.excluded_from(actor=world.people.actor(one)) == set()
    matter = world.matters["other brought"]
    releases.recuse(
        actor=world.people.actor(cast.CHAIR),
        matter=matter,
        member=world.people.users[cast.MEMBER],
        reason="Of the Party.",
        at=TODAY,
    )
    assert meeting_file.excluded_from(actor=world.people.actor(cast.MEMBER)) == {matter.reference}
    assert meeting_file.excluded_from(actor=world.people.actor(cast.CHAIR)) == set()


def test_a_matter_that_was_never_brought_is_in_no_report(world: World) -> None:
    """Closed as unfounded before the Committee heard of it."""
    ComplianceMatter.objects.filter(pk=world.matters["own"].pk).update(
        stage="CLOSED", closed_on=TODAY.date(), closed_because="UNFOUNDED"
    )
    material = gathering.gather(meeting=world.meeting, on=TODAY.date())
    assert _matters(world, [one.matter.pk for one in material.files]) == BROUGHT


def test_a_report_holds_no_word_that_the_committee_may_not_read(world: World) -> None:
    """Also not of the Party's own words, released or not; and it is not empty."""
    later = TODAY + timedelta(days=400)  # every step is past
    material = gathering.gather(meeting=world.meeting, on=later.date())
    made = values.as_plain(building.build(material=material, language="en", symbol="", issued=False))
    text = json.dumps(made)
    assert not world.canaries.found_by(cast.MEMBER, text)
    met = {word for word in world.canaries.readers if word in text}
    kinds = ("text", "justification", "report", "contact", "document", "content", "questions", "reason")
    planted = {f"{kind} {label}" for kind in kinds for label in ("brought", "other brought")}
    assert not met & {word_for(one) for one in planted}
    assert {word_for("title brought"), word_for("grounds brought"), word_for("measure brought")} <= met
    assert word_for("draft recommendation other brought") in met
