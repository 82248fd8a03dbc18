"""Members' own notes, documents of reports, the Committee's list, and the public register: who finds what in each."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from cases import committee, correspondence, matter_file, public_register
from cases.models import ComplianceMatter, Document, Measure, MemberNote, Recusal
from cases.public_register import Wanted
from cases.services import document_holders, documents, matter_stages, member_notes, releases
from cases.web.documents import taking
from tests.security import cast, register
from tests.security.canaries import word_for
from tests.security.people import CEDAR, TODAY
from tests.security.scopes import MATTERS, NOTHING, READERS
from tests.security.test_scope_of_queries import labels
from tests.security.world import World, open_matter

pytestmark = pytest.mark.usefixtures("on_the_record")


@pytest.fixture(params=(*READERS, cast.CHAIR))
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _seen(reader: str) -> frozenset[str]:
    return MATTERS[cast.MEMBER] if reader == cast.CHAIR else MATTERS.get(reader, NOTHING)


def test_a_note_is_its_writers_alone(world: World, reader: str) -> None:
    actor, own = world.people.actor(reader), reader == cast.MEMBER
    assert MemberNote.objects.visible_to(actor).exists() is own
    assert committee.own_notes(actor=actor, matter=world.matters["brought"]).exists() is own
    assert not committee.own_notes(actor=actor, matter=world.matters["other brought"]).exists()


def test_a_colleagues_same_words_are_a_note_of_their_own(world: World) -> None:
    """Were the twin looked for among all notes, the Chair would be handed a member's."""
    note = MemberNote.objects.get()
    own = member_notes.write(
        actor=world.people.actor(cast.CHAIR), matter=note.matter, text=note.text, at=note.written_at
    )
    assert own != note
    for act in (
        lambda actor: member_notes.change(actor=actor, note=note, text="x", at=TODAY),
        lambda actor: member_notes.delete(actor=actor, note=note),
    ):
        with pytest.raises(MemberNote.DoesNotExist):
            act(world.people.actor(cast.CHAIR))
    with pytest.raises(ComplianceMatter.DoesNotExist):
        member_notes.write(
            actor=world.people.actor(cast.MEMBER), matter=world.matters["own"], text="x", at=TODAY
        )


def test_the_committees_list_is_of_what_its_reader_sees(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    brought = {"brought", "other brought"} & _seen(reader)
    assert labels(world.matters, committee.brought(actor=actor)) == brought
    assert committee.meetings(actor=actor).exists() is bool(brought)
    glances = committee.at_a_glance(actor=actor, matters=world.matters.values())
    asked = {label for label, one in world.matters.items() if glances[one.pk].asked}
    released = {cast.OFFICER: {"own", "brought", "other brought"}}
    of_committee = {"other brought"} if reader in cast.COMMITTEE else set()
    assert asked == released.get(reader, of_committee)
    in_force = {label for label, one in world.matters.items() if glances[one.pk].in_force}
    assert in_force == brought
    shown = [committee.asked(actor=actor, matter=one).exists() for one in world.matters.values()]
    assert shown == [label in asked for label in world.matters]


def test_whoever_is_excluded_is_told_so_and_nobody_else(world: World) -> None:
    matter, member = world.matters["other brought"], world.people.users[cast.MEMBER]
    given: dict[str, Any] = {"matter": matter, "member": member, "reason": "x", "at": TODAY}
    releases.recuse(actor=world.people.actor(cast.CHAIR), **given)
    excluded = {
        one: committee.excluded_from(actor=world.people.actor(one)) for one in (cast.MEMBER, cast.CHAIR)
    }
    assert excluded == {cast.MEMBER: {matter.pk}, cast.CHAIR: set()}
    assert Recusal.objects.filter(member=member).exists()
    assert not Document.objects.visible_to(world.people.actor(cast.MEMBER)).filter(matter=matter).exists()
    assert Document.objects.visible_to(world.people.actor(cast.CHAIR)).filter(matter=matter).exists()


def test_a_document_of_a_report_is_found_by_whoever_sees_it(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    may = {
        "report own": {cast.OWN, cast.OFFICER},
        "report brought": {cast.OWN, cast.OFFICER},
        "report other brought": {cast.OTHER, cast.OFFICER, *cast.COMMITTEE},
    }
    for label, readers in may.items():
        matter = world.matters[label.removeprefix("report ")]
        found = list(matter_file.reports(actor=actor, matter=matter))
        assert bool(found) is (reader in readers)
        assert all(getattr(one, "visible_documents") == [world.documents[label]] for one in found)  # noqa: B009
        key = matter.reports.get().key
        assert matter_file.report_of(actor=actor, matter=matter, key=key).exists() is (reader in readers)
    waiting = world.documents["report waiting"]
    found = documents.waiting(actor=actor, request=world.matters["own"], form_key=waiting.form_key)
    assert found.exists() is (reader == cast.OWN)


def test_a_form_names_only_what_its_reader_sees(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    for label in ("own", "brought", "other brought"):
        matter = world.matters[label]
        if label in _seen(reader):
            assert taking.holder_of(actor=actor, reference=matter.reference) == matter
            document_holders.locked(actor=actor, holder=matter)
            continue
        with pytest.raises(Http404):
            taking.holder_of(actor=actor, reference=matter.reference)
        with pytest.raises(ComplianceMatter.DoesNotExist):
            document_holders.locked(actor=actor, holder=matter)


def test_a_report_shows_no_document_that_was_not_released_with_it(world: World) -> None:
    """The words of a report and its documents are released one by one."""
    actor = world.people.actor(cast.MEMBER)
    report = world.matters["brought"].reports.get()
    given: dict[str, Any] = {"actor": world.people.actor(cast.OFFICER), "matter": report.matter, "at": TODAY}
    releases.release(items=[report], **given)
    (found,) = matter_file.reports(actor=actor, matter=report.matter)
    assert getattr(found, "visible_documents") == []  # noqa: B009


def test_a_notice_of_a_matter_waits_on_the_secretariats_list_alone(world: World, reader: str) -> None:
    matter = open_matter(world, world.people.parties[CEDAR], "Pangolins")
    matter_stages.inform(
        actor=world.people.actor(cast.OFFICER), matter=matter, text="What was found.", at=TODAY
    )
    waiting = correspondence.waiting_for_address(actor=world.people.actor(reader))
    assert waiting.filter(matter=matter).exists() is (reader == cast.OFFICER)


def test_the_public_register_holds_one_measure_and_no_word_of_the_file(world: World, settings: Any) -> None:
    settings.PUBLIC_REGISTER = True
    (measure,) = public_register.entries(wanted=Wanted())
    assert measure.pk == world.of_matters["measure other brought"]
    assert public_register.parties().get() == measure.matter.party
    pages = {name: ["en"] for name in ("list", "csv", "json", "feed")} | {"entry": ["en", measure.pk]}
    for name, arguments in pages.items():
        answer = Client().get(reverse(f"register:{name}", args=arguments))
        assert register.PUBLISHED in answer.content.decode()
        met = world.canaries.found_by(cast.ANONYMOUS, answer.content)
        assert met == [word_for("party birch")], f"{name}: the name of its Party, and nothing else"
    for other in Measure.objects.exclude(pk=measure.pk):
        assert Client().get(reverse("register:entry", args=["en", other.pk])).status_code == 404
