"""A desk to try out: made-up Parties and people, and half a year of their record, played day by day.

Everything goes through the services that people use and through the sweep, each
on its own day, so that the record looks as it would had it happened. Requests
are addressed to made-up Parties only (ISO's user-assigned codes): a late reply
invented for a State would be a false accusation.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction

from cases import access
from cases.access import Actor
from cases.models import ComplianceMatter, FocalPoint, InformationRequest, Meeting, Party, Submission
from cases.models.meeting import Body
from cases.models.party import Region
from cases.services import (
    assessments,
    demonstration_desk,
    demonstration_mail,
    demonstration_matters,
    demonstration_meetings,
    demonstration_party,
    demonstration_register,
    demonstration_teams,
    demonstration_whatif,
    matters,
    requests,
    submissions,
    sweep,
)
from cases.services.demonstration_story import PARTIES, STORIES, Story
from compliance import clock
from compliance.accounts.models import FACTOR_ROLES, Membership, Role, User

OFFICER, SUPERVISOR = "officer@desk.example", "supervisor@desk.example"
MEMBER = "member@desk.example"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in to the demonstration."""

    email: str
    name: str
    role: Role
    party: str = ""

    @property
    def role_label(self) -> str:
        return f"{self.role.label}{f' {self.party}' if self.party else ''}"


def people() -> tuple[Person, ...]:
    """One sign-in for each audience, and a second Party to see that it sees nothing of the first."""
    return (
        Person(OFFICER, "Olive Officer", Role.OFFICER),
        Person(SUPERVISOR, "Sam Supervisor", Role.SUPERVISOR),
        Person("alder@desk.example", "Ana Alder", Role.FOCAL_POINT, "XA"),
        Person("birch@desk.example", "Bo Birch", Role.FOCAL_POINT, "XB"),
        Person(MEMBER, "Mina Member", Role.MEMBER),
        Person("chair@desk.example", "Charlie Chair", Role.CHAIR),
        Person("administrator@desk.example", "Ada Administrator", Role.ADMINISTRATOR),
    )


def password() -> str:
    """The password of the demonstration's people: made for this installation, kept beside its database."""
    path = Path(settings.VAR_DIR) / "demonstration-password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("-".join(secrets.token_hex(2) for _ in range(4)))
    return path.read_text()


def codes() -> list[tuple[Person, str]]:
    """The present code of each authenticator app of the demonstration, as its owner's phone would show it."""
    apps = Authenticator.objects.filter(
        type=Authenticator.Type.TOTP, user__email__in=[one.email for one in people()]
    ).select_related("user")
    secret_of = {app.user.email: app.data["secret"] for app in apps}
    return [(one, _present_code(secret_of[one.email])) for one in people() if one.email in secret_of]


def _present_code(encrypted: str) -> str:
    counter = next(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(decrypt(encrypted), counter)))


def load(*, at: datetime) -> bool:
    """Plays the record up to ``at``, the present instant, where it was not played before; all of it or nothing."""
    if Party.objects.filter(iso2=PARTIES[0].iso2).exists():
        return False
    with transaction.atomic():
        _add_parties()
        _add_people(at)
        demonstration_teams.put_into_a_team(supervisor=SUPERVISOR, colleagues=(OFFICER,))
        _add_meeting(clock.legal_day(at=at))
        _play(at)
        demonstration_party.begin_an_answer(at=at)
        demonstration_desk.add(at=at)
        demonstration_whatif.add(at=at)
        demonstration_matters.add(at=at, officer=OFFICER)
        demonstration_register.add(at=at, officer=OFFICER, member=MEMBER)
        demonstration_meetings.add(at=at, officer=OFFICER)
        demonstration_mail.add(at=at)
    return True


def _add_parties() -> None:
    for one in PARTIES:
        party = Party.objects.create(
            iso2=one.iso2,
            name_en=one.name_en,
            name_fr=one.name_fr,
            name_es=one.name_es,
            region=Region(one.region),
            name_source="made up for the demonstration",
            region_source="made up for the demonstration",
            language=one.language,
            mailbox=f"ma-{one.iso2.lower()}@party.example",
        )
        FocalPoint.objects.create(
            party=party,
            name=f"Focal point of {one.name_en}",
            email=f"focal-{one.iso2.lower()}@party.example",
            language=one.language,
        )


def _add_people(at: datetime) -> None:
    word = password()
    for one in people():
        user = User.objects.create_user(email=one.email, name=one.name, password=word)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if one.role in FACTOR_ROLES:
            TOTP.activate(user, generate_totp_secret())
        party = Party.objects.get(iso2=one.party) if one.party else None
        Membership.objects.create(user=user, role=one.role, party=party, started_at=at)


