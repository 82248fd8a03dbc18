"""The record of the scan: every kind of thing in every state, and in each a planted word.

Made through the services that people use, in a transaction that is never
committed, so that every test of a module finds the same record.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import (
    AnswerDraft,
    Assessment,
    CalendarFeed,
    Comparison,
    ComplianceMatter,
    Document,
    FocalPoint,
    IncomingMail,
    InformationRequest,
    InternalNote,
    MatterEvent,
    Meeting,
    MeetingReport,
    Party,
    PortfolioImport,
    RequestTemplate,
    SavedView,
    Submission,
    Task,
)
from cases.services import (
    answer_drafts,
    api_tokens,
    assessments,
    calendar_feeds,
    comparing,
    desk_tasks,
    documents,
    letter_handling,
    matters,
    notes,
    requests,
    saved_views,
    submissions,
    teams,
    webhooks,
)
from cases.services.answer_drafts import Typed
from cases.services.comparing import Scope
from compliance.accounts.api_token import ApiToken, digest
from compliance.accounts.models import Membership, Team
from compliance.rules import loader
from notifications import reports
from notifications.models import DeliveryPause, Message
from notifications.webhooks.models import WebhookAttempt, WebhookCall, WebhookEndpoint
from tests.cases import sample_files
from tests.conftest import take_up
from tests.security import article_xiii, cast, imports, incoming, letters_said, meetings
from tests.security.canaries import Canaries
from tests.security.people import ALDER, BIRCH, CEDAR, TODAY, People, gather

SENT_AT = datetime(2026, 11, 30, 10, tzinfo=UTC)
MISSING = {"reference": "IR-1999-0001"}
_OF = {ALDER: cast.ALDER, BIRCH: cast.BIRCH, CEDAR: frozenset()}
_FOCAL = {ALDER: cast.OWN, BIRCH: cast.OTHER}


@dataclass(slots=True)
class World:
    """Everything by a label that says what it is: "own", "other", "draft", "withdrawn", "closed"."""

    people: People
    canaries: Canaries
    matters: dict[str, ComplianceMatter] = field(default_factory=dict)
    requests: dict[str, InformationRequest] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    of_matters: dict[str, int] = field(default_factory=dict)
    """Keys of what hangs on matters, by kind and the label of the matter."""
    drafts: dict[str, AnswerDraft] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    """Of the links of calendars that work no longer."""
    views: dict[str, SavedView] = field(default_factory=dict)
    notes: dict[str, InternalNote] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    comparison: Comparison = field(init=False)
    template: RequestTemplate = field(init=False)
    meeting: Meeting = field(init=False)
    report: MeetingReport = field(init=False)
    first_contact: FocalPoint = field(init=False)
    second_contact: FocalPoint = field(init=False)
    """Somebody of Alder who was entered twice."""
    pauses: dict[str, DeliveryPause] = field(default_factory=dict)
    mails: dict[str, IncomingMail] = field(default_factory=dict)
    webhook: WebhookEndpoint = field(init=False)
    tokens: dict[str, ApiToken] = field(default_factory=dict)
    imports: dict[str, PortfolioImport] = field(default_factory=dict)

    def membership(self, member: str) -> Membership:
        """The membership of one of the cast."""
        return Membership.objects.get(user=self.people.users[member])


def build() -> World:
    """Everything, in the order in which it could have happened."""
    canaries = Canaries()
    world = World(gather(canaries), canaries)
    _teams(world)
    _matters(world)
    _requests(world)
    _submissions(world)
    _assessments(world)
    article_xiii.add(world)
    _waiting_documents(world)
    _drafts_of_answers(world)
    _withdraw(world, "withdrawn", cast.SECRETARIAT | cast.ALDER)
    _inside(world)
    _letters(world)
    letters_said.about_a_matter(world)
    letters_said.keep_wording(world)
    _calendars(world)
    _tokens(world)
    _views(world)
    _reference_data(world)
    world.comparison = comparing.begin(on=TODAY.date(), scope=Scope(), at=TODAY)
    comparing.advance(at=TODAY)
    _pauses(world)
    meetings.add(world)
    incoming.add(world)
    _webhooks(world)
    imports.add(world)
    return world


def _teams(world: World) -> None:
    """One with the officer in it, one with nobody; their names are the Secretariat's own."""
    actor = world.people.actor(cast.SUPERVISOR)
    for label in ("full", "empty"):
        name = world.canaries.plant(f"team {label}", cast.SECRETARIAT)
        world.teams[label] = teams.make(actor=actor, name=name)
    teams.put(actor=actor, membership=world.membership(cast.OFFICER), team=world.teams["full"])


