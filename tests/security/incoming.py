"""Mail that came: of each Party, of a stranger who replies in a thread of Alder, and of no case; each planted."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

from django.test import override_settings

from cases.models import IncomingMail, PersonalNotice
from cases.services.incoming import keeping
from notifications import reply_address
from notifications.models import Message
from tests.security import cast
from tests.security.people import ALDER, BIRCH, TODAY

if TYPE_CHECKING:
    from tests.security.world import World

INBOUND = "desk@in.example.org"


def add(world: World) -> None:
    """The Party reads the subject of its own mail; its text is the Secretariat's, and so is a stranger's mail."""
    with override_settings(INBOUND_ADDRESS=INBOUND):
        _mail(world, "own", world.people.parties[ALDER].mailbox, _address(world, "own"), cast.ALDER)
        _mail(world, "other", world.people.parties[BIRCH].mailbox, _address(world, "other"), cast.BIRCH)
        _mail(world, "stranger", "someone@elsewhere.example", _address(world, "own"))
        _mail(world, "lost", "someone@elsewhere.example", INBOUND)
    _left_behind(world)


def _address(world: World, label: str) -> str:
    letters = Message.objects.filter(notice__request=world.requests[label], recipient="PARTY")
    return reply_address.of(message=letters.select_related("notice")[0])


def _mail(world: World, label: str, sender: str, to: str, may_read: frozenset[str] = frozenset()) -> None:
    plant = world.canaries.plant
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = sender, to, f"<{label}@party.example>"
    mail["Subject"] = plant(f"subject of mail {label}", cast.SECRETARIAT | may_read)
    mail.set_content(plant(f"text of mail {label}", cast.SECRETARIAT))
    name = f"{plant(f'attachment of mail {label}', cast.SECRETARIAT)}.txt"
    mail.add_attachment("words", filename=name)
    kept = keeping.receive(content=mail.as_bytes(), recipient=to, at=TODAY - timedelta(hours=3))
    world.mails[label] = IncomingMail.objects.get(pk=kept.pk)


def _left_behind(world: World) -> None:
    """A notice of somebody whose membership ended after they were told."""
    PersonalNotice.objects.create(
        user=world.people.users[cast.ENDED],
        kind=PersonalNotice.Kind.DRAFT_CONTINUED,
        source=1,
        request=world.requests["own"],
        by=world.people.users[cast.OWN],
        at=TODAY - timedelta(days=3),
    )
