"""One request through its life in the browser, by the three people who see it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from cases.models import ComplianceMatter, InformationRequest, Party
from cases.services import deadlines, sweep
from compliance.accounts.models import User
from compliance.rules import periods
from notifications.models import Notice
from tests.browser.conftest import SignIn
from tests.conftest import SetClock, actor_of, take_up

pytestmark = pytest.mark.django_db(transaction=True)


def _sweep(year: int, month: int, day: int) -> None:
    at = datetime(year, month, day, 9, tzinfo=UTC)
    sweep.issue_due_notices(on=at.date(), at=at)


def test_three_people(
    sign_in: SignIn, set_clock: SetClock, officer: User, focal_point: User, member: User, party: Party
) -> None:
    desk, theirs, committee = sign_in(officer), sign_in(focal_point), sign_in(member)

    reference = _officer_opens_and_sends(desk)
    request = InformationRequest.objects.get(reference=reference)
    _party_gives_a_date(theirs, reference)
    expect(committee.locator("main")).not_to_contain_text(reference)

    _move_back(request, months=7)
    today = datetime.now(UTC)
    _sweep(today.year, today.month, today.day)
    assert Notice.objects.filter(request=request, code="QUALIFIES_23D").exists()
    _party_answers_late(theirs, reference)
    _officer_assesses(desk, reference, "Inadequate")
    _officer_opens_a_matter_and_brings_it(desk, officer)

    committee.goto("/committee/")
    matter = ComplianceMatter.objects.get()
    committee.get_by_role("link", name=re.compile(matter.reference)).first.click()
    expect(committee.locator("main")).to_contain_text(matter.title)
    expect(committee.locator("main")).not_to_contain_text("The permits of the first year.")

    _officer_assesses(desk, reference, "Adequate")
    theirs.goto(f"/party/requests/{reference}/")
    expect(theirs.locator("main")).to_contain_text("Every question is answered.")


def _officer_opens_and_sends(page: Page) -> str:
    page.goto("/secretariat/requests/new/")
    page.get_by_label("Party").first.select_option(label="Demonstration Party Alder")
    page.get_by_label("Subject").fill("Export permits for orchids")
    page.get_by_label("Questions").fill("Which permits were issued?")
    page.get_by_role("button", name="Open the draft").click()
    page.wait_for_url(re.compile(r"/requests/IR-\d{4}-\d{4}/$"))
    reference = page.url.rstrip("/").split("/")[-1]
    page.get_by_role("link", name=re.compile("^Send")).click()
    page.get_by_role("button", name=re.compile("^Send to Demonstration Party Alder")).click()
    expect(page.locator("svg[role=img]").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("One month from the request of")
    return reference


def _party_gives_a_date(page: Page, reference: str) -> None:
    page.goto("/party/")
    page.get_by_role("link", name=re.compile(reference)).first.click()
    page.get_by_role("link", name=re.compile("Answer this request")).first.click()
    page.get_by_label("Approximate date").fill(f"{datetime.now(UTC).year + 1}-02-01")
    page.get_by_role("button", name="Check what you send").click()
    expect(page.locator("main")).to_contain_text("23 a)")
    page.get_by_role("button", name="Send this answer to the Secretariat").click()
    page.wait_for_url(re.compile("/submissions/"))
    expect(page.locator("main")).to_contain_text(reference)


def _move_back(request: InformationRequest, *, months: int) -> None:
    """Seven months go by: the request and the answer so far happened that much earlier."""
    request.refresh_from_db()
    assert request.sent_on is not None
    request.sent_on = periods.add_months(day=request.sent_on, months=-months)
    deadlines.project(request=request)


def _party_answers_late(page: Page, reference: str) -> None:
    page.goto(f"/party/requests/{reference}/answer/")
    page.get_by_label("All the information requested").check()
    page.get_by_label("The information, in words").fill("The permits of the first year.")
    page.get_by_role("button", name="Check what you send").click()
    page.get_by_role("button", name="Send this answer to the Secretariat").click()
    page.wait_for_url(re.compile("/submissions/"))


def _officer_assesses(page: Page, reference: str, verdict: str) -> None:
    page.goto(f"/secretariat/requests/{reference}/")
    page.get_by_role("link", name=re.compile("^Assess")).first.click()
    page.get_by_label(verdict, exact=True).check()
    page.get_by_role("textbox", name="Reasons").fill(
        "Every question is answered." if verdict == "Adequate" else "One year is missing."
    )
    page.get_by_role("button", name=re.compile("assess", re.IGNORECASE)).click()
    page.wait_for_url(re.compile(f"/requests/{reference}/$"))
    expect(page.locator("main")).to_contain_text(verdict.lower())


def _officer_opens_a_matter_and_brings_it(page: Page, officer: User) -> None:
    page.goto("/secretariat/matters/new/")
    page.get_by_label("Party").first.select_option(label="Demonstration Party Alder")
    page.get_by_label("Title").fill("Application of Article XIII: orchids")
    page.get_by_label("Annual or illegal trade reports").check()
    page.get_by_role("button", name="Open the matter").click()
    page.wait_for_url(re.compile(r"/matters/CM-"))
    matter = ComplianceMatter.objects.get()
    take_up(officer=actor_of(officer), matter=matter, instant=datetime.now(UTC))
    page.reload()
    page.get_by_role("link", name=re.compile("^Bring")).first.click()
    page.get_by_label("No adequate response was received").check()
    page.get_by_label(re.compile("Grounds")).fill("No adequate response by the final due date.")
    page.locator("main form button[type=submit]").first.click()
    page.locator("main form button[name=confirmed], main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/matters/CM-\d{4}-\d{4}/$"))
