"""One matter from a Party's referral to the withdrawal of a suspension, by the four people who see it.

After each step it is asked of all four whether they see what was done: the case
officer, the focal point of the Party, the Chair and a member of the Committee.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import ComplianceMatter, InformationRequest, Measure, MemberNote
from cases.services import deadlines, sweep
from compliance.accounts.models import User
from compliance.rules import periods
from tests.browser.conftest import SignIn
from tests.conftest import SetClock

pytestmark = pytest.mark.django_db(transaction=True)

OFFICER, PARTY, CHAIR, MEMBER = EVERYBODY = ("officer", "party", "chair", "member")
_DESK = {OFFICER: "secretariat", PARTY: "party", CHAIR: "committee", MEMBER: "committee"}


@dataclass
class Walk:
    """The four browsers, and the matter that they look at."""

    pages: dict[str, Page]
    reference: str = ""

    def __getitem__(self, who: str) -> Page:
        return self.pages[who]

    def see(self, words: str, *who: str) -> None:
        """That these readers, and no others of the four, find the words on their own page of the matter.

        Asked of the server in each browser's session: drawing every page anew would take most of the time.
        """
        for reader, page in self.pages.items():
            answer = page.request.get(reverse(f"{_DESK[reader]}:matter", args=[self.reference]))
            assert answer.status in (200, 404)
            shown = answer.status == 200 and words in unescape(answer.text())
            assert shown is (reader in who), f"{words!r} for {reader}"

    def do(self, act: str, button: str, *, item: int | None = None, **fields: str) -> None:
        """The officer does one act of the procedure; what is filled in is named by the name of its field."""
        name, more = ("matter_act", []) if item is None else ("matter_item_act", [item])
        page = self[OFFICER]
        page.goto(reverse(f"secretariat:{name}", args=[self.reference, act, *more]))
        for field, value in fields.items():
            _fill(page, field, value)
        page.locator("main").get_by_role("button", name=button).click()
        page.wait_for_url(re.compile(r"/matters/CM-\d{4}-\d{4}/$"))


def _fill(page: Page, field: str, value: str) -> None:
    control = page.locator(f"main form [name={field}]")
    if control.first.get_attribute("type") in ("radio", "checkbox"):
        page.locator(f"main form [name={field}][value='{value}']").check()
    else:
        control.fill(value)


def test_four_people_take_a_matter_from_referral_to_the_end_of_a_suspension(
    sign_in: SignIn,
    set_clock: SetClock,
    settings: Any,
    officer: User,
    focal_point: User,
    chair: User,
    member: User,
) -> None:
    settings.PUBLIC_REGISTER = True
    signed_in = zip(EVERYBODY, map(sign_in, (officer, focal_point, chair, member)), strict=True)
    walk = Walk(dict(signed_in))
    _referred_and_identified(walk)
    _asked_and_not_answered(walk)
    _considered_with_the_chair(walk)
    _brought_and_released(walk)
    _suspended_and_announced(walk)
    _reported_against(walk)
    _withdrawn_and_closed(walk)


def _referred_and_identified(walk: Walk) -> None:
    page = walk[OFFICER]
    page.goto("/secretariat/matters/new/")
    page.get_by_label("Party").first.select_option(label="Demonstration Party Alder")
    page.get_by_label("Title").fill("Application of Article XIII: rosewood")
    page.get_by_label(re.compile("referral under paragraph 3")).check()
    page.get_by_role("button", name="Open the matter").click()
    page.wait_for_url(re.compile(r"/matters/CM-\d{4}-\d{4}/$"))
    walk.reference = page.url.rstrip("/").split("/")[-1]
    walk.see("Application of Article XIII: rosewood", OFFICER, PARTY)
    walk.do(
        "describe",
        "Keep this description",
        provisions="Article IV, paragraph 2 a)",
        significance="Exports exceed the quota.",
        species="Dalbergia spp., II",
    )
    walk.see("Dalbergia spp.", OFFICER, PARTY)
    walk.see("Exports exceed the quota.", OFFICER)
    walk.do("inform", "Inform the Management Authority", text="A Party referred exports without a basis.")
    walk.see("A Party referred exports without a basis.", OFFICER, PARTY)
    _party_reports(walk, kind="FACTS", text="The inventory is under way.", document="inventory.pdf")
    walk.see("The inventory is under way.", OFFICER, PARTY)
    walk.see("inventory.pdf", OFFICER, PARTY)


def _asked_and_not_answered(walk: Walk) -> None:
    page = walk[OFFICER]
    page.goto("/secretariat/requests/new/")
    page.get_by_label("Party").first.select_option(label="Demonstration Party Alder")
    page.get_by_label("Subject").fill("Export permits for rosewood")
    page.get_by_label("Questions").fill("On which basis were they issued?")
    page.get_by_label(re.compile("^Compliance matter")).fill(walk.reference)
    page.get_by_role("button", name="Open the draft").click()
    page.wait_for_url(re.compile(r"/requests/IR-\d{4}-\d{4}/$"))
    walk.see("Export permits for rosewood", OFFICER)
    page.goto(f"/secretariat/requests/{InformationRequest.objects.get().reference}/send/")
    page.get_by_role("button", name=re.compile("^Send to Demonstration Party Alder")).click()
    page.wait_for_url(re.compile(r"/requests/IR-\d{4}-\d{4}/$"))
    walk.see("Export permits for rosewood", OFFICER, PARTY)
    _seven_months_go_by()
    page.goto("/secretariat/")
    expect(page.locator("main")).to_contain_text("23 d)")


def _seven_months_go_by() -> None:
    """The request was sent that much earlier, and no reply was received."""
    request = InformationRequest.objects.get()
    assert request.sent_on is not None
    request.sent_on = periods.add_months(day=request.sent_on, months=-7)
    deadlines.project(request=request)
    now = datetime.now(UTC)
    sweep.issue_due_notices(on=now.date(), at=now)


def _considered_with_the_chair(walk: Walk) -> None:
    walk.do("consider", "Take up consideration with the Party", text="")
    walk.do("consult", "Consult the Chair", question="Should this come to the Committee?")
    walk.see("Should this come to the Committee?", OFFICER)
    walk[MEMBER].goto("/committee/")
    expect(walk[MEMBER].locator("main")).not_to_contain_text(walk.reference)
    chair = walk[CHAIR]
    chair.goto("/committee/")
    chair.get_by_role("link", name=re.compile(walk.reference)).click()
    expect(chair.locator("main")).to_contain_text("Should this come to the Committee?")
    chair.get_by_label("Your answer").fill("It should, with the Party's statement.")
    chair.get_by_role("button", name="Send this answer to the Secretariat").click()
    expect(chair.locator("main")).to_contain_text("The Chair's answer")
    walk.see("It should, with the Party's statement.", OFFICER)


def _brought_and_released(walk: Walk) -> None:
    walk.do("recommend", "Keep this draft", kind="SUSPENSION", text="That Parties suspend trade in rosewood.")
    walk.see("That Parties suspend trade in rosewood.", OFFICER)
    page = walk[OFFICER]
    page.goto(reverse("secretariat:bring", args=[walk.reference]))
    page.get_by_label("No response was received").check()
    page.get_by_label(re.compile("^Grounds")).fill("No reply was received in seven months.")
    page.get_by_role("button", name="Check what this does").click()
    page.get_by_role("button", name="Bring to the Standing Committee").click()
    page.wait_for_url(re.compile(r"/matters/CM-\d{4}-\d{4}/$"))
    walk.see("No reply was received in seven months.", OFFICER, CHAIR, MEMBER)
    walk.see("The inventory is under way.", OFFICER, PARTY)
    _release(walk, "own statement", "inventory.pdf", "Draft recommendation")
    walk.see("The inventory is under way.", *EVERYBODY)
    walk.see("inventory.pdf", *EVERYBODY)
    walk.see("That Parties suspend trade in rosewood.", OFFICER, CHAIR, MEMBER)
    walk.see("On which basis were they issued?")
    _member_notes(walk, "Ask when the inventory ends.")


def _release(walk: Walk, *items: str) -> None:
    page = walk[OFFICER]
    page.goto(reverse("secretariat:matter_release", args=[walk.reference]))
    for item in items:
        page.get_by_label(re.compile(item)).check()
    page.get_by_role("button", name="Show it as members will see it").click()
    page.get_by_role("button", name=re.compile("^Release th")).click()
    page.wait_for_url(re.compile(r"/matters/CM-\d{4}-\d{4}/$"))


def _member_notes(walk: Walk, words: str) -> None:
    page = walk[MEMBER]
    page.goto(reverse("committee:matter", args=[walk.reference]))
    page.get_by_role("link", name="Write a note of your own").click()
    page.get_by_label("Your note").fill(words)
    page.get_by_role("button", name="Keep this note").click()
    page.wait_for_url(re.compile("#notes$"))
    walk.see(words, MEMBER)
    assert MemberNote.objects.get().text == words


def _suspended_and_announced(walk: Walk) -> None:
    today = datetime.now(UTC).date().isoformat()
    walk.do(
        "measure",
        "Record the measure",
        kind="SUSPENSION",
        text="Trade in rosewood is suspended.",
        decided_on=today,
        scope="COMMERCIAL",
        species=str(ComplianceMatter.objects.get().species.get().pk),
    )
    walk.see("Trade in rosewood is suspended.", *EVERYBODY)
    register = walk[MEMBER]
    register.goto("/register/en/")
    expect(register.locator("main")).to_contain_text("The register holds no entry yet")
    measure = Measure.objects.get()
    walk.do("announced", "Record the Notification", item=measure.pk, notification="No. 2027/044")
    walk.see("No. 2027/044", *EVERYBODY)
    register.goto("/register/en/")
    register.get_by_role("link", name="Demonstration Party Alder").click()
    expect(register.locator("main")).to_contain_text("Commercial trade: Dalbergia spp.")
    expect(register.locator("main")).to_contain_text("Notification to the Parties No. 2027/044")
    expect(register.locator("main")).not_to_contain_text(walk.reference)
    walk.do("monitor", "Begin monitoring", text="")
    walk.see("Monitoring", *EVERYBODY)


def _reported_against(walk: Walk) -> None:
    page = walk[OFFICER]
    page.goto(reverse("secretariat:matter_act", args=[walk.reference, "deadline"]))
    page.get_by_label("What is due").fill("Report on the inventory")
    page.get_by_label("Of which measure").select_option(index=1)
    _fill(page, "form", "FIXED")
    _fill(page, "fixed_on", (datetime.now(UTC).date().replace(day=1).replace(year=2099)).isoformat())
    page.get_by_role("button", name="Record the deadline").click()
    page.wait_for_url(re.compile(r"/matters/CM-\d{4}-\d{4}/$"))
    walk.see("Report on the inventory", *EVERYBODY)
    _party_reports(walk, kind="REPORT", text="The inventory is finished.", document="report.pdf", whole=True)
    walk.see("The inventory is finished.", OFFICER, PARTY)
    walk.see("report.pdf", OFFICER, PARTY)
    _release(walk, "own statement", "report.pdf")
    walk.see("The inventory is finished.", *EVERYBODY)
    walk.see("report.pdf", *EVERYBODY)


def _party_reports(walk: Walk, *, kind: str, text: str, document: str, whole: bool = False) -> None:
    """Online, with a document that is sent while the report is written; the receipt names both."""
    page = walk[PARTY]
    page.goto(reverse("party:matter", args=[walk.reference]))
    page.get_by_role("link", name="Report to the Secretariat").click()
    _fill(page, "kind", kind)
    if whole:
        page.get_by_label("Against which deadline").select_option(index=1)
        page.get_by_label("It carries all that was asked").check()
    page.get_by_label("The report, in words").fill(text)
    page.locator("input[type=file]").set_input_files(
        {"name": document, "mimeType": "application/pdf", "buffer": _PDF}
    )
    expect(page.locator("[data-waiting]")).to_contain_text(document)
    page.locator("main .actions").get_by_role("button", name="Send this report").click()
    page.wait_for_url(re.compile("/reports/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Receipt: your report is on record")
    expect(page.locator("main")).to_contain_text(document)
    expect(page.locator("main")).to_contain_text("SHA-256")


_PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def _withdrawn_and_closed(walk: Walk) -> None:
    today = datetime.now(UTC).date().isoformat()
    walk.do(
        "end",
        "Record that it ended",
        item=Measure.objects.get().pk,
        ends_on=today,
        notification="No. 2027/099",
        reason="The quota rests on an inventory.",
    )
    walk.see("No. 2027/099", *EVERYBODY)
    walk.see("The quota rests on an inventory.", *EVERYBODY)
    register = walk[PARTY]
    register.goto("/register/en/")
    expect(register.locator("main")).to_contain_text("Withdrawn on")
    expect(register.locator("main")).to_contain_text("No. 2027/099")
    register.goto(f"/register/en/?on={today}")
    expect(register.locator("main")).to_contain_text("No entry matches")
    walk.do("close", "Close the matter", because="MEASURES_WITHDRAWN", text="Nothing more is asked.")
    walk.see("Nothing more is asked.", *EVERYBODY)
    walk.see("Closed", *EVERYBODY)
