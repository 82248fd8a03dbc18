"""Compliance matters on the Secretariat's desk, through the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import ComplianceMatter, Party
from compliance.accounts.models import User
from tests.conftest import MakeMatter, MakeRequest, at

TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def test_a_matter_is_brought_only_after_what_it_does_was_shown(
    desk: Client, make_matter: MakeMatter, make_request: MakeRequest
) -> None:
    matter = make_matter(ready=date(2026, 4, 1))
    make_request(sent_on=date(2026, 5, 1), matter=matter)
    address = reverse("secretariat:bring", args=[matter.reference])
    page = desk.post(address, {"because": "NO_RESPONSE", "grounds": " "})
    assert "no solution can be readily achieved" in page.context["form"].errors["grounds"][0]
    page = desk.post(address, {"because": "NO_RESPONSE", "grounds": "No response."})
    assert "This cannot be undone" in page.content.decode()
    matter.refresh_from_db()
    assert matter.brought_on is None
    kept = desk.post(address, {"because": "NO_RESPONSE", "grounds": "No response.", "change": "1"})
    assert kept.context["form"]["grounds"].value() == "No response."
    assert (
        desk.post(
            address, {"because": "NO_RESPONSE", "grounds": "No response.", "confirmed": "1"}
        ).status_code
        == 302
    )
    matter.refresh_from_db()
    assert (matter.brought_on, matter.grounds) == (TODAY, "No response.")
    again = desk.post(address, {"because": "NO_RESPONSE", "grounds": "Again.", "confirmed": "1"})
    assert "was brought to the Committee" in str(again.context["form"].non_field_errors()[0])
    assert desk.get(address).status_code == 302


def test_a_matter_is_opened(desk: Client, party: Party, officer: User) -> None:
    sent = {"party": str(party.pk), "title": "Rosewood", "attention": "PRESS"}
    assert desk.post(reverse("secretariat:matter_new"), sent).status_code == 302
    matter = ComplianceMatter.objects.get()
    assert (matter.title, matter.officer, matter.origin) == ("Rosewood", officer, "SECRETARIAT")
    page = desk.post(reverse("secretariat:matter_new"), sent | {"title": ""})
    assert list(page.context["form"].errors) == ["title"]


def test_the_page_of_a_matter_takes_as_many_queries_for_thirty_requests_as_for_one(
    desk: Client, make_matter: MakeMatter, make_request: MakeRequest
) -> None:
    matter = make_matter()
    address = reverse("secretariat:matter", args=[matter.reference])
    desk.get(address)  # the first page after signing in also writes the session
    taken = []
    for many in (1, 29):
        for n in range(many):
            make_request(sent_on=date(2026, 6, 1) + timedelta(days=n), matter=matter)
        with CaptureQueriesContext(connection) as queries:
            assert len(desk.get(address).context["rows"]) == (1 if many == 1 else 30)
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_the_public_record_shows_its_sources_and_is_never_brought(desk: Client, party: Party) -> None:
    matter = ComplianceMatter.objects.create(
        reference="PR-2026-0001",
        party=party,
        title="A matter that the press tells of",
        origin="PUBLIC_RECORD",
        attention="PRESS",
        public_source="A newspaper",
        opened_at=at(TODAY),
    )
    matter.events.create(
        on=date(2022, 11, 1), precision="month", kind="x", text="A plan was asked for", source="A newspaper"
    )
    page = desk.get(reverse("secretariat:matter", args=[matter.reference]))
    assert page.context["actions"] == []
    assert [when for when, _ in page.context["events"]] == ["November 2022"]
    address = reverse("secretariat:bring", args=[matter.reference])
    assert desk.get(address).status_code == 302
    refused = desk.post(address, {"because": "NO_RESPONSE", "grounds": "x", "confirmed": "1"})
    assert "public record" in refused.context["form"].non_field_errors()[0]
