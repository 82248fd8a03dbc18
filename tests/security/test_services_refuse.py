"""Every act refuses by itself whoever may not do it, or does not see what it is about: no page looks for it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases import access
from cases.access import Act
from cases.models import FocalPoint, Meeting, Party, RequestTemplate
from cases.services import (
    answer_drafts,
    assessments,
    assignments,
    calendar_feeds,
    comparing,
    desk_tasks,
    documents,
    matters,
    merging,
    notes,
    people,
    reference,
    reminders,
    requests,
    saved_views,
    submissions,
    teams,
)
from cases.services.answer_drafts import Typed
from cases.services.comparing import Scope
from compliance.accounts.models import Role
from compliance.rules import loader
from tests.security import cast, meetings
from tests.security.asking import Asker
from tests.security.people import ALDER, TODAY
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

Call = Callable[[World, Any], Any]
WORDS = {"subject": "Permits", "questions": "Which?", "rule_set_code": loader.DEFAULT}


def _answered(world: World, actor: Any, label: str = "own") -> Any:
    return submissions.answer(
        actor=actor, request=world.requests[label], key=uuid.uuid4(), at=TODAY, justification="A flood."
    )


def _attached(world: World, actor: Any, label: str = "own", content: bytes = b"words") -> Any:
    upload = SimpleUploadedFile("permits.txt", content)
    request = world.requests[label]
    return documents.attach(actor=actor, request=request, form_key=uuid.uuid4(), upload=upload, at=TODAY)


def _saved(world: World, actor: Any, label: str = "own") -> Any:
    """Over what is there, as if it had been seen."""
    draft = world.drafts.get(label)
    key, seen = (draft.key, draft.version) if draft else (uuid.uuid4(), 0)
    return answer_drafts.save(
        actor=actor, request=world.requests[label], key=key, seen=seen, typed=Typed(text="Over."), at=TODAY
    )


ACTS: dict[str, Call] = {
    "open request": lambda world, actor: requests.open_draft(
        actor=actor,
        party=world.people.parties[ALDER],
        officer=world.people.users[cast.OFFICER],
        at=TODAY,
        **WORDS,
    ),
    "edit request": lambda world, actor: requests.edit_draft(
        actor=actor, request=world.requests["draft"], **WORDS
    ),
    "send request": lambda world, actor: requests.send(
        actor=actor, request=world.requests["draft"], at=TODAY
    ),
    "withdraw request": lambda world, actor: requests.withdraw(
        actor=actor, request=world.requests["own"], reason="Settled.", at=TODAY
    ),
    "file request": lambda world, actor: requests.file_under(
        actor=actor, request=world.requests["own"], matter=world.matters["own"]
    ),
    "answer request": _answered,
    "save a draft": _saved,
    "throw a draft away": lambda world, actor: answer_drafts.discard(
        actor=actor, request=world.requests["own"], seen=1
    ),
    "make the link of a calendar": lambda world, actor: calendar_feeds.make(actor=actor, at=TODAY),
    "end the link of a calendar": lambda world, actor: calendar_feeds.revoke(actor=actor, at=TODAY),
    "record submission": lambda world, actor: submissions.record(
        actor=actor,
        request=world.requests["own"],
        key=uuid.uuid4(),
        received_on=TODAY.date(),
        at=TODAY,
        justification="A flood.",
    ),
    "attach document": _attached,
    "remove document of one's own": lambda world, actor: documents.remove(
        actor=actor, document=world.documents["staff waiting"]
    ),
    "assess submission": lambda world, actor: assessments.assess(
        actor=actor,
        submission=world.submissions["brought"],
        verdict="ADEQUATE",
        reasons="All is there.",
        shared_with_party=False,
        at=TODAY,
    ),
    "assign request": lambda world, actor: assignments.assign(
        actor=actor, request=world.requests["own"], officer=world.people.users[cast.SUPERVISOR], at=TODAY
    ),
    "write note": lambda world, actor: notes.write(
        actor=actor, request=world.requests["own"], text="Read it.", at=TODAY
    ),
    "ask a colleague": lambda world, actor: desk_tasks.ask(
        actor=actor,
        request=world.requests["own"],
        title="Read it.",
        assigned_to=world.people.users[cast.OFFICER],
        at=TODAY,
    ),
    "do a task": lambda world, actor: desk_tasks.done(actor=actor, task=world.tasks["own"], at=TODAY),
    "reopen a task": lambda world, actor: desk_tasks.reopen(actor=actor, task=world.tasks["done"]),
    "open matter": lambda world, actor: matters.open_matter(
        actor=actor,
        party=world.people.parties[ALDER],
        title="Permits",
        attention="PRESS",
        officer=world.people.users[cast.OFFICER],
        at=TODAY,
    ),
    "bring matter": lambda world, actor: matters.bring(
        actor=actor,
        matter=world.matters["own"],
        because="NO_RESPONSE",
        grounds="No response.",
        meeting=None,
        at=TODAY,
    ),
    "issue a report to a meeting": lambda world, actor: meetings.issue(world, actor, symbol="SC Doc. 3"),
    "propose colleague": lambda world, actor: people.propose(
        actor=actor, email="nora@party.example", name="Nora", at=TODAY
    ),
    "remind party": lambda world, actor: reminders.remind(
        actor=actor, request=world.requests["own"], at=TODAY
    ),
    "save a view": lambda world, actor: saved_views.save(
        actor=actor, name="Overdue", query="work=overdue", shared=False, at=TODAY
    ),
    "choose columns": lambda world, actor: saved_views.choose_columns(actor=actor, columns=["due"]),
    "change a colleague's view": lambda world, actor: saved_views.change(
        actor=actor, view=world.views["shared"], name="Mine", shared=False
    ),
    "delete a colleague's view": lambda world, actor: saved_views.delete(
        actor=actor, view=world.views["shared"]
    ),
    "invite staff": lambda world, actor: _invite(world, actor, Role.OFFICER),
    "invite member": lambda world, actor: _invite(world, actor, Role.MEMBER),
    "invite focal point": lambda world, actor: _invite(world, actor, Role.FOCAL_POINT),
    "send an invitation of staff again": lambda world, actor: people.send_again(
        actor=actor, invitation=world.people.invitations["staff"], at=TODAY
    ),
    "revoke an invitation of staff": lambda world, actor: people.revoke(
        actor=actor, invitation=world.people.invitations["staff"], at=TODAY
    ),
    "reset the factors of staff": lambda world, actor: people.reset_factors(
        actor=actor, membership=world.membership(cast.NO_FACTOR)
    ),
    "make a team of staff": lambda world, actor: teams.make(actor=actor, name="Plants"),
    "rename a team of staff": lambda world, actor: teams.rename(
        actor=actor, team=world.teams["full"], name="Plants"
    ),
    "delete a team of staff": lambda world, actor: teams.delete(actor=actor, team=world.teams["empty"]),
    "put staff into a team": lambda world, actor: teams.put(
        actor=actor, membership=world.membership(cast.NO_FACTOR), team=world.teams["full"]
    ),
    "compare rule sets": lambda world, actor: comparing.ask(
        actor=actor, on=TODAY.date(), scope=Scope(), at=TODAY
    ),
    "keep a Party": lambda world, actor: _kept(actor, Party, world.people.parties[ALDER], language="fr"),
    "keep a focal point": lambda world, actor: _kept(actor, FocalPoint, world.first_contact, language="fr"),
    "keep a meeting": lambda world, actor: _kept(actor, Meeting, world.meeting, source="A letter"),
    "keep a template": lambda world, actor: _kept(actor, RequestTemplate, world.template, name="Permits"),
    "look at what merging moves": lambda world, actor: merging.plan(
        actor=actor, kind=FocalPoint, duplicate=world.second_contact.pk, kept=world.first_contact.pk
    ),
    "merge": lambda world, actor: merging.merge(
        actor=actor,
        kind=FocalPoint,
        duplicate=world.second_contact.pk,
        kept=world.first_contact.pk,
        reason="The same.",
        on=TODAY.date(),
    ),
    "end a membership of staff": lambda world, actor: people.end_membership(
        actor=actor, membership=world.membership(cast.NO_FACTOR), at=TODAY
    ),
}


def _kept(actor: Any, kind: Any, record: Any, **fields: Any) -> Any:
    return reference.keep(actor=actor, kind=kind, key=record.pk, fields=fields, at=TODAY)


def _invite(world: World, actor: Any, role: Role) -> Any:
    party = world.people.parties[ALDER] if role is Role.FOCAL_POINT else None
    return people.invite(
        actor=actor, email="nora@party.example", name="Nora", role=role, party=party, at=TODAY
    )


CASE_WORK = frozenset({cast.OFFICER, cast.SUPERVISOR})
HEADS = frozenset({cast.SUPERVISOR, cast.ADMINISTRATOR})
MAY: dict[str, frozenset[str]] = {
    **dict.fromkeys(ACTS, CASE_WORK),
    **dict.fromkeys([act for act in ACTS if "staff" in act], HEADS),
    "answer request": cast.ALDER,
    "save a draft": cast.ALDER,
    "throw a draft away": cast.ALDER,
    "make the link of a calendar": cast.EVERYBODY - cast.NOBODIES,
    "end the link of a calendar": cast.EVERYBODY - cast.NOBODIES,
    "attach document": CASE_WORK | cast.ALDER,
    "remove document of one's own": CASE_WORK,
    "propose colleague": cast.PARTIES,
    "save a view": cast.SECRETARIAT,
    "choose columns": cast.SECRETARIAT,
    "change a colleague's view": frozenset(),
    "delete a colleague's view": frozenset(),
    "invite member": HEADS,
    "invite focal point": cast.SECRETARIAT,
    **dict.fromkeys(["compare rule sets", "keep a Party", "keep a focal point"], cast.SECRETARIAT),
    "keep a meeting": cast.SECRETARIAT,
    "look at what merging moves": HEADS,
    "merge": HEADS,
}
"""Who does each, stated by hand. What a focal point does not see is not there for them, which is no refusal."""


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("member", [cast.ADMINISTRATOR, cast.OFFICER, cast.OWN, cast.MEMBER, cast.STRANGER])
def test_whoever_may_not_is_refused_by_the_service(world: World, act: str, member: str) -> None:
    actor = world.people.actor(member)
    if member in MAY[act]:
        ACTS[act](world, actor)
    elif act == "remove document of one's own" and member == cast.OWN:
        with pytest.raises(ObjectDoesNotExist):
            ACTS[act](world, actor)
    else:
        with pytest.raises(PermissionDenied):
            ACTS[act](world, actor)


UNSEEN: dict[str, tuple[str, Call]] = {
    "an answer to another Party's request": (cast.OTHER, _answered),
    "an answer to a draft": (cast.OWN, lambda world, actor: _answered(world, actor, "draft")),
    "saving over another Party's draft": (cast.OTHER, _saved),
    "beginning a draft for what is not sent": (cast.OWN, lambda world, actor: _saved(world, actor, "draft")),
    "throwing another Party's draft away": (
        cast.OTHER,
        lambda world, actor: answer_drafts.discard(actor=actor, request=world.requests["own"], seen=1),
    ),
    # Told before the file is looked at, or the stage of the request.
    "a document for another Party's request": (
        cast.OTHER,
        lambda world, actor: _attached(world, actor, content=b"\x00\x01 no text"),
    ),
    "a document for a draft": (cast.OWN, lambda world, actor: _attached(world, actor, "draft")),
    "changing a colleague's view that is not shared": (
        cast.OFFICER,
        lambda world, actor: saved_views.change(
            actor=actor, view=world.views["private"], name="Mine", shared=False
        ),
    ),
    "deleting a colleague's view that is not shared": (
        cast.OFFICER,
        lambda world, actor: saved_views.delete(actor=actor, view=world.views["private"]),
    ),
    "taking back another Party's document": (
        cast.OTHER,
        lambda world, actor: documents.remove(actor=actor, document=world.documents["own waiting"]),
    ),
    "taking back what a Party has not sent": (
        cast.OFFICER,
        lambda world, actor: documents.remove(actor=actor, document=world.documents["own waiting"]),
    ),
    "taking back what was sent by another Party": (
        cast.OTHER,
        lambda world, actor: documents.remove(actor=actor, document=world.documents["own sent"]),
    ),
}


@pytest.mark.parametrize("what", UNSEEN)
def test_what_is_not_seen_is_not_there(world: World, what: str) -> None:
    member, call = UNSEEN[what]
    with pytest.raises(ObjectDoesNotExist):
        call(world, world.people.actor(member))


def test_a_matter_that_is_not_seen_is_not_brought_even_were_the_act_allowed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(access.TABLE, Act.BRING_MATTER, (frozenset({Role.FOCAL_POINT}), None))
    with pytest.raises(ObjectDoesNotExist):
        ACTS["bring matter"](world, world.people.actor(cast.OTHER))


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("keep a Party", Act.KEEP_REFERENCE_DATA),
        ("look at what merging moves", Act.MERGE_DUPLICATES),
        ("merge", Act.MERGE_DUPLICATES),
    ],
)
def test_an_entry_that_is_not_seen_is_not_there_even_were_the_act_allowed(
    world: World, monkeypatch: pytest.MonkeyPatch, act: str, code: Act
) -> None:
    monkeypatch.setitem(access.TABLE, code, (frozenset({Role.FOCAL_POINT}), None))
    with pytest.raises(ObjectDoesNotExist):
        ACTS[act](world, world.people.actor(cast.OTHER))


@pytest.mark.parametrize(
    ("act", "code"), [("open request", Act.OPEN_REQUEST), ("open matter", Act.OPEN_MATTER)]
)
def test_a_form_sent_twice_finds_only_what_its_sender_sees_even_were_the_act_allowed(
    world: World, monkeypatch: pytest.MonkeyPatch, act: str, code: Act
) -> None:
    """The same words by somebody who does not see what is there make another, and tell nothing of it."""
    monkeypatch.setitem(access.TABLE, code, (frozenset({Role.OFFICER, Role.FOCAL_POINT}), None))
    by_officer = ACTS[act](world, world.people.actor(cast.OFFICER))
    assert ACTS[act](world, world.people.actor(cast.OFFICER)) == by_officer
    assert ACTS[act](world, world.people.actor(cast.OTHER)) != by_officer


def test_putting_a_letter_back_in_line_is_decided_by_the_table(
    world: World, askers: dict[str, Asker], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Today all of the Secretariat may; the page asks the table all the same."""
    monkeypatch.setitem(access.TABLE, Act.RETRY_MESSAGE, (frozenset({Role.OFFICER}), None))
    url = reverse("secretariat:retry", args=[world.messages["own"].pk])
    assert askers[cast.SUPERVISOR].ask_and_undo("POST", url).status == 403
    assert askers[cast.OFFICER].ask_and_undo("POST", url).status == 302
