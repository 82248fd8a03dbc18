"""Letters carry what their addressee may read, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail

from cases.services import requests, sweep
from compliance import clock
from notifications import delivery
from notifications.models import Message
from tests.security import cast
from tests.security.asking import Asker
from tests.security.people import TODAY
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

BY_WORD = {
    "alder": cast.OWN,
    "birch": cast.OTHER,
    "own": cast.OWN,
    "supervisor": cast.SUPERVISOR,
    "officer": cast.OFFICER,
}


DAYS = [date(2026, 12, 20), *(date(2027, month, 10) for month in range(1, 13)), date(2029, 1, 1)]
"""Reminders, overdue steps, dates that have passed, and what qualifies."""


def _reader(world: World, address: str) -> str:
    """Which member of the cast reads a mailbox: by whose word its address carries."""
    for member, user in world.people.users.items():
        if user.email == address:
            return member
    return cast.OWN if "alder" in address else cast.OTHER


def _everything_is_said(world: World) -> None:
    """The letters of every act so far, of a withdrawal, and of every day of the next two years that calls for one."""
    actor = world.people.actor(cast.OFFICER)
    requests.withdraw(
        actor=actor,
        request=world.requests["other"],
        at=TODAY,
        reason=world.canaries.plant("withdrawal other", cast.SECRETARIAT | cast.BIRCH),
    )
    for on in (
        date(2026, 12, 20),
        date(2027, 1, 10),
        date(2027, 3, 10),
        date(2027, 5, 20),
        date(2027, 6, 11),
        date(2029, 1, 1),
    ):
        sweep.issue_due_notices(on=on, at=TODAY)
    Message.objects.filter(state=Message.State.FAILED).update(state=Message.State.PENDING, frozen_at=None)
    delivery.deliver(now=clock.now)


def test_no_letter_carries_a_word_that_is_not_its_addressees(world: World) -> None:
    _everything_is_said(world)
    assert not Message.objects.exclude(state=Message.State.SENT).exists()
    leaks = []
    for letter in mail.outbox:
        (address,) = letter.to
        reader = _reader(world, address)
        if found := world.canaries.found_by(reader, letter.message().as_bytes(), letter.subject, letter.body):
            leaks.append(f"the letter {letter.subject!r} shows {reader}: {found}")
    assert not leaks, "\n".join(leaks)
    said = set(Message.objects.values_list("notice__code", flat=True))
    assert {
        "REQUEST_SENT",
        "REQUEST_WITHDRAWN",
        "SUBMISSION_RECEIVED",
        "INFORMATION_ASSESSED",
        "STEP_OVERDUE",
    } <= said


def test_the_letter_of_an_invitation_names_its_own_party_alone(
    world: World, askers: dict[str, Asker]
) -> None:
    invitation = world.people.invitations["proposed by Alder"]
    url = f"/secretariat/people/invitations/{invitation.pk}/again/"
    answer = askers[cast.SUPERVISOR].ask_and_undo("POST", url)
    assert answer.status == 302
    (letter,) = mail.outbox
    # The colleague reads who invites them; that is the one name of the Secretariat that they meet.
    found = world.canaries.found_by(cast.OWN, letter.body, letter.subject)
    assert found == ["zqnameofsupervisorqz"]