def _reference_data(world: World) -> None:
    """A template, and a second entry of a contact, each changed once so that its history holds a word of its own."""
    plant, alder = world.canaries.plant, world.people.parties[ALDER]
    world.template = RequestTemplate.objects.create(
        name=plant("template", cast.SECRETARIAT),
        subject_en=plant("subject of the template", cast.SECRETARIAT),
        questions_en=plant("first questions of the template", cast.SECRETARIAT),
    )
    world.template.questions_en = plant("questions of the template", cast.SECRETARIAT)
    world.template.save()
    world.first_contact = FocalPoint.objects.filter(party=alder).order_by("pk")[0]
    world.second_contact = FocalPoint.objects.create(
        party=alder,
        name=plant("contact entered twice", cast.SECRETARIAT | cast.ALDER),
        email="twice-alder@party.example",
        position=plant("first position", cast.SECRETARIAT),
    )
    world.second_contact.position = ""
    world.second_contact.save()


def _matters(world: World) -> None:
    world.meeting = meeting = Meeting.objects.create(
        code=world.canaries.plant("meeting", cast.EVERYBODY - cast.NOBODIES)[:20],
        body="SC",
        starts_on=date(2027, 9, 1),
        ends_on=date(2027, 9, 5),
    )
    for label, iso2 in (("brought", ALDER), ("own", ALDER), ("other", BIRCH), ("other brought", BIRCH)):
        committee = cast.COMMITTEE if "brought" in label else frozenset()
        consulted = frozenset({cast.CHAIR})  # on every matter, also before it is brought
        title = world.canaries.plant(f"title {label}", cast.SECRETARIAT | _OF[iso2] | committee | consulted)
        world.matters[label] = matter = open_matter(world, world.people.parties[iso2], title)
        grounds = world.canaries.plant(f"grounds {label}", cast.SECRETARIAT | committee)
        take_up(officer=world.people.actor(cast.OFFICER), matter=matter, instant=TODAY - timedelta(days=2))
        if committee:
            bring(world, matter, grounds, meeting)
        else:
            ComplianceMatter.objects.filter(pk=matter.pk).update(grounds=grounds)
        _event(world, matter, label, cast.SECRETARIAT | committee)
    world.matters["public"] = _public_record(world)


def open_matter(world: World, party: Party, title: str) -> ComplianceMatter:
    """A matter in the Secretariat's file."""
    return matters.open_matter(
        actor=world.people.actor(cast.OFFICER),
        party=party,
        title=title,
        attention=ComplianceMatter.Attention.REPORTS,
        officer=world.people.users[cast.OFFICER],
        at=SENT_AT,
    )


def bring(world: World, matter: ComplianceMatter, grounds: str, meeting: Meeting | None) -> None:
    """The day before, by the officer."""
    actor = world.people.actor(cast.OFFICER)
    matters.bring(
        actor=actor,
        matter=matter,
        because="NO_RESPONSE",
        grounds=grounds,
        meeting=meeting,
        at=TODAY - timedelta(days=1),
    )


def _event(world: World, matter: ComplianceMatter, label: str, may_read: frozenset[str]) -> None:
    MatterEvent.objects.create(
        matter=matter,
        on=date(2026, 2, 1),
        kind="reminder",
        text=world.canaries.plant(f"event {label}", may_read),
        source="SC82 Doc. 37",
    )


