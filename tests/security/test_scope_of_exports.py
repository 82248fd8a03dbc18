"""What leaves the desk as files holds no word that its reader does not see: every list, every form, every archive."""

from __future__ import annotations

import io
import json
from email import message_from_bytes, policy
from typing import Any
from zipfile import ZipFile

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases import calendars, webhooks
from cases.exports import lists, portfolio, registry
from cases.exports.lists import List, Taking
from cases.exports.of_the_desk import NOTES
from cases.models import ComplianceMatter, InformationRequest, Recusal
from cases.web.archives.packing import Packing
from tests.cases.pdf_reader import text_of
from tests.security import cast
from tests.security.canaries import word_for
from tests.security.people import TODAY
from tests.security.scopes import READERS
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

INSIDERS = (cast.OWN, cast.OTHER, cast.MEMBER, cast.OFFICER)
MET = {
    cast.OWN: {
        "subject own",
        "questions own",
        "text own",
        "report own",
        "measure brought",
        "document own sent",
    },
    cast.OTHER: {"subject other", "justification other", "letter other received"},
    cast.MEMBER: {"grounds brought", "text other brought", "document other brought sent", "deadline brought"},
    cast.OFFICER: {
        "subject draft",
        "task own",
        "template",
        "significance own",
        "consultation own",
        "error own",
    },
}
"""Some of what each reader's lists hold."""


def _taking(world: World, reader: str) -> Taking:
    return Taking(world.people.actor(reader), "Reader", TODAY.date(), TODAY)


def _text(of: List, taking: Taking) -> str:
    return str(list(lists.table(of=of, taking=taking).lines))


@pytest.mark.parametrize("reader", INSIDERS)
def test_a_list_holds_no_word_that_its_reader_does_not_see(world: World, reader: str) -> None:
    taking = _taking(world, reader)
    text = "".join(_text(one, taking) for one in registry.offered(actor=taking.actor))
    assert not world.canaries.found_by(reader, text)
    assert {what for what in MET[reader] if word_for(what) in text} == MET[reader]


