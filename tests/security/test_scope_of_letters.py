"""Wording is for those who keep it; pauses are said where they hold; a PDF is read by whoever reads its letter."""

from __future__ import annotations

import pytest

from cases import correspondence, letters_received
from notifications.models import DeliveryPause
from tests.security import cast, letters_said
from tests.security.canaries import word_for
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")


@pytest.mark.parametrize("reader", cast.CAST)
def test_versions_are_read_by_those_who_keep_them(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    found = [one.body for one in correspondence.wordings_visible(actor=actor)]
    versions = correspondence.versions_of(actor=actor, letter=letters_said.KEPT, language="es")
    expected = [word_for("wording")] if reader in letters_said.KEEPERS else []
    assert found == [one.body for one in versions] == expected


@pytest.mark.parametrize("reader", cast.CAST)
def test_a_pause_is_said_to_staff_where_it_holds(world: World, reader: str) -> None:
    actor, held = world.people.actor(reader), DeliveryPause.objects.live().get(pk=world.pauses["party"].pk)
    of_party = [one for one in world.requests.values() if one.party_id == held.party_id]
    others = [one for one in world.requests.values() if one.party_id != held.party_id]
    is_staff = reader in cast.SECRETARIAT | {
        cast.NO_FACTOR
    }  # who has the role, before the door asks for more
    assert (held in correspondence.pauses_holding(actor=actor, about=of_party[0])) is is_staff
    assert held not in correspondence.pauses_holding(actor=actor, about=others[0])


@pytest.mark.parametrize(("reader", "label"), [(cast.OWN, "own"), (cast.OTHER, "other"), (cast.OFFICER, "")])
def test_the_pdf_of_a_letter_is_its_addressees(world: World, reader: str, label: str) -> None:
    letters = letters_received.letters_to(actor=world.people.actor(reader)).select_related("pdf")
    read = {bytes(one.pdf.content).decode() for one in letters if one.pdf}
    expected = {word_for(f"pdf {label} received")} if label else set()
    assert {word for word in read if word.startswith("zqpdf")} == expected
    about_matters = letters_received.letters_about_matters(actor=world.people.actor(reader))
    planted = {one.pk for name, one in world.messages.items() if name == f"of matter {label}"}
    assert {one.pk for one in about_matters} == planted


def test_letters_about_one_matter_are_that_matters(world: World) -> None:
    actor = world.people.actor(cast.OWN)
    (group,) = letters_received.of_matter(actor=actor, matter=world.matters["own"], prefer="en")
    assert group == [world.messages["of matter own"]]
    assert letters_received.of_matter(actor=actor, matter=world.matters["brought"], prefer="en") == []
