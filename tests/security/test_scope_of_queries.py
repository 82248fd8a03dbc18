"""What each query gives to each reader, asked of the query itself: stated by hand, with no page in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import Http404, QueryDict
from django.test import RequestFactory

from cases import correspondence, people, selectors
from cases.models import (
    Assessment,
    ComplianceMatter,
    Deadline,
    Document,
    FocalPoint,
    InformationRequest,
    MatterEvent,
    Meeting,
    Party,
    Submission,
)
from cases.services import documents
from cases.web.committee import pages
from cases.web.documents import taking
from cases.web.secretariat import drafts, forms, forms_people, lists, matters
from compliance.accounts.models import Invitation
from tests.security import cast
from tests.security.people import ALDER, BIRCH, TODAY
from tests.security.scopes import (
    ASSESSED,
    CONTACTS,
    DOCUMENTS,
    EVENTS,
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

ON = TODAY.date()


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def labels(known: dict[str, Any], found: Any) -> frozenset[str]:
    """The labels of what was found, by its key; what has none is called by its key."""
    by_key = {one.pk: label for label, one in known.items()}
    return frozenset(by_key.get(getattr(one, "pk", one), str(one)) for one in found)


def test_records(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    found = InformationRequest.objects.visible_to(actor)
    assert labels(world.requests, found) == REQUESTS.get(reader, NOTHING)
    assert labels(world.submissions, Submission.objects.visible_to(actor)) == SUBMISSIONS.get(reader, NOTHING)
    assert labels(world.documents, Document.objects.visible_to(actor)) == DOCUMENTS.get(reader, NOTHING)
    assert labels(world.matters, ComplianceMatter.objects.visible_to(actor)) == MATTERS.get(reader, NOTHING)


def test_what_hangs_on_records(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    deadlines = Deadline.objects.visible_to(actor).values_list("request", flat=True)
    assert labels(world.requests, deadlines) == SENT.get(reader, NOTHING)
    assessments = Assessment.objects.visible_to(actor).values_list("submission", flat=True)
    assert labels(world.submissions, assessments) == ASSESSED.get(reader, NOTHING)
    events = MatterEvent.objects.visible_to(actor).values_list("matter", flat=True)
    assert labels(world.matters, events) == EVENTS.get(reader, NOTHING)


def test_parties_and_meetings(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    parties = Party.objects.visible_to(actor).filter(iso2__startswith="X")
    assert {one.iso2 for one in parties} == PARTIES.get(reader, NOTHING)
    assert len(set(parties)) == len(list(parties)), "each once"
    contacts = FocalPoint.objects.visible_to(actor).values_list("party__iso2", flat=True)
    assert set(contacts) == CONTACTS.get(reader, NOTHING)
    assert Meeting.objects.visible_to(actor).exists() is (reader in MATTERS)


def test_what_belongs_to_a_draft_is_its_secretariats_alone(world: World) -> None:
    """No service makes these; should one, the Party and the Committee see none of them."""
    for label in ("draft", "draft brought"):
        request = world.requests[label]
        submission = _copy(world.submissions["own"], request=request)
        _copy(Assessment.objects.get(submission=world.submissions["brought"]), submission=submission)
        _copy(world.documents["own sent"], request=request, submission=submission, file=f"{label}/made-up")
        _copy(Deadline.objects.filter(request=world.requests["own"])[0], request=request)
    for reader in (cast.OWN, cast.MEMBER):
        test_records(world, reader)
        test_what_hangs_on_records(world, reader)


def _copy(one: Any, **fields: Any) -> Any:
    """Another row like this one, as no service would write it."""
    copied = type(one).objects.get(pk=one.pk)
    copied.pk, copied._state.adding = None, True
    for name, value in fields.items():
        setattr(copied, name, value)
    if isinstance(copied, Submission | Document):
        fresh = type(one)()
        for name in ("pk", "key") if isinstance(copied, Submission) else ("pk",):
            setattr(copied, name, getattr(fresh, name))
    copied.save(force_insert=True)
    return copied


def test_people(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    present = {one.user_id for one in people.present(actor=actor)}
    named = {label for label, user in world.people.users.items() if user.pk in present}
    colleagues = {cast.OWN: {cast.OWN, cast.DISABLED}, cast.OTHER: {cast.OTHER}}
    everybody = set(world.people.users) - {cast.STRANGER, cast.ENDED}
    assert named == (everybody if reader == cast.OFFICER else colleagues.get(reader, set()))
    invited = labels(world.people.invitations, people.invitations(actor=actor))
    by_party = {cast.OWN: {"proposed by Alder"}, cast.OTHER: {"proposed by Birch", "focal point"}}
    everyone = set(world.people.invitations)
    assert invited == (everyone if reader == cast.OFFICER else by_party.get(reader, set()))


def test_an_invitation_that_is_settled_is_on_no_list(world: World, reader: str) -> None:
    Invitation.objects.update(state=Invitation.State.REVOKED, secret_digest="")
    assert not people.invitations(actor=world.people.actor(reader))


def test_a_focal_point_never_sees_who_joins_in_another_role_for_the_same_party(world: World) -> None:
    """A member of the Committee may represent a Party: that makes them no colleague."""
    alder = world.people.parties[ALDER]
    membership = world.membership(cast.MEMBER)
    membership.party = alder
    membership.save()
    invitation = world.people.invitations["member"]
    Invitation.objects.filter(pk=invitation.pk).update(party=alder)
    actor = world.people.actor(cast.OWN)
    assert membership not in people.memberships(actor=actor)
    assert invitation not in people.invitations(actor=actor)


def test_lists_of_requests(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), REQUESTS.get(reader, NOTHING)
    work = [one for kind in selectors.Work for one in selectors.requests_in(actor=actor, work=kind, on=ON)]
    assert labels(world.requests, work) == seen
    assert sum(selectors.counts(actor=actor, on=ON).values()) == len(seen)
    assert labels(world.requests, selectors.requests_matching(actor=actor, on=ON)) == seen
    for label, request in world.requests.items():
        assert selectors.request_of(actor=actor, reference=request.reference).exists() is (label in seen)


def test_lists_of_dates(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), SENT.get(reader, NOTHING)
    dated = labels(world.requests, Deadline.objects.open_in_force().values_list("request", flat=True)) & seen
    urgent = selectors.most_urgent(actor=actor)
    assert labels(world.requests, urgent) == dated
    found = selectors.open_deadlines(actor=actor, on=ON).values_list("request", flat=True)
    assert labels(world.requests, found) == dated
    steps = selectors.next_steps(actor=actor, requests=world.requests.values(), on=ON)
    assert labels(world.requests, steps) == dated
    InformationRequest.objects.exclude(stage="DRAFT").update(qualifies_on=ON)
    proposed = labels(world.requests, selectors.proposals(actor=actor, on=ON))
    assert proposed == seen - {"brought", "withdrawn", "other brought"}


def test_matters(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), MATTERS.get(reader, NOTHING)
    assert labels(world.matters, selectors.matters_visible(actor=actor)) == seen
    requests, counted = REQUESTS.get(reader, NOTHING), {}
    for label, matter in world.matters.items():
        assert selectors.matter_of(actor=actor, reference=matter.reference).exists() is (label in seen)
        assert bool(selectors.matter_events(actor=actor, matter=matter)) is (
            label in EVENTS.get(reader, NOTHING)
        )
        inside = {one for one in requests if world.requests[one].matter_id == matter.pk}
        assert labels(world.requests, selectors.requests_of_matter(actor=actor, matter=matter)) == inside
        counted |= {matter.pk: len(inside)} if inside else {}
    assert selectors.request_counts(actor=actor, matters=world.matters.values()) == counted


def test_the_file_of_a_request(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    for label, submission in world.submissions.items():
        file = selectors.case_file(actor=actor, request=world.requests[label], on=ON)
        assert labels(world.submissions, file.submissions) == SUBMISSIONS.get(reader, NOTHING) & {label}
        assert bool(file.assessments) is (label in ASSESSED.get(reader, NOTHING))
        taking.sent(actor=actor, submissions=[submission])
        shown = labels(world.documents, submission.visible_documents)
        assert shown == DOCUMENTS.get(reader, NOTHING) & {f"{label} sent"}
        vars(submission).pop("visible_documents")
        submission._prefetched_objects_cache = {}
    shown = pages.requests(actor=actor, found=[world.requests["own"]], meeting=None, today=ON)
    assert bool(shown[0].steps) is (reader in (cast.OWN, cast.OFFICER))


def test_correspondence_is_the_secretariats(world: World, reader: str) -> None:
    actor, staff = world.people.actor(reader), reader == cast.OFFICER
    assert correspondence.messages_visible(actor=actor).exists() is staff
    assert correspondence.waiting_for_address(actor=actor).exists() is staff
    assert correspondence.parties_without_address(actor=actor).exists() is staff
    assert correspondence.pauses_visible(actor=actor).exists() is staff
    for label in ("own", "other", "brought"):
        request = world.requests[label]
        assert bool(correspondence.letters_about(actor=actor, request=request)) is staff
        assert bool(correspondence.stages_of(actor=actor, request=request)) is staff


def test_whether_a_party_has_an_address_is_said_to_whoever_sees_its_contacts(
    world: World, reader: str
) -> None:
    party = Party.objects.get(iso2=BIRCH)
    party.mailbox = ""
    seen = BIRCH in CONTACTS.get(reader, NOTHING)
    assert correspondence.has_address(actor=world.people.actor(reader), party=party) is seen


def test_what_waits_for_an_answer_is_of_its_own_side(world: World, reader: str) -> None:
    own = {cast.OWN: {"own waiting"}, cast.OFFICER: {"staff waiting"}}
    key = world.documents["own waiting"].form_key
    found = documents.waiting(actor=world.people.actor(reader), request=world.requests["own"], form_key=key)
    assert labels(world.documents, found) == own.get(reader, set())
    if reader not in (cast.OWN,):
        with pytest.raises(Http404):
            taking.take_back(actor=world.people.actor(reader), named=str(world.documents["own waiting"].pk))


def test_choices_of_forms(world: World, reader: str) -> None:
    """A form offers what its reader sees, whichever desk it was made for."""
    actor, seen = world.people.actor(reader), PARTIES.get(reader, NOTHING)
    offered: list[Callable[[], Any]] = [
        lambda: forms.parties(actor),
        lambda: forms_people.InvitationForm(roles=[], actor=actor).fields["party"].queryset,
    ]
    for choices in offered:
        assert {one.iso2 for one in choices() if one.is_made_up} == seen
    assert bool(drafts._initial(actor, QueryDict(f"party={BIRCH}"))["party"]) is (BIRCH in seen)
    asked = RequestFactory().get("/", {"party": BIRCH})
    assert bool(matters._asked_party(actor, asked)) is (BIRCH in seen)
    if BIRCH not in seen:
        with pytest.raises(Http404):
            lists._party(actor, BIRCH)
    named = forms.RequestForm({"matter": world.matters["other"].reference}, actor=actor)
    assert ("matter" in named.errors) is ("other" not in MATTERS.get(reader, NOTHING))


def test_the_next_meeting_is_told_to_whoever_has_a_desk(world: World, reader: str) -> None:
    told = selectors.next_meeting(actor=world.people.actor(reader), on=date(2027, 6, 1))
    assert bool(told) is (reader in MATTERS)
