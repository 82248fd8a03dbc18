"""The pages of a matter: what can be done and why the rest cannot, each action, and what each audience reads."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import CommitteeDeadline, ComplianceMatter, Consultation, MatterReport, Measure, Recusal
from cases.services import matter_reports, recommendations, releases
from cases.web.secretariat.matter_pages import ITEM_PAGES, PAGES
from compliance.accounts.models import User
from compliance.rules.stage_table import Action
from tests.cases import article_xiii
from tests.cases.article_xiii import BROUGHT
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

TODAY = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def act(matter: ComplianceMatter, name: str) -> str:
    return reverse("secretariat:matter_act", args=[matter.reference, name])


def page_of(matter: ComplianceMatter) -> str:
    return reverse("secretariat:matter", args=[matter.reference])


def test_every_action_of_the_secretariat_has_its_page() -> None:
    pages = {page.act.value for page in (*PAGES.values(), *ITEM_PAGES.values())}
    elsewhere = {"BRING_MATTER", "RELEASE_ITEM", "MAKE_REPORT", "RECUSE_MEMBER"}
    assert pages - {"RECORD_EVENT"} == {action.value for action in Action} - elsewhere


def test_the_page_offers_what_can_be_done_and_says_why_the_rest_cannot(
    desk: Client, make_matter: MakeMatter
) -> None:
    page = desk.get(page_of(make_matter()))
    offered = [one.label for one in page.context["actions"]]
    assert offered[0] == "Inform the Management Authority"
    assert "Take up consideration with the Party" not in offered
    why = {one.label: (one.reason, one.source) for one in page.context["impossible"]}
    assert why["Take up consideration with the Party"] == (
        "The Management Authority has not been informed yet: inform it, "
        "or send it an information request in this matter.",
        "Article XIII, paragraph 1",
    )
    assert why["Bring to the Standing Committee"][1] == "Resolution Conf. 11.3, paragraph 23 d)"
    ready = desk.get(page_of(make_matter(ready=BROUGHT)))
    assert ready.context["actions"][0].label == "Bring to the Standing Committee"


def test_an_action_that_must_wait_leads_back_with_the_reason(desk: Client, make_matter: MakeMatter) -> None:
    matter = make_matter()
    answer = desk.get(act(matter, "measure"), follow=True)
    assert answer.redirect_chain == [(page_of(matter), 302)]
    assert "Before the Standing Committee" in str(next(iter(answer.context["messages"])))


STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("inform", {"text": "Exports exceed the quota."}),
    (
        "describe",
        {
            "title": "Rosewood",
            "attention": "REPORTS",
            "provisions": "Article IV",
            "significance": "Large.",
            "species": "Dalbergia spp., II\nAves spp.",
            "related": "",
        },
    ),
    ("consider", {"text": ""}),
    ("offer", {"kind": "ADVICE", "text": "A workshop."}),
    ("consult", {"question": "Your view?"}),
    ("recommend", {"kind": "SUSPENSION", "text": "That Parties suspend trade."}),
    ("report", {"kind": "FACTS", "received_on": "2027-03-01", "text": "Ten permits."}),
    (
        "event",
        {"on": "2027-02-01", "precision": "month", "kind": "mission", "text": "A visit.", "source": "SC"},
    ),
)


def test_a_matter_goes_through_its_pages_from_identification_to_reopening(
    desk: Client, make_matter: MakeMatter, officer: User, settings: Any
) -> None:
    matter = make_matter()
    send = partial(_send, desk, matter)
    for name, form in STEPS:
        send(name, key=str(uuid.uuid4()), **form)
    matter.refresh_from_db()
    assert (matter.stage, matter.title) == ("CONSIDERATION", "Rosewood")
    assert list(matter.species.order_by("name").values_list("name", "appendix")) == [
        *(("Aves spp.", ""), ("Dalbergia spp.", "II"))
    ]
    _answer_and_outcome(desk, matter)
    brought = {"because": "NO_SOLUTION", "grounds": "None.", "agenda_item": "29", "confirmed": "1"}
    assert desk.post(reverse("secretariat:bring", args=[matter.reference]), brought).status_code == 302
    send("contact", on="2027-03-01", by_whom="The Chair", text="Spoke.")
    rosewood = matter.species.get(name="Dalbergia spp.")
    for kind, more in (
        ("ACTION_PLAN", {}),
        ("SUSPENSION", {"scope": "COMMERCIAL", "species": [rosewood.pk], "notification": "No. 2027/011"}),
    ):
        decided = {"kind": kind, "text": kind, "decided_on": "2027-03-01", "decided_precision": "day"}
        send("measure", **decided, **more)
    plan = Measure.objects.get(kind="ACTION_PLAN")
    send("deadline", what="Inventory", measure=plan.pk, form="AFTER_DECISION", count="6", unit="months")
    deadline = CommitteeDeadline.objects.get()
    assert deadline.due_on == date(2027, 9, 1)
    send("another-date", deadline.pk, form="FIXED", fixed_on="2027-10-01", reason="Agreed.")
    send("plan", plan.pk, text="A law.", assessed_by="", wanted_by="")
    send("done", plan.plan_steps.get().pk, done_on="2027-03-01", result="Adopted.")
    send("monitor", text="")
    send("review", meeting="", text="Progress noted.")
    send("lift", deadline.pk)
    for measure in Measure.objects.all():
        send("end", measure.pk, ends_on="2027-03-01", reason="Complied with.", notification="No. 2027/044")
    send("close", because="MEASURES_WITHDRAWN", text="Complied with.")
    send("reopen", text="New seizures.")
    matter.refresh_from_db()
    assert matter.stage == "REOPENED"
    told = [entry.what for entry in desk.get(page_of(matter)).context["chronology"]]
    assert told[0] == "Matter opened"
    assert {
        "Brought to the Standing Committee",
        "The Chair consulted",
        "Matter closed",
        "Matter reopened",
    } <= {*told}


def _send(desk: Client, matter: ComplianceMatter, name: str, item: int | None = None, **form: Any) -> None:
    """Sends one form; what is wrong with it is said by the test that fails."""
    address = (
        act(matter, name)
        if item is None
        else reverse("secretariat:matter_item_act", args=[matter.reference, name, item])
    )
    assert desk.get(address).status_code == 200, name
    answer = desk.post(address, form)
    assert answer.status_code == 302, (name, answer.context and answer.context["form"].errors)


def _answer_and_outcome(desk: Client, matter: ComplianceMatter) -> None:
    consultation, offer = matter.consultations.get(), matter.assistance.get()
    _send(desk, matter, "chair-answer", consultation.pk, text="Bring it.", answered_on="2027-03-01")
    _send(desk, matter, "outcome", offer.pk, outcome="Held.", outcome_on="2027-03-01")
    draft = matter.recommendations.get()
    _send(desk, matter, "drop", draft.pk, reason="Another follows.")


def test_what_is_refused_stands_beside_its_field_and_what_was_typed_stays(
    desk: Client, make_matter: MakeMatter, officer: User
) -> None:
    matter = make_matter(brought=BROUGHT)
    article_xiii.decide(officer=actor_of(officer), matter=matter)
    page = desk.post(act(matter, "deadline"), {"what": "Report", "form": "BEFORE_MEETING", "count": "90"})
    form = page.context["form"]
    assert list(form.errors) == ["meeting"]
    assert form["count"].value() == "90"


def test_a_release_is_shown_as_members_will_see_it_before_it_is_made(
    desk: Client, client: Client, make_matter: MakeMatter, officer: User, focal_point: User, member: User
) -> None:
    matter = make_matter(brought=BROUGHT)
    report = matter_reports.report(
        actor=actor_of(focal_point),
        matter=matter,
        key=uuid.uuid4(),
        kind="FACTS",
        text="Ten permits.",
        at=at(BROUGHT),
    )
    address = reverse("secretariat:matter_release", args=[matter.reference])
    chosen = {"items": [f"report:{report.pk}"], "note": "Read by the officer."}
    preview = desk.post(address, chosen)
    assert "This cannot be undone" in preview.content.decode()
    assert "Ten permits." in preview.content.decode()
    assert not report.releases.exists()
    assert desk.post(address, chosen | {"change": "1"}).context["form"]["items"].value() == chosen["items"]
    assert desk.post(address, chosen | {"confirmed": "1"}).status_code == 302
    assert "Nothing waits to be released" in desk.get(address).content.decode()
    client.force_login(member)
    seen = client.get(reverse("committee:matter", args=[matter.reference])).content.decode()
    assert "Ten permits." in seen
    assert "Read by the officer." in seen


def test_the_party_reads_its_matter_and_reports_against_a_deadline(
    client: Client, make_matter: MakeMatter, officer: User, focal_point: User
) -> None:
    matter = make_matter(brought=BROUGHT)
    measure = article_xiii.decide(officer=actor_of(officer), matter=matter)
    deadline = article_xiii.before(article_xiii.meeting(), officer=actor_of(officer), measure=measure)
    client.force_login(focal_point)
    page = client.get(reverse("party:matter", args=[matter.reference])).content.decode()
    assert "90 days before SC84, which begins on 6 September 2027" in page
    assert matter.grounds not in page
    address = reverse("party:matter_report", args=[matter.reference])
    form = client.get(f"{address}?deadline={deadline.pk}").context["form"]
    sent = {"key": str(form["key"].value()), "kind": "REPORT", "deadline": deadline.pk, "text": "Done."}
    assert client.post(address, sent | {"complete": "on"}).status_code == 302
    assert client.post(address, sent | {"complete": "on"}).status_code == 302
    assert MatterReport.objects.count() == 1
    deadline.refresh_from_db()
    assert deadline.met_on == TODAY


def test_the_chair_answers_what_members_do_not_see(
    client: Client, make_matter: MakeMatter, chair: User, member: User
) -> None:
    make_matter(ready=BROUGHT)
    consultation = Consultation.objects.get()
    address = reverse("committee:consultation", args=[consultation.pk])
    client.force_login(member)
    assert client.get(address).status_code == 404
    client.force_login(chair)
    assert "Your view?" in client.get(address).content.decode()
    assert address in client.get(reverse("committee:home")).content.decode()
    assert client.post(address, {"text": "Bring it."}).status_code == 302
    assert "Bring it." in client.get(address).content.decode()
    assert address not in client.get(reverse("committee:home")).content.decode()


def test_the_chair_excludes_a_member_who_then_sees_the_matter_marked(
    client: Client, make_matter: MakeMatter, officer: User, chair: User, member: User
) -> None:
    matter = make_matter(brought=BROUGHT)
    draft = recommendations.draft(
        actor=actor_of(officer), matter=matter, kind="WARNING", text="Warn them.", at=at(BROUGHT)
    )
    releases.release(actor=actor_of(officer), matter=matter, items=[draft], at=at(BROUGHT))
    page = reverse("committee:matter", args=[matter.reference])
    client.force_login(chair)
    exclude = reverse("committee:exclude", args=[matter.reference])
    assert client.post(exclude, {"member": member.pk, "reason": "Of the Party."}).status_code == 302
    client.force_login(member)
    seen = client.get(page).content.decode()
    assert "The Chair excluded you from this matter." in seen
    assert "Warn them." not in seen
    client.force_login(chair)
    end = reverse("committee:readmit", args=[matter.reference, Recusal.objects.get().pk])
    assert client.post(end).status_code == 302
    client.force_login(member)
    assert "Warn them." in client.get(page).content.decode()


@pytest.mark.parametrize("who", ["officer", "member", "focal_point"])
def test_a_full_matter_takes_as_many_queries_as_a_bare_one(
    request: pytest.FixtureRequest,
    client: Client,
    make_matter: MakeMatter,
    make_request: MakeRequest,
    answer: Answer,
    officer: User,
    focal_point: User,
    who: str,
) -> None:
    desk = {"officer": "secretariat", "member": "committee", "focal_point": "party"}[who]
    client.force_login(request.getfixturevalue(who))
    matter, meeting = make_matter(brought=BROUGHT), article_xiii.meeting()
    address = reverse(f"{desk}:matter", args=[matter.reference])
    taken = []
    for many in (1, 4):
        for n in range(many):
            _fill(matter, meeting, officer, focal_point, many * 10 + n)
            made = make_request(sent_on=date(2026, 12, 1), matter=matter)
            answer(made, date(2026, 12, 20), information="COMPLETE", text="Twelve permits.")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1]
    assert taken[0] <= 40


def _fill(matter: ComplianceMatter, meeting: Any, officer: User, focal_point: User, n: int) -> None:
    measure = article_xiii.decide(officer=actor_of(officer), matter=matter, text=f"Plan {n}.")
    article_xiii.before(meeting, officer=actor_of(officer), measure=measure, days=n)
    report = matter_reports.report(
        actor=actor_of(focal_point),
        matter=matter,
        key=uuid.uuid4(),
        kind="FACTS",
        text=f"Report {n}.",
        at=at(TODAY),
    )
    releases.release(actor=actor_of(officer), matter=matter, items=[report], at=at(TODAY))
