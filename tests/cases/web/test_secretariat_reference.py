"""Reference data through the pages: lists, forms, histories in words, merging after a look."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import FocalPoint, Meeting, Party, RequestTemplate
from compliance.accounts.models import User
from tests.conftest import SetClock, at

TODAY = date(2026, 12, 1)
PARTY = {
    "iso2": "xk",
    "name_en": "Kapok",
    "name_fr": "Kapokier",
    "name_es": "Ceiba",
    "name_source": "Notification 1",
    "region": "AFRICA",
    "region_source": "List 1",
    "language": "fr",
    "mailbox": "",
    "entered_into_force_on": "",
    "entry_source": "",
}
MEETING = {
    "code": "SC90",
    "body": "SC",
    "starts_on": "2027-09-01",
    "ends_on": "2027-09-05",
    "precision": "day",
    "place": "Geneva",
    "source": "Notification 2",
    "own_document_deadline_on": "",
}


@pytest.fixture(autouse=True)
def _today(set_clock: SetClock) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    client.get(reverse("secretariat:people"))  # the first page after signing in also writes the session
    return client


@pytest.fixture
def head(supervisor: User) -> Client:
    client = Client()
    client.force_login(supervisor)
    return client


def url(page: str, *parts: object) -> str:
    return reverse(f"secretariat:reference{page}", args=parts)


def test_what_there_is_and_why_regions_are_fixed(desk: Client, party: Party) -> None:
    body = desk.get(url("")).content.decode()
    for slug in ("parties", "focal-points", "meetings", "templates"):
        assert url("_list", slug) in body
    assert "the list is fixed" in body
    assert desk.get(url("_list", "regions")).status_code == 404


def test_a_party_joins(desk: Client) -> None:
    page = desk.post(url("_new", "parties"), PARTY | {"entered_into_force_on": "2026-06-01"})
    assert "Say where it was read" in page.context["form"].errors["entry_source"][0]
    assert page.context["form"]["name_en"].value() == "Kapok", "what was typed stays"
    sourced = PARTY | {"entered_into_force_on": "2026-06-01", "entry_source": "Depositary"}
    assert desk.post(url("_new", "parties"), sourced).status_code == 302
    joined = Party.objects.get()
    assert (joined.iso2, joined.entered_into_force_on) == ("XK", date(2026, 6, 1))
    again = desk.post(url("_new", "parties"), sourced)
    assert "already exists" in again.context["form"].errors["iso2"][0]


def test_a_meeting_moves_and_its_history_says_so_in_words(desk: Client, officer: User) -> None:
    desk.post(url("_new", "meetings"), MEETING)
    meeting = Meeting.objects.get()
    page = desk.get(url("_edit", "meetings", meeting.pk))
    moved = MEETING | {"starts_on": "2027-08-30", "source": "Notification 3", "precision": "week"}
    sent = moved | {"seen": page.context["form"].initial["seen"]}
    assert desk.post(url("_edit", "meetings", meeting.pk), sent).status_code == 302
    page = desk.get(url("_history", "meetings", meeting.pk))
    changed, entered = page.context["entries"]
    assert {(one.label, one.before, one.after) for one in changed.changes} == {
        ("First day", "1 September 2027", "30 August 2027"),
        ("Source", "Notification 2", "Notification 3"),
        ("Precision", "day", "week"),
    }
    assert (changed.who, changed.is_first, entered.is_first) == (officer.name, False, True)
    assert ("Body", "", "Standing Committee") in [
        (one.label, one.before, one.after) for one in entered.changes
    ]


def test_a_page_that_is_behind_says_so_and_stands_when_sent_once_more(desk: Client, party: Party) -> None:
    address = url("_edit", "parties", party.pk)
    page = desk.get(address)
    typed = PARTY | {"mailbox": "mine@party.example", "seen": page.context["form"].initial["seen"]}
    Party.objects.filter(pk=party.pk).update(mailbox="theirs@party.example")
    behind = desk.post(address, typed)
    assert "Somebody changed this entry" in str(behind.context["form"].non_field_errors()[0])
    assert behind.context["form"]["mailbox"].value() == "mine@party.example"
    assert Party.objects.get(pk=party.pk).mailbox == "theirs@party.example"
    once_more = typed | {"seen": behind.context["form"]["seen"].value()}
    assert desk.post(address, once_more).status_code == 302
    assert Party.objects.get(pk=party.pk).mailbox == "mine@party.example"


def test_a_code_is_not_in_the_form_of_a_party_on_record(desk: Client, party: Party) -> None:
    assert "iso2" not in desk.get(url("_edit", "parties", party.pk)).context["form"].fields
    desk.post(url("_edit", "parties", party.pk), PARTY | {"iso2": "XZ"})
    assert Party.objects.get(pk=party.pk).iso2 == "XA"


def test_a_focal_point_is_added_and_leaves(desk: Client, party: Party) -> None:
    flora = {
        "party": party.pk,
        "name": "Flora",
        "email": "Flora@party.example",
        "language": "es",
        "position": "",
    }
    assert desk.post(url("_new", "focal-points"), flora).status_code == 302
    person = FocalPoint.objects.get(email="flora@party.example")
    left = flora | {"left_on": "2026-11-30"}
    assert desk.post(url("_edit", "focal-points", person.pk), left).status_code == 302
    names = [row["name"] for row in desk.get(url("_list", "focal-points")).context["rows"]]
    assert "Flora" not in names
    page = desk.get(url("_list", "focal-points"), {"all": "1"})
    assert "Left on 30 November 2026" in page.content.decode()


def test_a_template_is_kept_in_three_languages_and_retired(desk: Client) -> None:
    typed = {
        "name": "Permits",
        "rule_set_code": "SC78-DOC-37-ANNEX",
        "subject_en": "Permits",
        "questions_en": "Which?",
        "subject_fr": "Permis",
        "questions_fr": "",
        "subject_es": "",
        "questions_es": "",
        "retired_on": "",
    }
    page = desk.post(url("_new", "templates"), typed)
    assert list(page.context["form"].errors) == ["questions_fr"]
    assert desk.post(url("_new", "templates"), typed | {"questions_fr": "Lesquels ?"}).status_code == 302
    template = RequestTemplate.objects.get()
    assert "English, French" in desk.get(url("_list", "templates")).content.decode()
    retired = typed | {"questions_fr": "Lesquels ?", "retired_on": "2026-12-01"}
    desk.post(url("_edit", "templates", template.pk), retired)
    assert not RequestTemplate.objects.offered(on=TODAY).exists()
    assert desk.get(url("_list", "templates")).context["rows"] == []


def test_a_list_is_searched_by_a_part_of_the_name(desk: Client, party: Party, other_party: Party) -> None:
    page = desk.get(url("_list", "parties"), {"q": "birch"})
    assert [row["name"] for row in page.context["rows"]] == [other_party.name]
    nothing = desk.get(url("_list", "parties"), {"q": "%"})
    assert "Nothing with this name" in nothing.content.decode()


def test_a_list_is_walked_by_name_and_takes_as_many_queries_for_many_as_for_few(
    desk: Client, party: Party
) -> None:
    taken = []
    for many in (1, 60):
        for n in range(many):
            FocalPoint.objects.create(
                party=party, name=f"P{(n * 7) % 60:02}", email=f"{many}-{n}@party.example"
            )
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(url("_list", "focal-points"))
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 6
    names = [row["name"] for row in page.context["rows"]]
    while page.context["page"].next_key:
        page = desk.get(page.context["next_url"])
        names += [row["name"] for row in page.context["rows"]]
    assert len(names) == FocalPoint.objects.count()
    assert names == sorted(names)
    for odd in ("x", "-1", "9" * 30, ",", "P01,x"):
        assert desk.get(url("_list", "focal-points"), {"after": odd}).status_code == 200


def test_a_long_history_is_paged_and_each_entry_says_what_it_replaced(desk: Client, party: Party) -> None:
    for n in range(30):
        party.mailbox = f"ma-{n}@party.example"
        party.save()
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(url("_history", "parties", party.pk))
    assert len(queries) <= 9
    last = page.context["entries"][-1]
    assert [(one.before, one.after) for one in last.changes] == [("ma-4@party.example", "ma-5@party.example")]
    page = desk.get(page.context["next_url"])
    assert page.context["entries"][-1].is_first


def test_two_parties_are_merged_after_what_moves_was_shown(
    head: Client, party: Party, other_party: Party
) -> None:
    address = url("_merge", "parties", party.pk)
    page = head.post(address, {"kept": "", "reason": ""})
    assert set(page.context["form"].errors) == {"kept", "reason"}
    chosen = {"kept": other_party.pk, "reason": "The same State."}
    page = head.post(address, chosen)
    assert "This cannot be undone" in page.content.decode()
    assert page.context["plan"].focal_points == 1
    confirmed = chosen | {"seen": page.context["plan"].seen, "confirmed": "1"}
    FocalPoint.objects.create(party=party, name="Flora", email="flora@party.example")
    behind = head.post(address, confirmed)
    assert "look again" in str(behind.context["form"].non_field_errors()[0])
    page = head.post(address, chosen)
    done = head.post(address, chosen | {"seen": page.context["plan"].seen, "confirmed": "1"})
    assert done.status_code == 302
    body = head.get(url("_history", "parties", party.pk)).content.decode()
    assert "The same State." in body
    assert "was found to be entered twice" in body
    offered = head.get(reverse("secretariat:matter_new")).context["form"].fields["party"].queryset
    assert list(offered) == [other_party]
    assert head.get(url("_merge", "meetings", 1)).status_code == 404


def test_officers_are_not_offered_a_merge(
    desk: Client, head: Client, party: Party, other_party: Party
) -> None:
    address = url("_merge", "parties", party.pk)
    assert address not in desk.get(url("_edit", "parties", party.pk)).content.decode()
    assert desk.get(address).status_code == 403
    assert address in head.get(url("_edit", "parties", party.pk)).content.decode()
    assert head.get(address).status_code == 200


def test_an_administrator_reads_templates_and_changes_none(administrator: User, client: Client) -> None:
    template = RequestTemplate.objects.create(name="Permits", subject_en="Permits", questions_en="Which?")
    client.force_login(administrator)
    page = client.get(url("_list", "templates"))
    assert page.context["rows"][0]["url"] == url("_history", "templates", template.pk)
    assert client.get(url("_edit", "templates", template.pk)).status_code == 403
    assert client.get(url("_new", "templates")).status_code == 403


def test_no_date_of_a_meeting_is_shown_without_its_source(desk: Client) -> None:
    Meeting.objects.create(code="SC99", body="SC", starts_on=date(2028, 3, 1))
    body = desk.get(url("_list", "meetings")).content.decode()
    assert "2028" not in body
    assert "No source read" in body
    Meeting.objects.update(source="Notification 2", precision="month")
    body = desk.get(url("_list", "meetings")).content.decode()
    assert "March 2028" in body
    assert "Open until the days are known" in body, "no day follows from a month"
