"""The Committee's desk by meeting and region, at a glance, and what a member notes for themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cases.models import ComplianceMatter, MemberNote, Party
from cases.services import matters, measures, member_notes, recommendations, releases
from cases.services.refusals import Refused
from compliance.accounts.models import User
from tests.cases import article_xiii
from tests.conftest import MakeMatter, SetClock, actor_of, at

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 6, 11, 9, 30, tzinfo=UTC)
BROUGHT = date(2027, 1, 5)
NOTE = "Ask about the quota."


@pytest.fixture(autouse=True)
def today(set_clock: SetClock) -> None:
    set_clock(NOW)


@pytest.fixture
def desk(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


@pytest.fixture
def matter(make_matter: MakeMatter) -> ComplianceMatter:
    return make_matter(brought=BROUGHT)


def _listed(desk: Client, **query: str) -> list[str]:
    page = desk.get(reverse("committee:home"), query)
    return [row.matter.reference for row in page.context["rows"]]


def test_matters_by_meeting_and_by_region_without_script(
    desk: Client, make_matter: MakeMatter, matter: ComplianceMatter, other_party: Party, officer: User
) -> None:
    Party.objects.filter(pk=other_party.pk).update(region="ASIA")
    asian = make_matter(ready=BROUGHT, party=other_party)
    matters.bring(
        actor=actor_of(officer),
        matter=asian,
        because="NO_SOLUTION",
        grounds="None.",
        meeting=article_xiii.meeting("SC84"),
        at=at(BROUGHT),
    )
    assert _listed(desk) == [asian.reference, matter.reference]
    assert _listed(desk, meeting="SC84") == _listed(desk, region="ASIA") == [asian.reference]
    assert _listed(desk, meeting="none") == _listed(desk, region="EUROPE") == [matter.reference]
    assert _listed(desk, meeting="SC84", region="EUROPE") == []
    page = desk.get(reverse("committee:home"), {"meeting": "SC99"})
    assert "The list is not shown" in page.content.decode()


def test_the_list_says_how_much_is_asked_and_in_force(
    desk: Client, matter: ComplianceMatter, officer: User
) -> None:
    given: Any = {"actor": actor_of(officer), "matter": matter, "at": at(article_xiii.DECIDED)}
    kept, shown = (recommendations.draft(kind="WARNING", text=text, **given) for text in ("One.", "Two."))
    releases.release(items=[shown], **given)
    home = reverse("committee:home")
    assert "1 draft recommendation to decide" in desk.get(home).content.decode(), "the other is the desk's"
    measure = article_xiii.decide(
        officer=actor_of(officer), matter=matter, kind="WARNING", recommendation=shown
    )
    page = desk.get(home).content.decode()
    assert "to decide" not in page
    assert "1 measure in force" in page
    assert kept.text not in page
    measures.withdraw(
        actor=actor_of(officer), measure=measure, ends_on=NOW.date(), reason="It complied.", at=NOW
    )
    assert "in force" not in desk.get(home).content.decode()


def test_an_excluded_member_reads_no_grounds_in_the_list_either(
    desk: Client, matter: ComplianceMatter, member: User, chair: User
) -> None:
    assert matter.grounds in desk.get(reverse("committee:home")).content.decode()
    releases.recuse(actor=actor_of(chair), matter=matter, member=member, reason="Of the Party.", at=NOW)
    page = desk.get(reverse("committee:home")).content.decode()
    assert matter.reference in page
    assert matter.grounds not in page


def test_a_note_is_written_changed_and_deleted_after_a_question(
    desk: Client, matter: ComplianceMatter
) -> None:
    page, new = (reverse(f"committee:{name}", args=[matter.reference]) for name in ("matter", "note_new"))
    assert b"Write the note." in desk.post(new, {"text": " "}).content
    desk.post(new, {"text": NOTE})
    desk.post(new, {"text": NOTE})
    note = MemberNote.objects.get()
    assert NOTE in desk.get(page).content.decode()
    change, delete = (
        reverse(f"committee:{name}", args=[matter.reference, note.pk]) for name in ("note", "note_delete")
    )
    assert desk.post(change, {"text": "Other words."}).headers["Location"] == f"{page}#notes"
    shown = desk.get(page).content.decode()
    assert "Other words." in shown
    assert NOTE not in shown
    assert b"Other words." in desk.get(delete).content
    assert MemberNote.objects.exists(), "asked first"
    desk.post(delete)
    assert not MemberNote.objects.exists()


def test_a_note_is_nobody_elses(
    client: Client,
    matter: ComplianceMatter,
    member: User,
    chair: User,
    officer: User,
    administrator: User,
    focal_point: User,
) -> None:
    note = member_notes.write(actor=actor_of(member), matter=matter, text=NOTE, at=NOW)
    for other in (chair, officer, administrator, focal_point):
        assert not MemberNote.objects.visible_to(actor_of(other)).exists()
    for act in (
        lambda actor: member_notes.change(actor=actor, note=note, text="x", at=NOW),
        lambda actor: member_notes.delete(actor=actor, note=note),
    ):
        with pytest.raises(MemberNote.DoesNotExist):
            act(actor_of(chair))
        with pytest.raises(PermissionDenied):
            act(actor_of(officer))
    with pytest.raises(PermissionDenied):
        member_notes.write(actor=actor_of(officer), matter=matter, text=NOTE, at=NOW)
    client.force_login(chair)
    assert NOTE not in client.get(reverse("committee:matter", args=[matter.reference])).content.decode()
    for name in ("note", "note_delete"):
        address = reverse(f"committee:{name}", args=[matter.reference, note.pk])
        assert client.get(address).status_code == client.post(address, {"text": "x"}).status_code == 404
    note.refresh_from_db()
    assert note.text == NOTE


def test_no_note_on_what_the_committee_does_not_see(make_matter: MakeMatter, member: User) -> None:
    with pytest.raises(ComplianceMatter.DoesNotExist):
        member_notes.write(actor=actor_of(member), matter=make_matter(), text=NOTE, at=NOW)


def test_a_notification_is_recorded_after_the_meeting(
    client: Client, matter: ComplianceMatter, officer: User
) -> None:
    actor = actor_of(officer)
    measure = article_xiii.decide(officer=actor, matter=matter, kind="WARNING")
    client.force_login(officer)

    def address(act: str) -> str:
        return reverse("secretariat:matter_item_act", args=[matter.reference, act, measure.pk])

    given = {"notification": " No.  2027/020 ", "starts_on": "2027-02-20"}
    assert client.post(address("announced"), given).status_code == 302
    measure.refresh_from_db()
    assert (measure.notification, measure.starts_on) == ("No. 2027/020", date(2027, 2, 20))
    with pytest.raises(Refused, match="in force"):
        measures.announce_end(actor=actor, measure=measure, notification="No. 2027/031", at=NOW)
    with pytest.raises(Refused, match="number"):
        measures.announce(actor=actor, measure=measure, notification=" ", starts_on=None, at=NOW)
    measures.withdraw(actor=actor, measure=measure, ends_on=date(2027, 5, 2), reason="x", at=NOW)
    assert client.post(address("withdrawal-announced"), given).status_code == 302
    measure.refresh_from_db()
    assert measure.ended_by_notification == "No. 2027/020"
