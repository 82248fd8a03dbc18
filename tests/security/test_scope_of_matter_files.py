"""What the file of a matter gives to each reader: what was sent under its requests, its acts, and its plan."""

from __future__ import annotations

from typing import Any

import pytest

from cases import calendars, known, matter_file
from cases.models import ComplianceMatter, InformationRequest, Recusal
from tests.security import cast
from tests.security.people import TODAY
from tests.security.scopes import DOCUMENTS, MATTERS, NOTHING, READERS, SENT, SUBMISSIONS
from tests.security.test_scope_of_queries import labels
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _under(known: dict[str, Any], seen: frozenset[str], matter: ComplianceMatter) -> frozenset[str]:
    """The labels of those that belong to the matter or a request of it; not of what waits to be sent."""
    return frozenset(
        label
        for label in seen
        if (known[label].request or known[label]).matter_id == matter.pk and "waiting" not in label
    )


def test_what_was_sent_under_a_matter(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    for matter in world.matters.values():
        submissions = matter_file.submissions(actor=actor, matter=matter)
        assert labels(world.submissions, submissions) == _under(
            world.submissions, SUBMISSIONS.get(reader, NOTHING), matter
        )
        documents = matter_file.documents(actor=actor, matter=matter)
        assert labels(world.documents, documents) == _under(
            world.documents, DOCUMENTS.get(reader, NOTHING), matter
        )


def test_the_acts_that_a_reader_is_told_of(world: World, reader: str) -> None:
    """The Committee hears of a matter from the day on which it was brought, the Party of what was said to it."""
    matter = world.matters["brought"]
    done = {one.action for one in matter.acts.all()}
    told = {
        cast.OFFICER: done,
        cast.OWN: done & {"INFORM_PARTY", "REVIEW_MATTER"},
        cast.MEMBER: done & {"BRING_MATTER", "MONITOR_MATTER", "REVIEW_MATTER"},
    }
    assert all(told.values()), "a kind of act for each, or this proves little"
    found = matter_file.acts(actor=world.people.actor(reader), matter=matter)
    assert {one.action for one in found} == told.get(reader, set())


def test_a_member_who_is_excluded_reads_the_decision_and_not_its_plan(world: World) -> None:
    """Decisions of the Committee are announced to all; what the Party does about them is not."""
    member = world.people.users[cast.MEMBER]
    Recusal.objects.create(
        matter=world.matters["brought"],
        member=member,
        reason="Of the Party.",
        since=TODAY.date(),
        recorded_at=TODAY,
        recorded_by=world.people.users[cast.CHAIR],
    )
    [measure] = matter_file.measures(actor=world.people.actor(cast.MEMBER), matter=world.matters["brought"])
    assert not measure.plan_steps.all()
    [measure] = matter_file.measures(actor=world.people.actor(cast.CHAIR), matter=world.matters["brought"])
    assert measure.plan_steps.all()


def test_the_dates_of_a_calendar(world: World, reader: str) -> None:
    """Of the Secretariat each person's own; the officer of the scan has all requests."""
    found = calendars.due_dates(actor=world.people.actor(reader))
    assert labels(world.requests, {one.request_id for one in found}) <= SENT.get(reader, NOTHING)


def test_the_matter_of_then_is_named_to_whoever_sees_it(world: World, reader: str) -> None:
    request = InformationRequest.objects.get(pk=world.requests["brought"].pk)
    sees = "brought" in MATTERS.get(reader, NOTHING)
    if sees:
        known._with_names(world.people.actor(reader), request)
        assert request.matter == world.matters["brought"]
    else:
        with pytest.raises(ComplianceMatter.DoesNotExist):
            known._with_names(world.people.actor(reader), request)
