"""Each main page of each audience with very many requests on record, beside a view that does nothing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from cases.bench import filling, measuring
from cases.faults import stories
from cases.faults.stories import Story
from cases.models import ComplianceMatter, InformationRequest, Party
from compliance import clock
from compliance.accounts.models import Membership, Role, User
from compliance.rules import loader

ROUNDS = 30
_WARM = 2
_MATTERS = 60
_SENT_OVER = 540
"""Days over which the requests of the record were sent."""
_FAR = 0.9
"""How far into a list the deep page stands."""


def _bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nothing")


urlpatterns = [path("bare/", _bare)]
"""The addresses of the view that does nothing, when this module is the site."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address as one kind of reader opens it."""

    audience: str
    name: str
    address: str


def measure(*, requests: int, day: date, rounds: int = ROUNDS) -> dict[str, Any]:
    """Milliseconds of server time (median and 95th of a hundred) and statements, for each page.

    The pages take turns, so that whatever else goes on meets all of them alike.
    """
    readers = _fill(requests=requests, day=day)
    pages = list(_pages())
    clients = {audience: _signed_in(user) for audience, user in readers.items()}
    taken: dict[Page, list[float]] = {page: [] for page in pages}
    bare: list[float] = []
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        queries = {page: _queries(clients[page.audience], page) for page in pages}
        for _ in range(rounds):
            bare.append(_bare_milliseconds())
            for page in pages:
                taken[page].append(_milliseconds(clients[page.audience], page))
    base = statistics.median(bare)
    return {
        "requests": requests,
        "rounds": rounds,
        "bare_view": _shown(bare, base, 0),
        **{f"{page.audience}: {page.name}": _shown(taken[page], base, queries[page]) for page in pages},
    }


def _shown(taken: list[float], base: float, queries: int) -> dict[str, float | int]:
    last = statistics.quantiles(taken, n=20)[-1]
    middle = statistics.median(taken)
    return {
        "p50_ms": round(middle, 1),
        "p95_ms": round(last, 1),
        "times_bare": round(middle / base, 1),
        "queries": queries,
    }


def _milliseconds(client: Client, page: Page) -> float:
    began = time.perf_counter()
    answer = client.get(page.address)
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{page.address} answered {answer.status_code}: nothing was measured")
    return took * 1000


def _bare_milliseconds() -> float:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        return _milliseconds(Client(HTTP_HOST="localhost"), Page("", "", "/bare/"))


def _queries(client: Client, page: Page) -> int:
    """After what is cached was fetched once."""
    for _ in range(_WARM):
        _milliseconds(client, page)
    with measuring.counting() as counted:
        client.get(page.address)
    return counted.queries


def _signed_in(user: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _fill(*, requests: int, day: date) -> dict[str, User]:
    """Requests of every story over a year and a half, and matters with some of them before the Committee."""
    staff, parties = filling.people(day=day), filling.parties()
    told = list(islice(_stories(day=day), 200))
    originals = [filling.original(story, party=parties[0], officer=staff[0]) for story in told]
    filling.copy(originals=originals, count=requests - len(originals))
    _matters(parties=parties, officer=staff[0], day=day)
    filling.settle()
    return {
        "officer": staff[0],
        "supervisor": staff[-1],
        "focal point": _person("focal", Role.FOCAL_POINT, parties[1]),
        "member": _person("member", Role.MEMBER),
    }


def _stories(*, day: date) -> Iterator[Story]:
    for number, story in enumerate(stories.told_until(day=day)):
        if number % 7 == 0:
            yield story
    for ago in range(_SENT_OVER):
        yield Story(loader.DEFAULT, day - timedelta(days=ago), ())


def _matters(*, parties: list[Party], officer: User, day: date) -> None:
    at = datetime.combine(day - timedelta(days=200), time_of_day(9), tzinfo=clock.SEAT)
    for number in range(_MATTERS):
        party = parties[number % len(parties)]
        matter = ComplianceMatter.objects.create(
            reference=f"CM-BENCH-{number:04}",
            party=party,
            title=f"Trade in species {number}",
            officer=officer,
            opened_at=at,
            stage="BEFORE_COMMITTEE" if number % 2 else "IDENTIFICATION",
            attention="REPORTS",
            **(
                {"brought_on": at.date(), "grounds": "No response.", "because": "NO_RESPONSE"}
                if number % 2
                else {}
            ),
        )
        chosen = InformationRequest.objects.filter(party=party, matter=None).order_by("-pk")[:3]
        InformationRequest.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))).update(
            matter=matter
        )


def _person(name: str, role: Role, party: Party | None = None) -> User:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = User.objects.create_user(email=f"{name}@desk.example", name=name.title())
    Membership.objects.create(user=user, role=role, party=party, started_at=clock.now() - timedelta(days=1))
    TOTP.activate(user, generate_totp_secret())
    return user


def _pages() -> Iterator[Page]:
    """The main pages; of lists also a filtered one, and one far in, by its key."""
    found = InformationRequest.objects.filter(party__iso2="XB").exclude(stage="DRAFT").order_by("pk")
    request = found.filter(matter=None).last()
    before_committee = InformationRequest.objects.filter(matter__brought_on__isnull=False).first()
    if request is None or before_committee is None or before_committee.matter is None:
        raise RuntimeError("the record has no request to look at: nothing was measured")
    matter = before_committee.matter.reference
    listed = reverse("secretariat:requests")
    for audience in ("officer", "supervisor"):
        yield Page(audience, "dashboard", reverse("secretariat:dashboard"))
    for name, asked in (
        ("requests", {}),
        ("requests of a Party", {"party": "XB"}),
        ("requests overdue", {"work": "overdue"}),
        ("requests sought by words", {"q": "consignment 77"}),
    ):
        yield Page("officer", name, f"{listed}?{urlencode(asked)}" if asked else listed)
    yield from _deep(listed)
    for name, address in (
        ("request", reverse("secretariat:request", args=[request.reference])),
        ("matters", reverse("secretariat:matters")),
        ("matter", reverse("secretariat:matter", args=[matter])),
        ("trends", reverse("secretariat:trends")),
        ("map", reverse("secretariat:world_map")),
        ("my work", reverse("secretariat:my_work")),
    ):
        yield Page("officer", name, address)
    yield Page("focal point", "home", reverse("party:home"))
    yield Page("focal point", "past requests", reverse("party:past"))
    yield Page("focal point", "request", reverse("party:request", args=[request.reference]))
    yield Page("focal point", "answer", reverse("party:answer", args=[request.reference]))
    yield Page("member", "home", reverse("committee:home"))
    yield Page("member", "matter", reverse("committee:matter", args=[matter]))


def _deep(listed: str) -> Iterator[Page]:
    at = int(InformationRequest.objects.count() * _FAR)
    found = InformationRequest.objects.filter(next_due_on__isnull=False).order_by("next_due_on", "pk")
    row = found[min(at, found.count() - 1)]
    yield Page("officer", "requests far in", f"{listed}?after={row.next_due_on},{row.pk}")
