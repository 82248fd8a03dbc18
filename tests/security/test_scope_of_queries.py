"""What each query gives to each reader, asked of the query itself: stated by hand, with no page in between."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404, QueryDict
from django.test import RequestFactory

from cases import (
    audit,
    by_party,
    committee,
    correspondence,
    internal,
    known,
    matter_file,
    people,
    reference_history,
    searching,
    selectors,
    trends,
)
from cases.access import Actor
from cases.models import (
    Assessment,
    Comparison,
    ComplianceMatter,
    Consultation,
    Deadline,
    Document,
    FocalPoint,
    InformationRequest,
    InternalNote,
    MatterEvent,
    Meeting,
    Party,
    RequestTemplate,
    SavedView,
    Submission,
)
from cases.services import documents, notes, search
from cases.web import stacked
from cases.web.documents import taking
from cases.web.secretariat import (
    beginnings,
    comparison,
    forms,
    forms_people,
    forms_reference,
    matters,
    reference,
    reference_changes,
    reference_kinds,
    saved_views,
)
from cases.web.secretariat.asked import Asked
from cases.web.secretariat.filters import Reader
from cases.web.secretariat.matter_list import AskedMatters
from compliance.accounts.models import Invitation, Membership, Team, User
from tests.security import cast
from tests.security.canaries import word_for
from tests.security.people import ALDER, BIRCH, TODAY
from tests.security.scopes import (
    ASSESSED,
    CONTACTS,
    DOCUMENTS,
    EVENTS,
    FOUND,
    MATTERS,
    NOTHING,
    PARTIES,
    READERS,
    REQUESTS,
    SENT,
    SUBMISSIONS,
    VIEWS,
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
    assert labels(world.requests, selectors.requests_matching(actor=actor)) == seen
    for label, request in world.requests.items():
        assert selectors.request_of(actor=actor, reference=request.reference).exists() is (label in seen)


def test_filters_of_lists(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), REQUESTS.get(reader, NOTHING)
    for query in ("", "sort=due", "sort=-sent"):
        asked = Asked(QueryDict(query), reader=Reader(actor, ON))
        assert labels(world.requests, asked.found()) == seen
    dated = labels(
        world.requests,
        Deadline.objects.open_in_force().filter(step="REPLY").values_list("request", flat=True),
    )
    asked = Asked(QueryDict("step=REPLY"), reader=Reader(actor, ON))
    assert labels(world.requests, asked.found()) == dated & seen
    matters = AskedMatters(QueryDict("q=M-"), reader=Reader(actor, ON))
    assert labels(world.matters, matters.found()) <= MATTERS.get(reader, NOTHING)


def test_colleagues_teams_and_views_are_the_secretariats(world: World, reader: str) -> None:
    actor, staff = world.people.actor(reader), reader == cast.OFFICER
    Team.objects.create(name="Flora")
    assert people.teams(actor=actor).exists() is staff
    officers = people.case_officers(actor=actor).values_list("user", flat=True)
    at_work = {cast.OFFICER, cast.SUPERVISOR, cast.NO_FACTOR} if staff else set()
    assert labels(world.people.users, officers) == at_work
    User.objects.filter(pk=world.people.users[cast.NO_FACTOR].pk).update(is_active=False)
    Membership.objects.filter(user=world.people.users[cast.SUPERVISOR]).update(ended_at=TODAY)
    assert labels(world.people.users, officers.all()) == at_work & {cast.OFFICER}
    seen = VIEWS.get(reader, NOTHING)
    assert labels(world.views, SavedView.objects.visible_to(actor)) == seen
    assert labels(world.views, [entry.view for entry in saved_views.menu(actor=actor)]) == seen


def test_a_request_is_found_by_the_words_that_its_reader_may_read(world: World, reader: str) -> None:
    note = InternalNote.objects.create(
        request=world.requests["brought"],
        text=word_for("note"),
        written_by=world.people.users[cast.OFFICER],
        written_at=TODAY,
    )
    search.write_note(note=note)
    actor = world.people.actor(reader)
    assert labels(world.requests, searching.found(actor=actor, text="IR-")) == REQUESTS.get(reader, NOTHING)
    for what in set().union(*FOUND.values()):
        found = searching.found(actor=actor, text=word_for(what))
        assert found.exists() is (what in FOUND.get(reader, ())), what
        assert labels(world.requests, found) <= REQUESTS.get(reader, NOTHING)
    for word in ("document own waiting", "document staff waiting", "letter own", "reasons closed"):
        assert not searching.found(actor=actor, text=word_for(word)).exists(), word


def test_lists_of_dates(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), SENT.get(reader, NOTHING)
    dated = labels(world.requests, Deadline.objects.open_in_force().values_list("request", flat=True)) & seen
    urgent = selectors.most_urgent(actor=actor)
    assert selectors.is_any_sent(actor=actor) is bool(seen)
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
    shown = stacked.requests(actor=actor, found=[world.requests["own"]], meeting=None, today=ON)
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
    begun = beginnings.of(actor=actor, asked=QueryDict(f"party={BIRCH}"), on=ON)
    assert bool(begun.initial["party"]) is (BIRCH in seen)
    for label, request in world.requests.items():
        for name in ("follows", "like"):
            begun = beginnings.of(actor=actor, asked=QueryDict(f"{name}={request.reference}"), on=ON)
            assert bool(getattr(begun, name)) is (label in REQUESTS.get(reader, NOTHING))
    asked = RequestFactory().get("/", {"party": BIRCH})
    assert bool(matters._asked_party(actor, asked)) is (BIRCH in seen)
    if BIRCH not in seen:
        assert Asked(QueryDict(f"party={BIRCH}"), reader=Reader(actor, ON)).form.errors["party"]
    named = forms.RequestForm({"matter": world.matters["other"].reference}, actor=actor)
    assert ("matter" in named.errors) is ("other" not in MATTERS.get(reader, NOTHING))


def test_what_staff_keep_among_themselves_is_the_secretariats(world: World, reader: str) -> None:
    actor, staff = world.people.actor(reader), reader == cast.OFFICER
    for label, request in world.requests.items():
        written, asked = label in world.notes, label in world.tasks
        assert internal.notes_of(actor=actor, request=request).exists() is (staff and written)
        assert internal.tasks_of(actor=actor, request=request).exists() is (staff and asked)
        assert bool(audit.of_request(actor=actor, request=request).found) is staff
    assert internal.my_tasks(actor=actor).exists() is staff
    named = Actor(world.people.users[cast.SUPERVISOR].pk, actor.role, actor.party_id)
    assert internal.my_mentions(actor=named).exists() is staff
    assert notes.colleagues(actor=actor).exists() is staff
    found = RequestTemplate.objects.create(name="T", subject_en="S", questions_en="Q")
    begun = beginnings.of(actor=actor, asked=QueryDict(f"template={found.pk}"), on=ON)
    assert (begun.template is not None) is staff


def test_a_past_day_is_looked_at_by_the_secretariat_with_what_it_sees(world: World, reader: str) -> None:
    """Nobody else is told of the words that a row had before."""
    actor, request = world.people.actor(reader), world.requests["own"]
    record = InformationRequest.objects.get(pk=request.pk)
    record.subject = "As it is now"
    then = known.request(actor=actor, record=record, known_by=TODAY + timedelta(days=1000))
    assert (then.subject == request.subject) is (reader == cast.OFFICER)


def test_a_follow_up_is_named_to_whoever_sees_it(world: World, reader: str) -> None:
    first, second = world.requests["own"], world.requests["draft"]
    InformationRequest.objects.filter(pk=second.pk).update(follows=first)
    second.refresh_from_db()
    actor, seen = world.people.actor(reader), REQUESTS.get(reader, NOTHING)
    found = labels(world.requests, selectors.linked(actor=actor, request=first))
    assert found == seen & {"draft"}
    assert labels(world.requests, selectors.linked(actor=actor, request=second)) == seen & {"own"}


def test_what_is_the_secretariats_alone(world: World, reader: str) -> None:
    actor, staff = world.people.actor(reader), reader == cast.OFFICER
    assert RequestTemplate.objects.visible_to(actor).exists() is staff
    assert Comparison.objects.visible_to(actor).exists() is staff
    assert comparison._kept(actor).exists() is staff
    Comparison.objects.update(finished_at=None)
    assert bool(comparison._running(actor)) is staff
    states = reference_history.states(actor=actor, record=world.template)
    assert states.exists() is staff


def test_requests_under_each_text(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    listed = comparison._requests(actor, None, ON, {})["rows"]
    assert labels(world.requests, [row.record for row in listed]) == SENT.get(reader, NOTHING)


def test_reference_data(world: World, reader: str) -> None:
    """A list of a kind shows what its reader sees, and so do the names in a history."""
    actor, seen = world.people.actor(reader), PARTIES.get(reader, NOTHING)
    kind = reference_kinds.KINDS["parties"]
    assert {one.iso2 for one in kind.visible(actor)} == seen
    assert sum(count for _region, count in reference._regions(actor)) == len(seen)
    others = reference_changes._others(actor, kind, world.people.parties[ALDER])
    assert {one.iso2 for one in others} == seen - {ALDER}
    states = world.second_contact.history.all()
    names = reference_history.names(actor=actor, kind=type(world.second_contact), states=states)
    assert bool(names) is (ALDER in seen)
    offered = forms_reference.NewFocalPointForm(actor=actor).fields["party"].queryset
    assert {one.iso2 for one in offered} == seen
    for iso2, party in world.people.parties.items():
        if iso2 in seen:
            assert reference.find(actor, kind, party.pk) == party
        else:
            with pytest.raises(Http404):
                reference.find(actor, kind, party.pk)


def test_the_next_meeting_is_told_to_whoever_has_a_desk(world: World, reader: str) -> None:
    told = selectors.next_meeting(actor=world.people.actor(reader), on=date(2027, 6, 1))
    assert bool(told) is (reader in MATTERS)


def test_teams(world: World, reader: str) -> None:
    actor, staff = world.people.actor(reader), reader == cast.OFFICER
    seen = frozenset(world.teams) if staff else NOTHING
    assert labels(world.teams, people.teams(actor=actor)) == seen
    assert labels(world.teams, [team for team, _inside in people.with_colleagues(actor=actor)]) == seen
    assert people.team_of(actor=actor) == (world.teams["full"] if staff else None)


def test_trends_count_what_their_reader_sees(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), SENT.get(reader, NOTHING)
    found = trends.of_requests(actor=actor, on=ON)
    for groups in (found.months, found.regions):
        assert sum(group.requests for group in groups.values()) == len(seen)
    replied = InformationRequest.objects.filter(replied_on__isnull=False).values_list("pk", flat=True)
    timed = any(group.reply_days is not None for group in found.months.values())
    assert timed is bool(labels(world.requests, replied) & seen)


def test_what_is_open_by_party(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    found = by_party.what_is_open(actor=actor, on=ON)
    assert {one.party.iso2 for one in found if one.party.is_made_up} == PARTIES.get(reader, NOTHING)
    assert sum(one.matters for one in found) == len(MATTERS.get(reader, NOTHING) - {"public"})
    dated = Deadline.objects.open_in_force().values_list("request", flat=True)
    seen = labels(world.requests, dated) & SENT.get(reader, NOTHING)
    assert sum(one.requests for one in found) == len(seen)


OF_MATTERS: tuple[Callable[..., Any], ...] = (
    matter_file.acts,
    matter_file.assistance,
    matter_file.consultations,
    matter_file.contacts,
    matter_file.documents,
    matter_file.measures,
    matter_file.recommendations,
    matter_file.recusals,
    matter_file.releases,
    matter_file.reports,
    matter_file.species,
    matter_file.submissions,
    lambda **given: [deadline for deadline, _ in matter_file.deadlines(**given)],
    lambda **given: [step for measure in matter_file.measures(**given) for step in measure.plan_steps.all()],
)
PLANTED = re.compile(
    "zq(?:consultation|offer|species|report|draftrecommendation|contact|measure|planstep|deadline|releasenote|recusal)"
    "(?:own|other|brought|otherbrought)qz"
)


def test_what_hangs_on_matters_is_found_by_those_for_whom_it_was_planted(world: World) -> None:
    """The Chair too, who is consulted before members know of a matter."""
    for reader in (*READERS, cast.CHAIR):
        actor = world.people.actor(reader)
        rows = [
            row
            for of in OF_MATTERS
            for matter in world.matters.values()
            for row in of(actor=actor, matter=matter)
        ]
        words = {found for row in rows for found in PLANTED.findall(str(vars(row)))}
        assert words == {
            word
            for word, may_read in world.canaries.readers.items()
            if reader in may_read and PLANTED.fullmatch(word)
        }, reader
        waiting = matter_file.consultations_waiting(actor=actor)
        known = Consultation.objects.count() if reader in (cast.CHAIR, cast.OFFICER) else 0
        assert waiting.count() == known, reader
        for one in Consultation.objects.all():
            found = matter_file.consultation_of(actor=actor, pk=one.pk)
            assert found.exists() is (reader in (cast.CHAIR, cast.OFFICER)), reader


def test_letters_about_matters_are_the_secretariats(world: World, reader: str) -> None:
    actor = world.people.actor(reader)
    found = correspondence.letters_about_matter(actor=actor, matter=world.matters["own"])
    assert bool(found) is (reader == cast.OFFICER)


def test_the_chair_alone_sees_who_sits_on_the_committee(world: World) -> None:
    for reader in (*READERS, cast.CHAIR):
        members = committee.members(actor=world.people.actor(reader))
        seen = {world.people.users[cast.MEMBER]} if reader == cast.CHAIR else set()
        assert set(members) == seen, reader


def test_related_matters_and_whether_a_member_is_of_the_party(world: World, reader: str) -> None:
    actor, seen = world.people.actor(reader), MATTERS.get(reader, NOTHING)
    first = world.matters["brought"]
    first.related.set([world.matters["own"], world.matters["other brought"]])
    found = labels(world.matters, selectors.related_matters(actor=actor, matter=first))
    assert found == seen & {"own", "other brought"}
    membership = world.membership(cast.MEMBER)
    membership.party = first.party
    membership.save()
    assert committee.is_of_the_party(actor=actor, matter=first) is (reader == cast.MEMBER)
    assert not committee.of_the_party(actor=actor, matter=first)
