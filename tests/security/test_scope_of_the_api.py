"""What the API reads for each reader, and the acts on tokens: stated by hand, asked of the functions themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from cases import access, matter_file, people
from cases.access import Act, Actor
from cases.api import asked, reading
from cases.models import Submission
from cases.services import api_tokens
from cases.services.refusals import Refused
from compliance.accounts.api_token import ApiToken, Scope
from compliance.accounts.models import Membership
from tests.security import cast
from tests.security.people import TODAY
from tests.security.scopes import (
    ASSESSED,
    DOCUMENTS,
    LETTERS,
    MATTERS,
    NOTHING,
    PARTIES,
    READERS,
    REQUESTS,
    SENT,
    SUBMISSIONS,
)
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

TOKENS = {
    cast.OWN: {"own"},
    cast.OFFICER: {"of the officer"},
    cast.SUPERVISOR: {"of the officer", "of the supervisor"},
    cast.ADMINISTRATOR: {"of the officer", "of the supervisor"},
}
DECIDED = {
    cast.OWN: {"brought"},
    cast.OTHER: {"other brought"},
    cast.MEMBER: {"brought", "other brought"},
    cast.OFFICER: {"brought", "other brought"},
}
EVERYBODY = (*READERS, cast.SUPERVISOR, cast.ADMINISTRATOR, cast.CHAIR)


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _labels(known: dict[str, Any], keys: Any) -> frozenset[str]:
    by_key = {one.pk: label for label, one in known.items()}
    return frozenset(by_key[key] for key in keys if key in by_key)


def test_what_is_read_is_what_the_reader_sees(world: World, reader: str) -> None:
    actor = world.people.actor(reader)

    def keys(found: Any) -> list[Any]:
        return [one.pk for one in found]

    assert _labels(world.requests, keys(reading.requests(actor=actor))) == REQUESTS.get(reader, NOTHING)
    assert _labels(world.submissions, keys(reading.submissions(actor=actor))) == (
        SUBMISSIONS.get(reader, NOTHING)
    )
    judged = [one.submission_id for one in reading.assessments(actor=actor)]
    assert _labels(world.submissions, judged) == ASSESSED.get(reader, NOTHING)
    assert _labels(world.documents, keys(reading.documents(actor=actor))) == DOCUMENTS.get(reader, NOTHING)
    due = [one.request_id for one in reading.deadlines(actor=actor, on=TODAY.date())]
    assert _labels(world.requests, due) == SENT.get(reader, NOTHING)
    decided = {one.matter.reference for one in matter_file.measures_visible(actor=actor)}
    by_reference = {one.reference: label for label, one in world.matters.items()}
    assert {by_reference[one] for one in decided} == DECIDED.get(reader, set())
    letters = _labels(world.messages, keys(reading.letters(actor=actor)))
    if reader != cast.OFFICER:
        assert letters == LETTERS.get(reader, NOTHING)
    else:
        assert {"own to officer", "other received"} <= letters


def test_documents_of_what_came_are_those_that_the_reader_sees(world: World, reader: str) -> None:
    seen = DOCUMENTS.get(reader, NOTHING)
    found = reading.with_documents(
        actor=world.people.actor(reader), found=list(Submission.objects.select_related("request"))
    )
    shown = [document.pk for one in found for document in one.visible_documents]
    assert _labels(world.documents, shown) == {label for label in seen if label.endswith("sent")}


def test_what_a_body_names_is_what_the_sender_sees(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    seen = {code for code in world.people.parties if asked._party(actor, code).exists()}
    assert seen == PARTIES.get(reader, NOTHING)
    matters = {label for label, one in world.matters.items() if asked._matter(actor, one.reference).exists()}
    assert matters == MATTERS.get(reader, NOTHING)
    requests = {label for label, one in world.requests.items() if asked._request(actor, one.reference)}
    assert requests == REQUESTS.get(reader, NOTHING)


@pytest.mark.parametrize("member", EVERYBODY)
def test_tokens_are_their_owners_and_those_of_staff_the_heads(world: World, member: str) -> None:
    actor, seen = world.people.actor(member), TOKENS.get(member, set())
    assert _labels(world.tokens, [one.pk for one in people.api_tokens(actor=actor)]) == seen
    for label, token in world.tokens.items():
        if label not in seen:
            with pytest.raises((ApiToken.DoesNotExist, PermissionDenied)):
                api_tokens.revoke(actor=actor, token=token, at=TODAY)
        else:
            assert api_tokens.revoke(actor=actor, token=token, at=TODAY).revoked_at == TODAY


def test_a_token_of_a_membership_that_ended_is_nobodys(world: World) -> None:
    Membership.objects.filter(user=world.people.users[cast.OWN]).update(ended_at=TODAY)
    assert not people.api_tokens(actor=world.people.actor(cast.OWN))
    still = Actor(world.people.users[cast.OWN].pk)
    assert not people.api_tokens(actor=still)


def test_nobody_makes_a_token_and_nobody_one_for_more_than_their_role(world: World) -> None:
    made: dict[str, Any] = {"name": "x", "expires_on": TODAY.date() + timedelta(days=9), "at": TODAY}
    for member in (cast.STRANGER, cast.DISABLED, cast.ENDED):
        with pytest.raises(PermissionDenied):
            api_tokens.make(actor=world.people.actor(member), scopes=(), **made)
    for member, scope in (
        (cast.OWN, Scope.REQUESTS),
        (cast.OFFICER, Scope.ANSWER),
        (cast.CHAIR, Scope.MATTERS),
    ):
        with pytest.raises(Refused):
            api_tokens.make(actor=world.people.actor(member), scopes=(scope,), **made)


@pytest.mark.parametrize("scope", Scope)
def test_a_scope_admits_no_act_but_its_own(world: World, scope: Scope) -> None:
    """And none that the role does not do: a scope gives nothing, it takes away."""
    for member in (cast.OWN, cast.OFFICER, cast.ADMINISTRATOR, cast.CHAIR):
        whole = world.people.actor(member)
        narrow = access.narrowed(whole, scopes=[scope])
        for act in Act:
            roles, stages = access.TABLE[act]
            may = whole.role in roles and act in access.SCOPES[scope]
            stage = min(stages) if stages else None
            assert access.may(actor=narrow, act=act, stage=stage) is may
            if not may:
                with pytest.raises(PermissionDenied):
                    access.require(actor=narrow, act=act)