def _public_record(world: World) -> ComplianceMatter:
    """Public anyway, and no file that a Party's desk shows."""
    may_read = cast.SECRETARIAT | cast.COMMITTEE
    matter = ComplianceMatter.objects.create(
        reference="PR-0001",
        party=world.people.parties[ALDER],
        title=world.canaries.plant("title public", may_read),
        origin=ComplianceMatter.Origin.PUBLIC_RECORD,
        attention=ComplianceMatter.Attention.PRESS,
        public_source="SC82 Doc. 37",
        opened_at=SENT_AT,
    )
    _event(world, matter, "public", may_read)
    return matter


def _requests(world: World) -> None:
    for label, iso2, matter, sent in (
        ("own", ALDER, None, True),
        ("own filed", ALDER, "own", True),
        ("brought", ALDER, "brought", True),
        ("draft", ALDER, None, False),
        ("draft filed", ALDER, "own", False),
        ("draft brought", ALDER, "brought", False),
        ("withdrawn", ALDER, "brought", True),
        ("closed", ALDER, None, True),
        ("other", BIRCH, "other", True),
        ("other draft", BIRCH, None, False),
        ("other brought", BIRCH, "other brought", True),
        ("unaddressed", CEDAR, None, True),
    ):
        to_party = _OF[iso2] if sent else frozenset()
        committee = cast.COMMITTEE if sent and matter and "brought" in matter else frozenset()
        world.requests[label] = open_request(
            world,
            world.people.parties[iso2],
            subject=world.canaries.plant(f"subject {label}", cast.SECRETARIAT | to_party | committee),
            questions=world.canaries.plant(f"questions {label}", cast.SECRETARIAT | to_party),
            matter=world.matters.get(matter or ""),
            sent=sent,
        )


def open_request(world: World, party: Party, *, sent: bool, **words: Any) -> InformationRequest:
    """A draft, or a request that was sent."""
    officer = world.people.actor(cast.OFFICER)
    request = requests.open_draft(
        actor=officer,
        party=party,
        rule_set_code=loader.DEFAULT,
        officer=world.people.users[cast.OFFICER],
        at=SENT_AT,
        **words,
    )
    return requests.send(actor=officer, request=request, at=SENT_AT) if sent else request


def _submissions(world: World) -> None:
    """One that carries everything for each of these requests, with a document; "closed" came on paper."""
    for label, iso2, information in (
        ("own", ALDER, "PARTIAL"),
        ("brought", ALDER, "COMPLETE"),
        ("withdrawn", ALDER, "PARTIAL"),
        ("closed", ALDER, "COMPLETE"),
        ("other", BIRCH, "COMPLETE"),
        ("other brought", BIRCH, "PARTIAL"),
    ):
        member = cast.OFFICER if label == "closed" else _FOCAL[iso2]
        released = cast.COMMITTEE if label == "other brought" else frozenset()
        may_read = cast.SECRETARIAT | _OF[iso2] | released
        key = uuid.uuid4()
        attach(world, f"{label} sent", member, world.requests[label], key, may_read)
        carried = {
            "key": key,
            "information": information,
            "text": world.canaries.plant(f"text {label}", may_read),
            "justification": world.canaries.plant(f"justification {label}", may_read),
            "at": TODAY - timedelta(days=5),
        }
        world.submissions[label] = receive(world, member, world.requests[label], carried)


def receive(world: World, member: str, request: InformationRequest, carried: dict[str, Any]) -> Submission:
    """What a focal point sends online, or the officer records from paper."""
    actor = world.people.actor(member)
    if member in cast.PARTIES:
        return submissions.answer(actor=actor, request=request, **carried)
    return submissions.record(actor=actor, request=request, received_on=carried["at"].date(), **carried)


def attach(
    world: World,
    label: str,
    member: str,
    request: InformationRequest,
    key: uuid.UUID,
    may_read: frozenset[str],
) -> None:
    """A document whose name and whose content are planted."""
    name = world.canaries.plant(f"document {label}", may_read)
    content = sample_files.pdf(world.canaries.plant(f"content {label}", may_read))
    world.documents[label] = documents.attach(
        actor=world.people.actor(member),
        request=request,
        form_key=key,
        upload=SimpleUploadedFile(f"{name}.pdf", content),
        at=TODAY - timedelta(days=6),
    )


