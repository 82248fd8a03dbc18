"""Calendar feeds and drafts of answers: whose words they hold, asked of everybody who has made a link."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases import calendars, letters_received
from cases.models import AnswerDraft, CalendarFeed
from cases.services import answer_drafts, calendar_feeds
from cases.web.party import past
from tests.security import cast
from tests.security.canaries import word_for
from tests.security.people import TODAY
from tests.security.scopes import DRAFTS_OF_ANSWERS, LETTERS, NOTHING, READERS, SENT
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

OFFICERS = SENT[cast.OFFICER]
MAKERS = {
    cast.OWN: ("subjectown", "subjectbrought"),
    cast.OTHER: ("subjectotherbrought",),
    cast.MEMBER: ("subjectbrought", "subjectotherbrought"),
    cast.OFFICER: ("subjectown", "subjectotherbrought"),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_a_feed_holds_no_word_that_is_not_its_owners(world: World, maker: str) -> None:
    secret = calendar_feeds.make(actor=world.people.actor(maker), at=TODAY)
    answer = Client().get(reverse("calendar_feed", args=[secret]))
    text = answer.content.replace(b"\r\n ", b"").decode()
    assert not world.canaries.found_by(maker, text)
    met = {word for word in world.canaries.readers if word in text}
    assert {f"zq{word}qz" for word in MAKERS[maker]} <= met
    kinds = {word_for(kind)[2:-2] for kind in ("subject", "meeting", "title")}
    assert all(any(word[2:].startswith(kind) for kind in kinds) for word in met), "subjects and titles alone"


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _labels(world: World, keys: object) -> frozenset[str]:
    by_key = {one.pk: label for label, one in world.requests.items()}
    return frozenset(by_key[key] for key in keys)  # type: ignore[attr-defined]


def test_due_dates_are_those_of_what_a_reader_sees(world: World, reader: str) -> None:
    found = _labels(world, [one.request_id for one in calendars.due_dates(actor=world.people.actor(reader))])
    assert found <= SENT.get(reader, NOTHING)
    assert bool(found) is (reader in SENT)


def test_an_officer_has_the_dates_of_their_own_requests_alone(world: World) -> None:
    assert not calendars.due_dates(actor=world.people.actor(cast.SUPERVISOR))


def test_a_feed_is_its_owners_alone(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    owners = set(CalendarFeed.objects.visible_to(actor).values_list("user", flat=True))
    assert owners <= {world.people.users[reader].pk}
    assert bool(owners) is (reader in (cast.OWN, cast.OTHER, cast.MEMBER, cast.OFFICER))
    in_use = calendar_feeds.in_use(actor=actor)
    assert in_use is None or in_use.user == world.people.users[reader]


def test_a_draft_of_an_answer_is_its_partys_alone(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), DRAFTS_OF_ANSWERS.get(reader, NOTHING)
    assert _labels(world, AnswerDraft.objects.visible_to(actor).values_list("request", flat=True)) == seen
    for label, request in world.requests.items():
        assert bool(answer_drafts.of_request(actor=actor, request=request)) is (label in seen)


def test_letters_are_those_that_were_mailed_to_ones_own_party(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), LETTERS.get(reader, NOTHING)
    by_key = {one.pk: label for label, one in world.messages.items()}
    found = letters_received.letters_to(actor=actor)
    assert frozenset(by_key[one.pk] for one in found) == seen
    for label, request in world.requests.items():
        groups = letters_received.of_request(actor=actor, request=request, prefer="en")
        shown = {by_key[one.pk] for group in groups for one in group}
        assert shown == {one for one in seen if one.split()[0] == label}


def test_what_is_found_again_is_what_a_reader_sees(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    if reader == cast.OFFICER:
        return
    everything = past.matching(actor=actor, words="", stands="").values_list("pk", flat=True)
    assert _labels(world, everything) == SENT.get(reader, NOTHING)
    for label in ("own", "other"):
        found = past.matching(actor=actor, words=word_for(f"questions {label}"), stands="")
        may = reader == (cast.OWN if label == "own" else cast.OTHER)
        assert _labels(world, found.values_list("pk", flat=True)) == ({label} if may else NOTHING)
        unsent = past.matching(actor=actor, words=word_for(f"unsent text {label}"), stands="")
        assert not unsent, "what was not sent is found by nobody"
