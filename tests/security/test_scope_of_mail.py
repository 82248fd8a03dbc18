"""Notices to a person and mail that came: whose they are, asked of every reader without a door between."""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from cases import access, correspondence, mail_received
from cases.access import Act
from cases.models import IncomingMail, PersonalNotice
from cases.services import personal_notices
from cases.services.incoming import handling
from compliance.accounts.models import Role
from notifications import outbox
from notifications.letters import ActCode, Recipient
from notifications.models import Notice
from notifications.outbox import Address
from tests.security import cast
from tests.security.people import TODAY
from tests.security.scopes import MAIL, MATTERS, NOTHING, READERS, SENT
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _labels(world: World, mails: object) -> frozenset[str]:
    by_key = {one.pk: label for label, one in world.mails.items()}
    return frozenset(by_key[one.pk] for one in mails)  # type: ignore[attr-defined]


def test_mail_is_the_secretariats_and_for_a_party_what_came_from_itself(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), MAIL.get(reader, NOTHING)
    assert _labels(world, IncomingMail.objects.visible_to(actor)) == seen
    for label, request in world.requests.items():
        found = mail_received.of_request(actor=actor, request=request)
        about = {"own": {"own", "stranger"}, "other": {"other"}}.get(label, set())
        assert _labels(world, found) == about & seen
    waiting = mail_received.waiting(actor=actor)
    assert _labels(world, waiting) == seen


def test_notices_are_ones_own_and_about_what_one_sees(world: World, reader: str) -> None:
    found = PersonalNotice.objects.visible_to(world.people.actor(reader)).select_related("request", "matter")
    requests = {world.requests[label].pk for label in SENT.get(reader, NOTHING)}
    if reader == cast.OFFICER:
        requests |= {one.pk for label, one in world.requests.items() if "draft" in label}
    matters = {world.matters[label].pk for label in MATTERS.get(reader, NOTHING)}
    assert bool(found) is (reader in SENT), "who has no desk has no notices"
    for one in found:
        assert one.user_id == world.people.users[reader].pk
        assert one.request_id in requests or one.matter_id in matters


def test_the_chair_sees_consultations_and_no_other_notice_of_a_matter_that_was_not_brought(
    world: World,
) -> None:
    found = PersonalNotice.objects.visible_to(world.people.actor(cast.CHAIR)).select_related("notice")
    hidden = [one for one in found if one.matter_id == world.matters["other"].pk]
    assert {one.notice.code for one in hidden if one.notice} == {"CHAIR_CONSULTED"}
    assert len(hidden) == 1


def test_who_opened_a_letter_is_the_secretariats_to_know(world: World, reader: str) -> None:
    for notice in PersonalNotice.objects.filter(user=world.people.users[cast.OWN]):
        personal_notices.read(actor=world.people.actor(cast.OWN), notice=notice, at=TODAY)
    notices = list(Notice.objects.filter(request=world.requests["own"]))
    found = correspondence.opened_on_the_desk(actor=world.people.actor(reader), notices=notices)
    assert bool(found) is (reader == cast.OFFICER)


def test_a_digest_is_among_the_letters_of_the_secretariat_alone(world: World, reader: str) -> None:
    officer = world.people.users[cast.OFFICER]
    notice = outbox.record_act(
        code=ActCode.DAILY_DIGEST, person_id=officer.pk, about_on=TODAY.date(), at=TODAY
    )
    to = [Address(Recipient.STAFF, officer.email, "en")]
    outbox.address(notice=notice, to=to, context={}, at=TODAY)
    found = correspondence.messages_visible(actor=world.people.actor(reader)).filter(notice=notice)
    assert found.exists() is (reader == cast.OFFICER)


def test_nobody_reads_or_handles_what_is_not_theirs(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    others = PersonalNotice.objects.filter(user=world.people.users[cast.SUPERVISOR])
    with pytest.raises(ObjectDoesNotExist):
        personal_notices.read(actor=actor, notice=others[0], at=TODAY)
    unread = others.unread().count()
    personal_notices.read_all(actor=actor, until=10**12, at=TODAY)
    assert others.unread().count() == unread
    if reader == cast.OFFICER:
        return
    mail, request = world.mails["own"], world.requests["own"]
    for act in (
        lambda: handling.set_aside(actor=actor, mail=mail, reason="x", at=TODAY),
        lambda: handling.file_with(actor=actor, mail=mail, request=request),
        lambda: handling.prepare(actor=actor, mail=mail, at=TODAY),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_handling_stays_within_what_is_seen_even_were_it_allowed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(access.TABLE, Act.HANDLE_MAIL, (frozenset({Role.FOCAL_POINT}), None))
    mail, own, other = world.mails["own"], world.people.actor(cast.OWN), world.people.actor(cast.OTHER)
    for act in (
        lambda: handling.set_aside(actor=other, mail=mail, reason="x", at=TODAY),
        lambda: handling.prepare(actor=other, mail=mail, at=TODAY),
        lambda: handling.file_with(actor=own, mail=mail, request=world.requests["other"]),
    ):
        with pytest.raises(ObjectDoesNotExist):
            act()
