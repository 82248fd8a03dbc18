"""Who comes in to the Secretariat's desk, and what each of them finds."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import ComplianceMatter, InformationRequest
from compliance.accounts.models import User
from tests.conftest import Answer, MakeMatter, MakeRequest

OUTSIDERS = ["focal_point", "other_focal_point", "member", "chair", "stranger"]
STAFF = ["officer", "supervisor", "administrator"]


@pytest.fixture
def record(make_request: MakeRequest) -> InformationRequest:
    return make_request(sent_on=date(2026, 5, 30))


@pytest.fixture
def matter(make_matter: MakeMatter) -> ComplianceMatter:
    return make_matter()


def every_page(record: InformationRequest, matter: ComplianceMatter) -> list[str]:
    """Every address of the desk but those of one submission and one letter."""
    plain = ("dashboard", "requests", "open", "dates_if_sent", "matters", "matter_new", "messages")
    of_request = ("request", "edit", "send", "withdraw", "record")
    return [
        *(reverse(f"secretariat:{name}") for name in plain),
        *(reverse(f"secretariat:{name}", args=[record.reference]) for name in of_request),
        *(reverse(f"secretariat:{name}", args=[matter.reference]) for name in ("matter", "bring")),
    ]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_another_audience_is_refused_everywhere(
    who: str,
    request: pytest.FixtureRequest,
    client: Client,
    record: InformationRequest,
    matter: ComplianceMatter,
) -> None:
    client.force_login(request.getfixturevalue(who))
    for address in every_page(record, matter):
        assert client.get(address).status_code == 403, address
        assert client.post(address).status_code == 403, address


def test_without_signing_in_every_page_leads_to_the_sign_in_page(
    client: Client, record: InformationRequest, matter: ComplianceMatter
) -> None:
    for address in every_page(record, matter):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(reverse("account_login")), address


@pytest.mark.parametrize("who", STAFF)
def test_staff_read_every_list_and_every_file(
    who: str,
    request: pytest.FixtureRequest,
    client: Client,
    record: InformationRequest,
    matter: ComplianceMatter,
) -> None:
    client.force_login(request.getfixturevalue(who))
    for address in (
        reverse("secretariat:dashboard"),
        reverse("secretariat:requests"),
        reverse("secretariat:matters"),
        reverse("secretariat:messages"),
        reverse("secretariat:request", args=[record.reference]),
        reverse("secretariat:matter", args=[matter.reference]),
    ):
        assert client.get(address).status_code == 200, address


def test_an_administrator_is_offered_no_act_on_a_request_and_refused_each(
    client: Client, administrator: User, record: InformationRequest, matter: ComplianceMatter, answer: Answer
) -> None:
    given = answer(record, date(2026, 6, 2), information="COMPLETE", text="Here it is.")
    client.force_login(administrator)
    page = client.get(reverse("secretariat:request", args=[record.reference]))
    assert page.context["actions"] == []
    assert not any(entry.assess_url for entry in page.context["chronology"])
    assert client.get(reverse("secretariat:matter", args=[matter.reference])).context["actions"] == []
    for address in (
        reverse("secretariat:open"),
        reverse("secretariat:matter_new"),
        reverse("secretariat:bring", args=[matter.reference]),
        reverse("secretariat:assess", args=[record.reference, given.pk]),
        *(
            reverse(f"secretariat:{name}", args=[record.reference])
            for name in ("edit", "send", "withdraw", "record")
        ),
    ):
        assert client.get(address).status_code == 403, address
        assert client.post(address, {"reason": "x"}).status_code == 403, address


def test_what_does_not_exist_is_not_found(client: Client, officer: User, record: InformationRequest) -> None:
    client.force_login(officer)
    for address in (
        reverse("secretariat:request", args=["IR-1999-0001"]),
        reverse("secretariat:matter", args=["CM-1999-0001"]),
        reverse("secretariat:assess", args=[record.reference, 999_999]),
        reverse("secretariat:letter", args=[999_999]),
        reverse("secretariat:dates"),
        reverse("secretariat:dates_if_sent") + "?rule_set_code=nonsense",
    ):
        assert client.get(address).status_code == 404, address


def test_a_submission_of_another_request_is_not_found_under_this_one(
    client: Client, officer: User, record: InformationRequest, make_request: MakeRequest, answer: Answer
) -> None:
    other = make_request(sent_on=date(2026, 5, 30))
    given = answer(other, date(2026, 6, 2), information="COMPLETE", text="Here it is.")
    client.force_login(officer)
    assert client.get(reverse("secretariat:assess", args=[record.reference, given.pk])).status_code == 404
