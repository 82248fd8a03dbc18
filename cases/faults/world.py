"""Fills the database of the proof: made-up Parties, and requests on which so many notices fall due."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, TypeVar

from cases import access
from cases.access import Actor
from cases.faults import stories
from cases.faults.stories import Story
from cases.models import Deadline, FocalPoint, InformationRequest, Party, Submission
from cases.models.party import MADE_UP_CODES, Region
from cases.services import deadlines, requests
from compliance.accounts.models import Membership, Role, User
from compliance.rules import loader
from compliance.rules.notices import NoticeDue
from compliance.rules.types import Fact, FactKind
from notifications.models import Notice

_Row = TypeVar("_Row")
_CHUNK = 2000
_OFFICERS, _PARTIES = 5, 20


@dataclass(slots=True)
class World:
    """What was put there: the story of each request, and the drafts that are sent while the faults land."""

    day: date
    officer: Actor
    supervisors: frozenset[str]
    story_of: dict[int, Story] = field(default_factory=dict)
    drafts: list[InformationRequest] = field(default_factory=list)

    def said_before(self, story: Story) -> set[tuple[str, str, date]]:
        """What the sweeps of earlier days have said of a request."""
        yesterday = self.day - timedelta(days=1)
        return {(one.code.value, one.step.value, one.about_on) for one in story.due(on=yesterday)}


def fill(*, chance: random.Random, day: date, notices: int, outage: bool, drafts: int) -> World:
    """Requests on which ``notices`` fall due on ``day`` or, after an outage, forty days later.

    What was due until the day before is on record already, as sweeps of those
    days have left it.
    """
    officers, supervisor = _people()
    parties = _parties()
    world = World(day, access.actor_of(user_id=officers[0].pk), frozenset({supervisor.email}))
    templates: dict[Story, InformationRequest] = {}
    chosen: list[Story] = []
    while notices > 0:
        story = chance.choice(stories.told_until(day=day))
        chosen.append(story)
        notices -= len(_expected_days(story, day=day, outage=outage))
        if story not in templates:
            templates[story] = _template(story, party=parties[0], officer=officers[0], number=len(templates))
    for chunk in _chunks(enumerate(chosen)):
        copies = [
            (story, _copy(templates[story], number, chance.choice(parties), chance.choice(officers)))
            for number, story in chunk
        ]
        _keep(world, copies, templates)
    _keep_said_before(world)
    _forget(templates.values())
    world.drafts = [_draft(world, officers[0], chance.choice(parties), number) for number in range(drafts)]
    return world


def _expected_days(story: Story, *, day: date, outage: bool) -> frozenset[NoticeDue]:
    days = [day, day + stories.OUTAGE] if outage else [day]
    before = story.due(on=day - timedelta(days=1))
    return frozenset(one for on in days for one in story.due(on=on)) - before


def _people() -> tuple[list[User], User]:
    began = datetime(2020, 1, 1, tzinfo=UTC)

    def person(name: str, role: Role) -> User:
        user = User.objects.create_user(email=f"{name}@desk.example", name=name.title())
        Membership.objects.create(user=user, role=role, started_at=began)
        return user

    officers = [person(f"officer{number}", Role.OFFICER) for number in range(_OFFICERS)]
    return officers, person("supervisor", Role.SUPERVISOR)


def _parties() -> list[Party]:
    """Some with a focal point beside the mailbox: their letters are two."""
    found = []
    for number, iso2 in enumerate(MADE_UP_CODES[:_PARTIES]):
        name, code = f"Party {iso2}", iso2.lower()
        party = Party.objects.create(
            iso2=iso2, name_en=name, name_fr=name, name_es=name, region=Region.EUROPE,
            mailbox=f"ma-{code}@party.example",
        )  # fmt: skip
        if number % 3 == 0:
            FocalPoint.objects.create(party=party, name=f"Focal {iso2}", email=f"focal-{code}@party.example")
        found.append(party)
    return found


def _template(story: Story, *, party: Party, officer: User, number: int) -> InformationRequest:
    """One request of a story, its due dates projected by the service: the others are copies of it."""
    at = datetime.combine(story.sent_on, time(9), tzinfo=UTC)
    request = InformationRequest.objects.create(
        reference=f"TEMPLATE-{number}", party=party, officer=officer, subject="Permits", questions="Which?",
        rule_set_code=story.rule_set_code, stage="SENT", opened_at=at, sent_at=at, sent_on=story.sent_on,
    )  # fmt: skip
    Submission.objects.bulk_create(_submissions(story, request=request, officer=officer))
    deadlines.project(request=request)
    return request


def _submissions(story: Story, *, request: InformationRequest, officer: User) -> Iterator[Submission]:
    for fact in story.facts:
        yield Submission(
            request=request, key=uuid.uuid4(), channel="PAPER", received_on=fact.on, recorded_by=officer,
            recorded_at=datetime.combine(fact.on, time(10), tzinfo=UTC), **_carried(fact),
        )  # fmt: skip


def _carried(fact: Fact) -> dict[str, Any]:
    if fact.kind is FactKind.ACKNOWLEDGEMENT:
        return {"acknowledgement": True}
    if fact.kind is FactKind.APPROXIMATE_DATE:
        return {"approximate_date": fact.date_given}
    if fact.kind is FactKind.JUSTIFICATION:
        return {"justification": "The permits are counted by hand."}
    complete = fact.kind is FactKind.INFORMATION
    return {"information": "COMPLETE" if complete else "PARTIAL", "text": "Twelve permits."}


def _copy(template: InformationRequest, number: int, party: Party, officer: User) -> InformationRequest:
    values = {field.attname: getattr(template, field.attname) for field in template._meta.concrete_fields}
    values |= {"id": None, "reference": f"FAULTS-{number}", "party_id": party.pk, "officer_id": officer.pk}
    return InformationRequest(**values)


def _keep(
    world: World,
    copies: list[tuple[Story, InformationRequest]],
    templates: dict[Story, InformationRequest],
) -> None:
    InformationRequest.objects.bulk_create([request for _, request in copies])
    dates = {story: list(template.deadlines.order_by("pk")) for story, template in templates.items()}
    Deadline.objects.bulk_create(
        [_copied_date(row, request) for story, request in copies for row in dates[story]]
    )
    Submission.objects.bulk_create(
        [row for story, request in copies
         for row in _submissions(story, request=request, officer=request.officer)]
    )  # fmt: skip
    world.story_of |= {request.pk: story for story, request in copies}


def _copied_date(row: Deadline, request: InformationRequest) -> Deadline:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return Deadline(**(values | {"id": None, "request_id": request.pk}))


def _keep_said_before(world: World) -> None:
    at = datetime.combine(world.day - timedelta(days=1), time(9), tzinfo=UTC)
    rows = (
        Notice(
            request_id=request, code=code, step=step, about_on=about_on,
            issued_on=at.date(), issued_at=at, addressed_at=at,
        )
        for request, story in world.story_of.items()
        for code, step, about_on in sorted(world.said_before(story))
    )  # fmt: skip
    for chunk in _chunks(rows):
        Notice.objects.bulk_create(chunk)


def _forget(templates: Iterable[InformationRequest]) -> None:
    """Templates are no part of the world: without due dates the sweep passes them over."""
    for template in templates:
        template.deadlines.all().delete()
        InformationRequest.objects.filter(pk=template.pk).update(next_due_on=None, qualifies_on=None)


def _draft(world: World, officer: User, party: Party, number: int) -> InformationRequest:
    return requests.open_draft(
        actor=world.officer, party=party, subject=f"Stocks {number}", questions="How many?",
        rule_set_code=loader.DEFAULT, officer=officer,
        at=datetime.combine(world.day - timedelta(days=3), time(9), tzinfo=UTC),
    )  # fmt: skip


def _chunks(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    walk = iter(rows)
    while chunk := list(islice(walk, _CHUNK)):
        yield chunk