def _assessments(world: World) -> None:
    for label, iso2, verdict, shared in (
        ("brought", ALDER, "INADEQUATE", True),
        ("closed", ALDER, "ADEQUATE", False),
        ("other", BIRCH, "INADEQUATE", True),
    ):
        may_read = cast.SECRETARIAT | (_OF[iso2] if shared else frozenset())
        assessments.assess(
            actor=world.people.actor(cast.OFFICER),
            submission=world.submissions[label],
            verdict=Assessment.Verdict(verdict),
            reasons=world.canaries.plant(f"reasons {label}", may_read),
            shared_with_party=shared,
            at=TODAY - timedelta(days=2),
        )


def _waiting_documents(world: World) -> None:
    """Uploads that nobody sent: of their own side alone, even under the same key."""
    key = uuid.uuid4()
    for label, member, request, may_read in (
        ("own waiting", cast.OWN, "own", cast.ALDER),
        ("staff waiting", cast.OFFICER, "own", cast.SECRETARIAT),
        ("other waiting", cast.OTHER, "other", cast.BIRCH),
        ("staff waiting other", cast.OFFICER, "other", cast.SECRETARIAT),
    ):
        attach(world, label, member, world.requests[request], key, may_read)


def _drafts_of_answers(world: World) -> None:
    """What a Party is still writing, with the documents that wait for it: of its own side alone."""
    for label, member, may_read in (
        ("own", cast.OWN, cast.ALDER),
        ("withdrawn", cast.OWN, cast.ALDER),
        ("other", cast.OTHER, cast.BIRCH),
    ):
        waiting = world.documents.get(f"{label} waiting")
        draft = answer_drafts.save(
            actor=world.people.actor(member),
            request=world.requests[label],
            key=waiting.form_key if waiting and label == "own" else uuid.uuid4(),
            seen=0,
            typed=Typed(
                justification=world.canaries.plant(f"unsent justification {label}", may_read),
                text=world.canaries.plant(f"unsent text {label}", may_read),
                information="PARTIAL",
            ),
            at=TODAY - timedelta(days=4),
        )
        assert draft
        world.drafts[label] = draft


def _withdraw(world: World, label: str, may_read: frozenset[str]) -> None:
    world.requests[label] = requests.withdraw(
        actor=world.people.actor(cast.OFFICER),
        request=world.requests[label],
        reason=world.canaries.plant(f"withdrawal {label}", may_read),
        at=TODAY - timedelta(days=3),
    )


def _inside(world: World) -> None:
    """A note that names the supervisor, and a task, of each request that others see: the Secretariat's alone."""
    officer, supervisor = (world.people.users[one] for one in (cast.OFFICER, cast.SUPERVISOR))
    actor, at = world.people.actor(cast.OFFICER), TODAY - timedelta(days=1)
    for label in ("own", "brought", "withdrawn", "closed", "other", "draft"):
        request, plant = world.requests[label], world.canaries.plant
        world.notes[label] = notes.write(
            actor=actor,
            request=request,
            text=plant(f"note {label}", cast.SECRETARIAT),
            tell=[supervisor],
            at=at,
        )
        world.tasks[label] = desk_tasks.ask(
            actor=actor,
            request=request,
            title=plant(f"task {label}", cast.SECRETARIAT),
            assigned_to=officer,
            at=at,
        )
    world.tasks["done"] = desk_tasks.done(actor=actor, task=world.tasks["closed"], at=at)


def _letters(world: World) -> None:
    """A letter of each Party that was given up, one that it received, and one that went to the officer.

    The texts, and the words of the mail server, are planted.
    """
    for label, may_read in (("own", cast.ALDER), ("other", cast.BIRCH)):
        about = Message.objects.filter(notice__request=world.requests[label])
        to_party = about.filter(recipient="PARTY").order_by("pk")
        given_up, received = to_party[0], to_party[1]
        _letter(world, given_up, label, frozenset(), state=Message.State.FAILED)
        reports.record(
            message_id=given_up.message_id,
            kind="BOUNCED",
            at=TODAY,
            source=f"mail report {label}",
            detail=world.canaries.plant(f"mail report {label}", cast.SECRETARIAT),
        )
        _letter(world, received, f"{label} received", may_read, state=Message.State.SENT)
        to_officer = about.filter(recipient="OFFICER").order_by("pk")[0]
        _letter(world, to_officer, f"{label} to officer", frozenset(), state=Message.State.SENT)