@pytest.mark.parametrize("reader", READERS)
def test_lists_of_nobody_and_the_secretariats_own_are_empty(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    every = (*registry.LISTS.values(), *portfolio.SHEETS, NOTES)
    if reader not in INSIDERS:
        assert not calendars.meetings(actor=actor, on=TODAY.date())
        assert not calendars.committee_deadlines(actor=actor)
        assert not registry.offered(actor=actor)
        assert [one.name for one in every if one.found(actor).exists()] == []
    elif reader != cast.OFFICER:
        own = [one for one in every if one.name in ("tasks", "notes", "templates")]
        assert [one.name for one in own if one.found(actor).exists()] == []
        assert NOTES.name not in {one.name for one in registry.offered(actor=actor)}


@pytest.mark.parametrize("reader", [cast.OWN, cast.MEMBER])
def test_the_portfolio_tells_a_party_and_the_committee_nothing_more(world: World, reader: str) -> None:
    """Only the Secretariat is offered it; asked for in another's place it still keeps to what that one sees."""
    text = "".join(_text(one, _taking(world, reader)) for one in portfolio.SHEETS if one.name == "matters")
    assert not world.canaries.found_by(reader, text)
    matters = next(one for one in portfolio.SHEETS if one.name == "matters")
    table = lists.table(of=matters, taking=_taking(world, reader))
    codes = [head.code for head in table.heads]
    days = {(line[codes.index("considered_on")], line[codes.index("consulted_on")]) for line in table.lines}
    assert days == {(None, None)}


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("reader", [cast.OWN, cast.MEMBER])
def test_every_form_holds_the_same(world: World, reader: str, form: str) -> None:
    client = Client()
    client.force_login(world.people.users[reader])
    for name in ("requests", "submissions", "matters"):
        answer: Any = client.get(reverse("exports:list", args=[name, form]))
        content = answer.getvalue()
        if form == "xlsx":
            sheets = load_workbook(io.BytesIO(content)).worksheets
            content = str([list(sheet.values) for sheet in sheets]).encode()
        if form == "json":
            assert len(json.loads(content)["rows"]) > 0
        assert not world.canaries.found_by(reader, content)
        assert b"zq" in content


def _unpacked(answer: Any) -> str:
    """All that an archive says: mail and PDF as their readers see them."""
    texts = []
    with ZipFile(io.BytesIO(answer.getvalue())) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".pdf") and "/documents/" not in name:
                texts.append(text_of(content))
            elif name.endswith(".eml"):
                mail: Any = message_from_bytes(content, policy=policy.default)
                texts.append(str(mail["Subject"]))
                texts += [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
            else:
                texts += [name, content.decode(errors="replace")]
    return "\n".join(texts)


@pytest.mark.parametrize(
    ("reader", "page", "label", "held"),
    [
        (cast.OWN, "party:archive_zip", "own", ["questions own", "text own", "body own received"]),
        (cast.OWN, "party:archive_zip", "closed", ["text closed"]),
        (cast.OWN, "party:matter_archive_zip", "brought", ["report brought", "justification brought"]),
        (cast.SUPERVISOR, "secretariat:archive_zip", "own", ["text own", "body own", "body own to officer"]),
        (
            cast.SUPERVISOR,
            "secretariat:matter_archive_zip",
            "own",
            ["consultation own", "questions own filed"],
        ),
    ],
)
def test_an_archive_holds_what_its_reader_sees(
    world: World, reader: str, page: str, label: str, held: list[str]
) -> None:
    record = (world.matters if "matter" in page else world.requests)[label]
    client = Client()
    client.force_login(world.people.users[reader])
    text = _unpacked(client.get(reverse(page, args=[record.reference])))
    assert not world.canaries.found_by(reader, text)
    assert [what for what in held if word_for(what) not in text] == []
    inside = [what for what in ("note own", "task own", "note brought") if word_for(what) in text]
    assert inside == [], "only where it was chosen"


def test_the_documents_of_an_archive_are_those_that_its_reader_sees(world: World) -> None:
    own = Q(request=world.requests["own"])
    for reader, seen in ((cast.OWN, True), (cast.OTHER, False), (cast.MEMBER, False)):
        packing = Packing(_taking(world, reader), {})
        found = list(packing.documents("x", own))
        for entry in found:
            b"".join(entry.content)
        assert bool(found) is seen


def test_a_member_who_is_excluded_takes_nothing_of_the_matter(world: World) -> None:
    matter: ComplianceMatter = world.matters["other brought"]
    Recusal.objects.create(
        matter=matter,
        member=world.people.users[cast.MEMBER],
        reason="Of the Party.",
        since=TODAY.date(),
        recorded_at=TODAY,
        recorded_by=world.people.users[cast.CHAIR],
    )
    measure = matter.measures.get()
    measure.species.set(matter.species.all())
    taking = _taking(world, cast.MEMBER)
    text = "".join(_text(one, taking) for one in registry.offered(actor=taking.actor))
    assert word_for("title other brought") in text, "that it exists"
    kept_back = ("grounds", "species", "text", "contact", "report", "deadline", "draft recommendation")
    assert [what for what in kept_back if word_for(f"{what} other brought") in text] == []


def test_what_a_request_takes_up_is_named_to_whom_it_is_sent(world: World) -> None:
    draft, own = world.requests["draft"], world.requests["own"]
    InformationRequest.objects.filter(pk=own.pk).update(follows=draft)
    requests = registry.LISTS["requests"]
    assert draft.reference in _text(requests, _taking(world, cast.OFFICER))
    assert draft.reference not in _text(requests, _taking(world, cast.OWN))


@pytest.mark.parametrize("reader", [*READERS, cast.SUPERVISOR, cast.ADMINISTRATOR])
def test_webhooks_are_the_administrators(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    keeps = reader == cast.ADMINISTRATOR
    assert webhooks.endpoints(actor=actor).exists() is keeps
    assert webhooks.with_figures(actor=actor).exists() is keeps
    assert webhooks.calls(actor=actor).exists() is keeps
