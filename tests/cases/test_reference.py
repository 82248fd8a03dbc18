"""Reference data: what is kept and refused, and what becomes of an entry that was made twice."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from cases.models import (
    ComplianceMatter,
    Document,
    FocalPoint,
    InformationRequest,
    Meeting,
    Party,
    RequestTemplate,
    Submission,
)
from cases.services import documents, merging, people, reference, reference_data, requests, submissions
from cases.services.refusals import Refused
from compliance.accounts.models import Invitation, Membership, User
from tests.cases import article_xiii, sample_files
from tests.conftest import MakeMatter, MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 1)
PARTY = {
    "iso2": "XK",
    "name_en": "Kapok",
    "name_fr": "Kapokier",
    "name_es": "Ceiba",
    "region": "AFRICA",
    "name_source": "Notification 1",
    "region_source": "List 1",
}
MEETING = {"code": "SC90", "body": "SC", "starts_on": date(2027, 9, 1), "source": "Notification 2"}
TEMPLATE = {
    "name": "Permits",
    "subject_en": "Permits",
    "questions_en": "Which?",
    "rule_set_code": "SC78-DOC-37-ANNEX",
}


def kept(user: User, kind: type[Model], key: int | None = None, seen: str = "", **fields: Any) -> Any:
    return reference.keep(actor=actor_of(user), kind=kind, fields=fields, at=at(TODAY), key=key, seen=seen)


def test_a_party_joins_and_is_renamed_and_its_old_name_stays(officer: User) -> None:
    joined = kept(officer, Party, **PARTY, entered_into_force_on=date(2026, 6, 1), entry_source="Depositary")
    renamed = kept(officer, Party, key=joined.pk, name_en="Kapokia", name_source="Notification 9")
    assert (renamed.name_en, renamed.region) == ("Kapokia", "AFRICA")
    assert list(joined.history.order_by("pk").values_list("name_en", "name_source")) == [
        ("Kapok", "Notification 1"),
        ("Kapokia", "Notification 9"),
    ]


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        pytest.param(Party, PARTY | {"name_source": ""}, "name_source", id="a name without its source"),
        pytest.param(
            Party, PARTY | {"region_source": " "}, "region_source", id="a region without its source"
        ),
        pytest.param(
            Party,
            PARTY | {"entered_into_force_on": date(2026, 1, 1)},
            "entry_source",
            id="a date without its source",
        ),
        pytest.param(Party, PARTY | {"iso2": "x1"}, "iso2", id="no ISO code"),
        pytest.param(Meeting, MEETING | {"source": ""}, "source", id="a meeting without its source"),
        pytest.param(Meeting, MEETING | {"ends_on": date(2027, 8, 1)}, None, id="ends before it begins"),
        pytest.param(
            Meeting,
            MEETING | {"own_document_deadline_on": date(2027, 9, 2)},
            "own_document_deadline_on",
            id="documents due after it begins",
        ),
        pytest.param(
            RequestTemplate, TEMPLATE | {"subject_fr": "Permis"}, "questions_fr", id="half a language"
        ),
        pytest.param(
            RequestTemplate, TEMPLATE | {"rule_set_code": "NONE"}, "rule_set_code", id="no such rule set"
        ),
        pytest.param(RequestTemplate, TEMPLATE | {"name": "a\u202eb"}, "name", id="unseen characters"),
    ],
)
def test_what_is_not_taken(
    officer: User, kind: type[Model], fields: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(Refused) as refused:
        kept(officer, kind, **fields)
    assert refused.value.field == field
    assert not kind._default_manager.exists()


def test_a_code_or_a_party_is_not_corrected_but_entered_anew(
    officer: User, party: Party, other_party: Party
) -> None:
    with pytest.raises(Refused) as refused:
        kept(officer, Party, key=party.pk, iso2="XZ")
    assert refused.value.field == "iso2"
    person = FocalPoint.objects.get(party=party)
    with pytest.raises(Refused) as refused:
        kept(officer, FocalPoint, key=person.pk, party=other_party)
    assert refused.value.field == "party"


def test_a_focal_point_leaves_on_a_day_that_has_come(officer: User, party: Party) -> None:
    person = FocalPoint.objects.get(party=party)
    with pytest.raises(Refused, match="once it has come"):
        kept(officer, FocalPoint, key=person.pk, left_on=date(2026, 12, 2))
    kept(officer, FocalPoint, key=person.pk, left_on=TODAY)
    assert not FocalPoint.objects.present().filter(party=party).exists()
    again = kept(officer, FocalPoint, party=party, name="Flora", email="FOCAL-XA@party.example")
    assert again.email == "focal-xa@party.example"
    with pytest.raises(Refused, match="already a focal point"):
        kept(officer, FocalPoint, party=party, name="Flora", email="focal-xa@party.example")


def test_a_page_that_is_behind_says_so(officer: User, supervisor: User) -> None:
    meeting = kept(officer, Meeting, **MEETING)
    seen = reference.version(meeting)
    kept(supervisor, Meeting, key=meeting.pk, seen=seen, starts_on=date(2027, 10, 1), source="Notification 3")
    with pytest.raises(reference.Stale):
        kept(officer, Meeting, key=meeting.pk, seen=seen, place="Geneva")
    moves = meeting.history.order_by("pk").values_list("starts_on", "source")
    assert list(moves) == [(date(2027, 9, 1), "Notification 2"), (date(2027, 10, 1), "Notification 3")]


def test_who_keeps_what(administrator: User, focal_point: User, member: User) -> None:
    kept(administrator, Meeting, **MEETING)
    with pytest.raises(PermissionDenied):
        kept(administrator, RequestTemplate, **TEMPLATE)
    for user in (focal_point, member):
        for kind, fields in ((Party, PARTY), (Meeting, MEETING), (RequestTemplate, TEMPLATE)):
            with pytest.raises(PermissionDenied):
                kept(user, kind, **fields)


# Merging


def merged(user: User, duplicate: Any, into: Any, reason: str = "The same.", seen: str = "") -> merging.Plan:
    return merging.merge(
        actor=actor_of(user),
        kind=type(duplicate),
        duplicate=duplicate.pk,
        kept=into.pk,
        reason=reason,
        on=TODAY,
        seen=seen,
    )


@pytest.fixture
def twice(
    party: Party,
    other_party: Party,
    officer: User,
    supervisor: User,
    focal_point: User,
    make_request: MakeRequest,
    make_matter: MakeMatter,
) -> tuple[Party, Party]:
    """Alder, with one of everything, is the duplicate; Birch, with one request, is kept."""
    matter = make_matter()
    sent = make_request(sent_on=date(2026, 11, 2), matter=matter)
    make_request()
    key = uuid.uuid4()
    for form_key, name in ((key, "sent"), (uuid.uuid4(), "waiting")):
        documents.attach(
            actor=actor_of(focal_point),
            request=sent,
            form_key=form_key,
            upload=SimpleUploadedFile(f"{name}.pdf", sample_files.pdf(name)),
            at=at(date(2026, 11, 10)),
        )
    submissions.answer(
        actor=actor_of(focal_point),
        request=sent,
        key=key,
        justification="A flood.",
        at=at(date(2026, 11, 10)),
    )
    people.invite(
        actor=actor_of(supervisor),
        email="new@party.example",
        name="Nora",
        role="FOCAL_POINT",
        party=party,
        at=at(TODAY),
    )
    make_request(sent_on=date(2026, 11, 3), party=other_party, subject="Of Birch")
    return party, other_party


def test_what_hangs_on_a_party_moves_with_its_history(
    twice: tuple[Party, Party], supervisor: User, focal_point: User
) -> None:
    alder, birch = twice
    shown = merging.plan(actor=actor_of(supervisor), kind=Party, duplicate=alder.pk, kept=birch.pk)
    done = merged(supervisor, alder, birch, seen=shown.seen)
    counted = (
        done.requests,
        done.matters,
        done.focal_points,
        done.joined,
        done.memberships,
        done.invitations,
    )
    assert counted == (2, 1, 1, 0, 1, 1)
    assert (done.documents, done.readers, done.new_readers_of) == (1, 1, 1)
    for model in (InformationRequest, ComplianceMatter, FocalPoint, Membership, Invitation):
        rows = model._default_manager.all()  # type: ignore[attr-defined]
        assert not rows.filter(party=alder).exists(), model
        born = model.history.filter(history_type="+", party=birch).values("id")  # type: ignore[attr-defined]
        for row in rows.filter(party=birch).exclude(pk__in=born):
            last = row.history.latest()
            assert (last.party_id, last.history_change_reason) == (birch.pk, "The same.")
    alder.refresh_from_db()
    assert alder.merged_into == birch
    assert alder.history.latest().history_change_reason == "The same."
    assert list(Party.objects.present()) == [birch]
    assert not Document.objects.waiting().filter(party=alder).exists()


def test_what_was_sent_stays_final_and_is_read_as_before(
    twice: tuple[Party, Party], supervisor: User, focal_point: User, other_focal_point: User
) -> None:
    """A document that was sent names the Party under which it was; who may read it follows the request."""
    alder, birch = twice
    merged(supervisor, alder, birch)
    sent = Document.objects.get(submission__isnull=False)
    assert sent.party == alder
    for user in (focal_point, other_focal_point):
        actor = actor_of(user)
        assert actor.party_id == birch.pk
        assert set(Document.objects.visible_to(actor).values_list("name", flat=True)) == {
            "sent.pdf",
            "waiting.pdf",
        }
        assert Submission.objects.visible_to(actor).count() == 1
        assert InformationRequest.objects.visible_to(actor).count() == 2, "the two that were sent, no draft"
    assert Document.objects.visible_to(actor_of(supervisor)).filter(pk=sent.pk).exists()


def test_one_person_on_record_with_both_becomes_one(
    party: Party, other_party: Party, supervisor: User
) -> None:
    FocalPoint.objects.filter(party=other_party).update(email="focal-xa@party.example")
    done = merged(supervisor, party, other_party)
    assert (done.focal_points, done.joined) == (0, 1)
    [person] = FocalPoint.objects.present()
    double = FocalPoint.objects.exclude(pk=person.pk).get()
    assert (double.merged_into, double.left_on, double.party) == (person, TODAY, other_party)


def test_what_pointed_to_the_duplicate_points_to_the_kept_one(
    party: Party, other_party: Party, supervisor: User, officer: User
) -> None:
    third = kept(officer, Party, **PARTY)
    merged(supervisor, third, party)
    merged(supervisor, party, other_party)
    third.refresh_from_db()
    assert third.merged_into == other_party


@pytest.mark.parametrize(
    ("duplicate", "into", "words"),
    [
        pytest.param("XA", "XA", "the same entry", id="itself"),
        pytest.param("XM", "XB", "merged already", id="a merged one"),
        pytest.param("XA", "XM", "merged already", id="into a merged one"),
        pytest.param("XA", "AD", "made up", id="made up into real"),
        pytest.param("AD", "XA", "made up", id="real into made up"),
    ],
)
def test_what_cannot_be_merged(
    party: Party, other_party: Party, supervisor: User, officer: User, duplicate: str, into: str, words: str
) -> None:
    gone = kept(officer, Party, **PARTY | {"iso2": "XM"})
    kept(officer, Party, **PARTY | {"iso2": "AD"})
    merged(supervisor, gone, other_party)
    entries = {one.iso2: one for one in Party.objects.all()}
    before = list(Party.objects.order_by("pk").values())
    with pytest.raises(Refused, match=words):
        merged(supervisor, entries[duplicate], entries[into])
    assert list(Party.objects.order_by("pk").values()) == before


def test_proposals_of_one_person_under_both_are_settled_first(
    party: Party, other_party: Party, focal_point: User, other_focal_point: User, supervisor: User
) -> None:
    for user in (focal_point, other_focal_point):
        people.propose(actor=actor_of(user), email="cora@party.example", name="Cora", at=at(TODAY))
    with pytest.raises(Refused, match="Cora is proposed"):
        merged(supervisor, party, other_party)
    assert Invitation.objects.filter(party=party).count() == 1


@pytest.mark.parametrize(("reason", "field"), [(" ", "reason"), ("x" * 101, "reason")])
def test_a_merge_has_its_reason(
    party: Party, other_party: Party, supervisor: User, reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        merged(supervisor, party, other_party, reason=reason)
    assert refused.value.field == field


def test_more_than_was_shown_is_not_moved(
    twice: tuple[Party, Party], supervisor: User, make_request: MakeRequest
) -> None:
    alder, birch = twice
    shown = merging.plan(actor=actor_of(supervisor), kind=Party, duplicate=alder.pk, kept=birch.pk)
    make_request(subject="One more")
    with pytest.raises(Refused, match="look again"):
        merged(supervisor, alder, birch, seen=shown.seen)
    assert InformationRequest.objects.filter(party=alder).count() == 3


def test_officers_and_parties_merge_nothing(
    party: Party, other_party: Party, officer: User, focal_point: User, member: User
) -> None:
    for user in (officer, focal_point, member):
        with pytest.raises(PermissionDenied):
            merged(user, party, other_party)
        with pytest.raises(PermissionDenied):
            merging.plan(actor=actor_of(user), kind=Party, duplicate=party.pk, kept=other_party.pk)


def test_nothing_is_asked_of_an_entry_that_was_merged(
    party: Party, other_party: Party, supervisor: User, officer: User
) -> None:
    merged(supervisor, party, other_party)
    party.refresh_from_db()
    with pytest.raises(Refused, match="entered twice"):
        requests.open_draft(
            actor=actor_of(officer),
            party=party,
            subject="Permits",
            questions="Which?",
            rule_set_code="SC78-DOC-37-ANNEX",
            officer=officer,
            at=at(TODAY),
        )
    with pytest.raises(Refused, match="entered twice"):
        kept(officer, FocalPoint, party=party, name="Flora", email="flora@party.example")
    with pytest.raises(Refused, match="entered twice"):
        kept(officer, Party, key=party.pk, mailbox="x@party.example")


def test_focal_points_of_one_party_are_merged_and_of_two_are_not(
    party: Party, other_party: Party, supervisor: User
) -> None:
    first = FocalPoint.objects.get(party=party)
    second = FocalPoint.objects.create(party=party, name="F. Alder", email="f.alder@party.example")
    with pytest.raises(Refused, match="two Parties"):
        merged(supervisor, second, FocalPoint.objects.get(party=other_party))
    merged(supervisor, second, first)
    second.refresh_from_db()
    assert (second.merged_into, second.left_on) == (first, TODAY)
    assert list(FocalPoint.objects.present().filter(party=party)) == [first]


def test_loading_the_reference_data_again_follows_a_merge(supervisor: User, officer: User) -> None:
    reference_data.load(at=at(TODAY))
    matter = ComplianceMatter.objects.filter(origin="PUBLIC_RECORD").first()
    assert matter is not None
    other = kept(officer, Party, **PARTY | {"iso2": "QQ"})
    merged(supervisor, matter.party, other)
    assert reference_data.load(at=at(TODAY)) == {"parties": 0, "meetings": 0, "public_record": 0}


def test_deadlines_move_at_once_with_a_meeting_that_is_corrected(
    officer: User, make_matter: MakeMatter
) -> None:
    found = kept(officer, Meeting, **MEETING)
    measure = article_xiii.decide(officer=actor_of(officer), matter=make_matter(brought=article_xiii.BROUGHT))
    deadline = article_xiii.before(found, officer=actor_of(officer), measure=measure)
    kept(officer, Meeting, key=found.pk, starts_on=date(2027, 10, 1), source="Notification 3")
    deadline.refresh_from_db()
    assert deadline.due_on == date(2027, 7, 3)
    assert [one.due_on for one in deadline.moved.all()] == [date(2027, 6, 3)]