def _letter(world: World, message: Message, label: str, may_read: frozenset[str], *, state: str) -> None:
    plant = world.canaries.plant
    Message.objects.filter(pk=message.pk).update(
        state=state,
        sent_at=TODAY if state == Message.State.SENT else None,
        subject=plant(f"letter {label}", cast.SECRETARIAT | may_read),
        body=plant(f"body {label}", cast.SECRETARIAT | may_read),
        frozen_at=TODAY,
        last_error=plant(f"error {label}", cast.SECRETARIAT),
        **letters_said.forms(world, message, label, may_read),
    )
    world.messages[label] = message


def _calendars(world: World) -> None:
    """Everybody with a desk has made a link; one was ended, one was made in a membership that is over."""
    for member in (cast.OWN, cast.OTHER, cast.MEMBER, cast.OFFICER):
        calendar_feeds.make(actor=world.people.actor(member), at=TODAY - timedelta(days=1))
    world.secrets["ended"] = calendar_feeds.make(actor=world.people.actor(cast.CHAIR), at=TODAY)
    calendar_feeds.revoke(actor=world.people.actor(cast.CHAIR), at=TODAY)
    world.secrets["of who left"] = secret = "a-secret-of-somebody-who-left-the-desk-long"
    CalendarFeed.objects.create(
        user=world.people.users[cast.ENDED],
        secret_digest=hashlib.sha256(secret.encode()).hexdigest(),
        made_at=TODAY - timedelta(days=30),
    )


def _tokens(world: World) -> None:
    """For programs of one Party, of the officer and of the supervisor; each with a name for its owner and the heads."""
    for label, member, may_read in (
        ("own", cast.OWN, cast.ALDER),
        ("of the officer", cast.OFFICER, cast.SECRETARIAT),
        ("of the supervisor", cast.SUPERVISOR, cast.SECRETARIAT - {cast.OFFICER}),
    ):
        secret = api_tokens.make(
            actor=world.people.actor(member),
            name=world.canaries.plant(f"token {label}", may_read),
            scopes=(),
            expires_on=TODAY.date() + timedelta(days=30),
            at=TODAY,
        )
        world.tokens[label] = ApiToken.objects.get(secret_digest=digest(secret))


def _views(world: World) -> None:
    """Of the list of requests, both the supervisor's."""
    for label, shared in (("shared", True), ("private", False)):
        may_read = cast.SECRETARIAT if shared else frozenset({cast.SUPERVISOR})
        world.views[label] = saved_views.save(
            actor=world.people.actor(cast.SUPERVISOR),
            name=world.canaries.plant(f"view {label}", may_read),
            query="work=overdue",
            shared=shared,
            at=TODAY,
        )


def _pauses(world: World) -> None:
    """Of a Party that no letter goes to, so that every letter of the record is sent."""
    world.pauses["party"] = letter_handling.pause(
        actor=world.people.actor(cast.SUPERVISOR),
        reason=world.canaries.plant("reason of a pause", cast.SECRETARIAT),
        at=TODAY,
        party=world.people.parties[CEDAR],
    )


def _webhooks(world: World) -> None:
    """One that is told of the register alone, with a call that was given up: administrators' to see."""
    administrators, plant = frozenset({cast.ADMINISTRATOR}), world.canaries.plant
    world.webhook, _secret = webhooks.make(
        actor=world.people.actor(cast.ADMINISTRATOR),
        name=plant("webhook", administrators),
        url=f"https://example.org/{plant('address of a webhook', administrators)}",
        events=["register.changed"],
        at=TODAY,
    )
    call = webhooks.send_test(actor=world.people.actor(cast.ADMINISTRATOR), endpoint=world.webhook, at=TODAY)
    WebhookCall.objects.filter(pk=call.pk).update(state=WebhookCall.State.FAILED, attempts=12)
    WebhookAttempt.objects.create(
        call=call, at=TODAY, status=500, milliseconds=7, answer=plant("answer of a webhook", administrators)
    )
