"""The cast: whoever the desk knows, and makers of what they work on.

Every endpoint meets all of them. Made-up Parties only.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Protocol

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from cases import access
from cases.access import Actor
from cases.models import ComplianceMatter, FocalPoint, InformationRequest, Party, Submission
from cases.models.party import Region
from cases.services import consultations, matter_stages, matters, requests, submissions
from compliance.accounts.models import FACTOR_ROLES, Membership, Role, User
from compliance.rules import loader
from tests.services import addresses, given, smtp

PASSWORD = "correct horse battery"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(day: date, hour: int = 10) -> datetime:
    """An instant on a day, by default in the morning in UTC: the same day at the seat."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _cheap_hashing(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.services.hashing.Argon2PasswordHasher"]


SetClock = Callable[[datetime], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets what the clock says: the only thing about time that tests replace."""

    def set_to(instant: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: instant)

    return set_to


def _person(name: str, role: Role | None, party: Party | None = None) -> User:
    user = User.objects.create_user(email=f"{name}@desk.example", name=name.title(), password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if role:
        Membership.objects.create(user=user, role=role, party=party, started_at=_LONG_AGO)
    if role in FACTOR_ROLES:
        TOTP.activate(user, TOTP_SECRET)
    return user


def _party(iso2: str, name: str) -> Party:
    party = Party.objects.create(
        iso2=iso2,
        name_en=f"Demonstration Party {name}",
        name_fr=f"Partie de démonstration {name}",
        name_es=f"Parte de demostración {name}",
        region=Region.EUROPE,
        mailbox=f"ma-{iso2.lower()}@party.example",
    )
    FocalPoint.objects.create(party=party, name=f"Focal {name}", email=f"focal-{iso2.lower()}@party.example")
    return party


@pytest.fixture
def party(db: None) -> Party:
    return _party("XA", "Alder")


@pytest.fixture
def other_party(db: None) -> Party:
    return _party("XB", "Birch")


@pytest.fixture
def officer(db: None) -> User:
    return _person("officer", Role.OFFICER)


@pytest.fixture
def supervisor(db: None) -> User:
    return _person("supervisor", Role.SUPERVISOR)


@pytest.fixture
def administrator(db: None) -> User:
    return _person("administrator", Role.ADMINISTRATOR)


@pytest.fixture
def focal_point(party: Party) -> User:
    return _person("focal", Role.FOCAL_POINT, party)


@pytest.fixture
def other_focal_point(other_party: Party) -> User:
    return _person("other", Role.FOCAL_POINT, other_party)


@pytest.fixture
def member(db: None) -> User:
    return _person("member", Role.MEMBER)


@pytest.fixture
def chair(db: None) -> User:
    return _person("chair", Role.CHAIR)


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody who can sign in and has no membership."""
    return _person("stranger", None)


def actor_of(user: User) -> Actor:
    return access.actor_of(user_id=user.pk)


class MakeRequest(Protocol):
    def __call__(
        self, *, sent_on: date | None = ..., party: Party | None = ..., **fields: Any
    ) -> InformationRequest: ...


@pytest.fixture
def make_request(officer: User, party: Party) -> MakeRequest:
    """Makes a request through the services: a draft, or sent on a day."""
    to_party = party
    opened = count()

    def make(
        *,
        sent_on: date | None = None,
        party: Party | None = None,
        subject: str = "Export permits",
        questions: str = "Which permits were issued?",
        rule_set_code: str = loader.DEFAULT,
        matter: ComplianceMatter | None = None,
    ) -> InformationRequest:
        instant = at(sent_on or date(2026, 11, 30))
        # One after the other: the same words within a minute would be one form sent twice.
        begun = instant - timedelta(minutes=2 * next(opened))
        request = requests.open_draft(
            actor=actor_of(officer),
            party=party or to_party,
            subject=subject,
            questions=questions,
            rule_set_code=rule_set_code,
            officer=officer,
            at=begun,
            matter=matter,
        )
        return requests.send(actor=actor_of(officer), request=request, at=instant) if sent_on else request

    return make


class Answer(Protocol):
    def __call__(self, request: InformationRequest, on: date, **carried: Any) -> Submission: ...


@pytest.fixture
def answer(officer: User) -> Answer:
    """Records what a Party sent and was received on a day, through the service."""

    def receive(request: InformationRequest, on: date, **carried: Any) -> Submission:
        return submissions.record(
            actor=actor_of(officer),
            request=request,
            key=uuid.uuid4(),
            received_on=on,
            at=at(on),
            **carried,
        )

    return receive


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Ends what threads of live servers left open, so that the test database can be removed."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


def take_up(*, officer: Actor, matter: ComplianceMatter, instant: datetime) -> None:
    """The steps before a matter may be brought: the Party informed, consideration, the Chair consulted."""
    matter_stages.inform(
        actor=officer, matter=matter, text="What was found.", at=instant - timedelta(hours=3)
    )
    matter_stages.consider(actor=officer, matter=matter, text="", at=instant - timedelta(hours=2))
    consultations.consult(
        actor=officer, matter=matter, question="Your view?", at=instant - timedelta(hours=1)
    )


class MakeMatter(Protocol):
    def __call__(
        self, *, brought: date | None = ..., ready: date | None = ..., party: Party | None = ...
    ) -> ComplianceMatter: ...


@pytest.fixture
def make_matter(officer: User, party: Party) -> MakeMatter:
    """Makes a matter through the services, ready to be brought or brought to the Committee on a day."""
    of_party = party
    opened = count()

    def make(
        *, brought: date | None = None, ready: date | None = None, party: Party | None = None
    ) -> ComplianceMatter:
        matter = matters.open_matter(
            actor=actor_of(officer),
            party=party or of_party,
            title="Application of Article XIII",
            attention=ComplianceMatter.Attention.REPORTS,
            officer=officer,
            at=at(date(2026, 1, 5)) - timedelta(minutes=2 * next(opened)),
        )
        if taken_up := brought or ready:
            take_up(officer=actor_of(officer), matter=matter, instant=at(taken_up))
        if brought is None:
            return matter
        return matters.bring(
            actor=actor_of(officer),
            matter=matter,
            because="NO_RESPONSE",
            grounds="No response.",
            meeting=None,
            at=at(brought),
        )

    return make


@pytest.fixture
def mail_server(settings: Any) -> Iterator[smtp.MailServer]:
    """A real SMTP server on loopback, and Django's real SMTP backend pointed at it."""
    port = addresses.free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    with smtp.running(port=port) as server:
        yield server


_CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run: Playwright starts once in a process."""
    program = given.program("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_CHROMIUM_FLAGS)
        yield browser
        browser.close()