def _add_meeting(today: date) -> None:
    Meeting.objects.create(
        code="SC (demonstration)",
        body=Body.SC,
        starts_on=today + timedelta(days=100),
        ends_on=today + timedelta(days=104),
        place="made up",
        source="made up for the demonstration",
    )


def _play(at: datetime) -> None:
    """Each day in order: first the sweep of the morning, then what people do."""
    today = clock.legal_day(at=at)
    stage = _Stage(today)
    days_ago = max(story.sent for story in STORIES)
    while days_ago >= 0:
        day = today - timedelta(days=days_ago)
        morning = min(_instant(day, 6), at)
        sweep.issue_due_notices(on=day, at=morning)
        then = min(_instant(day, 10), at)
        with demonstration_desk.history_of(at=then, by=stage.officer):
            for story in STORIES:
                stage.act(story, days_ago=days_ago, at=then)
        days_ago -= 1


def _instant(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.SEAT)


class _Stage:
    """Plays the stories: finds what each has made so far, and does what it says for the day."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.officer = User.objects.get(email=OFFICER)
        self.actor = access.actor_of(user_id=self.officer.pk)
        self.requests: dict[str, InformationRequest] = {}
        self.answers: dict[str, Submission] = {}
        self.matters: dict[str, ComplianceMatter] = {}

    def act(self, story: Story, *, days_ago: int, at: datetime) -> None:
        if days_ago == story.sent:
            self._open(story, at)
        for act in story.acts:
            if act.days_ago == days_ago:
                getattr(self, f"_{act.what}")(story, at, **act.details)

    def _open(self, story: Story, at: datetime) -> None:
        party = Party.objects.get(iso2=story.party)
        request = requests.open_draft(
            actor=self.actor,
            party=party,
            subject=story.subject,
            questions=story.questions,
            rule_set_code=story.rule_set,
            officer=self.officer,
            at=at,
            matter=self._matter(story, party, at) if story.matter else None,
        )
        self.requests[story.subject] = request
        if not story.draft:
            requests.send(actor=self.actor, request=request, at=at)

    def _matter(self, story: Story, party: Party, at: datetime) -> ComplianceMatter:
        if story.matter not in self.matters:
            self.matters[story.matter] = matters.open_matter(
                actor=self.actor,
                party=party,
                title=story.matter,
                attention=ComplianceMatter.Attention.REPORTS,
                officer=self.officer,
                at=at,
            )
        return self.matters[story.matter]

    def _answer(self, story: Story, at: datetime, **carried: Any) -> None:
        in_days = carried.pop("approximate_in", None)
        if in_days is not None:
            carried["approximate_date"] = clock.legal_day(at=at) + timedelta(days=in_days)
        party = Party.objects.get(iso2=story.party)
        self.answers[story.subject] = submissions.answer(
            actor=Actor(_speaker(party, self.officer), Role.FOCAL_POINT, party.pk),
            request=self.requests[story.subject],
            key=uuid.uuid4(),
            at=at,
            **carried,
        )

    def _assess(self, story: Story, at: datetime, *, verdict: str, reasons: str) -> None:
        assessments.assess(
            actor=self.actor,
            submission=self.answers[story.subject],
            verdict=verdict,
            reasons=reasons,
            shared_with_party=True,
            at=at,
        )

    def _withdraw(self, story: Story, at: datetime, *, reason: str) -> None:
        requests.withdraw(actor=self.actor, request=self.requests[story.subject], reason=reason, at=at)

    def _bring(self, story: Story, at: datetime, *, grounds: str) -> None:
        meeting = Meeting.objects.next_after(on=self.today).first()
        matter = self.matters[story.matter]
        demonstration_matters.take_up(actor=self.actor, matter=matter, at=at)
        matters.bring(
            actor=self.actor,
            matter=matter,
            because=ComplianceMatter.Because.NO_ADEQUATE_RESPONSE,
            grounds=grounds,
            meeting=meeting,
            at=at,
            agenda_item="12.1",
            document_symbol=f"{meeting.code} Doc. 12.1" if meeting else "",
        )


def _speaker(party: Party, otherwise: User) -> int:
    """Whoever signs in for the Party; for the Parties without a sign-in, the officer's account stands in."""
    membership = Membership.objects.filter(party=party, role=Role.FOCAL_POINT).first()
    return membership.user_id if membership else otherwise.pk
