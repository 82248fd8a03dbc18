"""Pages of meetings and of their reports: what each desk reads, what issuing asks, what stays."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from cases.models import ComplianceMatter, Meeting, MeetingReport
from cases.services import releases
from compliance.accounts.models import User
from tests.cases import article_xiii, reported
from tests.cases.pdf_reader import text_of
from tests.cases.reported import SECRETS, TODAY
from tests.conftest import Answer, MakeMatter, MakeRequest, SetClock, actor_of, at

pytestmark = pytest.mark.django_db
TITLE = "Rosewood exports"


@pytest.fixture(autouse=True)
def _today(set_clock: SetClock) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def meeting(db: None) -> Meeting:
    return article_xiii.meeting("SC84")


@pytest.fixture
def matter(
    make_matter: MakeMatter, make_request: MakeRequest, answer: Answer, officer: User, meeting: Meeting
) -> ComplianceMatter:
    found = reported.matter(
        make_matter=make_matter, make_request=make_request, answer=answer, officer=officer, meeting=meeting
    )
    ComplianceMatter.objects.filter(pk=found.pk).update(brought_to=meeting, agenda_item="27.3")
    return found


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(officer: User) -> Client:
    return _client(officer)


def _page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def _form(page: Any, **typed: str) -> dict[str, str]:
    return {"symbol": "SC84 Doc. 30", "seen": page.context["form"].initial["seen"], **typed}


def _issue(desk: Client, meeting: Meeting, **typed: str) -> Any:
    url = reverse("secretariat:meeting_issue", args=[meeting.pk])
    return desk.post(url, _form(desk.get(url), confirmed="1", **typed))


def test_the_draft_is_read_and_changes_nothing_and_says_what_it_leaves_out(
    desk: Client, matter: ComplianceMatter, meeting: Meeting
) -> None:
    page = _page(desk, "secretariat:meeting_draft", meeting.pk)
    assert TITLE in page
    assert "Draft of the Secretariat of 11 June 2027. It was not issued." in page
    assert [one for one in SECRETS if one in page] == []
    assert "Not in the report: drafts that were not released" in page
    assert reverse("secretariat:matter_release", args=[matter.reference]) in page
    assert 'lang="fr"' in _page(desk, "secretariat:meeting_draft", meeting.pk, language="fr")
    assert 'lang="en"' in _page(desk, "secretariat:meeting_draft", meeting.pk, language="../x")
    assert not MeetingReport.objects.exists()


def test_issuing_asks_to_confirm_and_then_members_read_it_on_the_page_and_in_files(
    desk: Client, member: User, focal_point: User, matter: ComplianceMatter, meeting: Meeting
) -> None:
    url = reverse("secretariat:meeting_issue", args=[meeting.pk])
    page = desk.get(url)
    assert "This cannot be taken back." in page.content.decode()
    refused = desk.post(url, _form(page)).content.decode()
    assert "Confirm that you have read the report." in refused
    assert "SC84 Doc. 30" in refused
    issued = desk.post(url, _form(page, confirmed="1"))
    assert issued.headers["Location"] == reverse("secretariat:meeting_report", args=[meeting.pk, 0])
    seat = _client(member)
    assert "SC84 Doc. 30" in _page(seat, "committee:meeting", meeting.pk)
    read = _page(seat, "committee:meeting_report", meeting.pk, 0)
    assert TITLE in read
    assert "It was not issued" not in read
    assert "Issued by" not in read
    assert "Issued by Officer on" in _page(desk, "secretariat:meeting_report", meeting.pk, 0)
    assert [one for one in SECRETS if one in read] == []
    files = {kind: _download(seat, meeting, kind) for kind in ("pdf", "docx")}
    assert TITLE.replace(" ", "") in text_of(files["pdf"].content)
    assert TITLE in _headings(files["docx"].content)
    assert files["pdf"].headers["Content-Disposition"] == 'attachment; filename="SC84-Doc.-30-en.pdf"'
    outside = _client(focal_point)
    assert outside.get(reverse("committee:meeting_report", args=[meeting.pk, 0])).status_code == 403


def _download(client: Client, meeting: Meeting, kind: str) -> Any:
    answer = client.get(reverse(f"committee:meeting_report_{kind}", args=[meeting.pk, 0]))
    assert answer.status_code == 200
    return answer


def _headings(content: bytes) -> str:
    found = Document(io.BytesIO(content)).paragraphs
    return "\n".join(one.text for one in found if one.style and one.style.name == "Heading 1")


def test_a_record_that_changed_meanwhile_is_read_again_before_it_is_issued(
    desk: Client, matter: ComplianceMatter, meeting: Meeting
) -> None:
    url = reverse("secretariat:meeting_issue", args=[meeting.pk])
    form = _form(desk.get(url), confirmed="1")
    ComplianceMatter.objects.filter(pk=matter.pk).update(title="Ebony exports")
    again = desk.post(url, form)
    assert "The record has changed since you opened this page." in again.content.decode()
    assert not MeetingReport.objects.exists()
    form["seen"] = again.context["form"]["seen"].value()
    assert desk.post(url, form).status_code == 302
    assert "Ebony exports" in MeetingReport.objects.get().frozen


def test_a_revision_stands_beside_what_it_revises(
    desk: Client, matter: ComplianceMatter, meeting: Meeting, set_clock: SetClock
) -> None:
    _issue(desk, meeting)
    ComplianceMatter.objects.filter(pk=matter.pk).update(title="Ebony exports")
    set_clock(at(TODAY) + timedelta(minutes=5))
    _issue(desk, meeting, changed="The title.")
    assert TITLE in _page(desk, "secretariat:meeting_report", meeting.pk, 0)
    second = _page(desk, "secretariat:meeting_report", meeting.pk, 1)
    assert "Ebony exports" in second
    assert "SC84 Doc. 30 (Rev. 1)" in second
    both = _page(desk, "secretariat:meeting", meeting.pk)
    assert both.index("SC84 Doc. 30 (Rev. 1)") < both.index("SC84 Doc. 30</a>")


def test_a_member_whom_the_chair_excluded_reads_the_report_without_that_matter(
    desk: Client, member: User, chair: User, matter: ComplianceMatter, meeting: Meeting
) -> None:
    _issue(desk, meeting)
    releases.recuse(actor=actor_of(chair), matter=matter, member=member, reason="Of the Party.", at=at(TODAY))
    page = _page(_client(member), "committee:meeting_report", meeting.pk, 0)
    assert "The Chair excluded you from a matter of this report" in page
    texts = [page, _headings(_download(_client(member), meeting, "docx").content)]
    texts.append(text_of(_download(_client(member), meeting, "pdf").content))
    for text in texts:
        assert TITLE not in text
        assert TITLE.replace(" ", "") not in text
    assert TITLE in _page(_client(chair), "committee:meeting_report", meeting.pk, 0)


def test_the_page_of_a_meeting_says_what_goes_to_it_and_what_comes_too_late(
    desk: Client, member: User, matter: ComplianceMatter, meeting: Meeting, make_request: MakeRequest
) -> None:
    make_request(sent_on=date(2027, 6, 1), subject="Of no matter")  # its response is due after 8 July
    page = desk.get(reverse("secretariat:meeting", args=[meeting.pk]))
    text = page.content.decode()
    assert "27.3" in text
    assert "Our choice: 60 days before the meeting; no source sets it." in text
    assert "Secretariat only" in text
    late = [(group.label, group.count) for group in page.context["too_late"]]
    in_time = [(group.label, group.count) for group in page.context["in_time"]]
    assert [count for _, count in late] == [0, 2, 0, 0]
    assert [count for _, count in in_time] == [5, 1, 1, 0]
    seat = _client(member).get(reverse("committee:meeting", args=[meeting.pk]))
    assert [group.count for group in seat.context["too_late"]] == [0, 0, 0, 0]
    assert "Secretariat only" not in seat.content.decode()
    assert "unreleased-draft" not in seat.content.decode()


def test_meetings_lead_to_those_before_and_after(desk: Client, meeting: Meeting) -> None:
    before = article_xiii.meeting("SC83", starts_on=date(2026, 11, 2))
    after = article_xiii.meeting("SC85", starts_on=date(2028, 3, 6))
    page = _page(desk, "secretariat:meeting", meeting.pk)
    for one in (before, after):
        assert f'href="{reverse("secretariat:meeting", args=[one.pk])}"' in page
    lists = desk.get(reverse("secretariat:meetings"))
    assert [row.meeting for row in lists.context["coming"]] == [meeting, after]
    assert [row.meeting for row in lists.context["past"]] == [before]
    assert reverse("secretariat:meeting", args=[meeting.pk]) in _page(desk, "secretariat:dashboard")


def test_moving_a_meeting_says_before_and_after_what_moves_with_it(
    desk: Client, matter: ComplianceMatter, meeting: Meeting
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(source="Notification 1")
    url = reverse("secretariat:reference_edit", args=["meetings", meeting.pk])
    form = desk.get(url)
    assert "These deadlines of the Committee move with the meeting" in form.content.decode()
    moved = {
        "code": "SC84",
        "body": "SC",
        "starts_on": "2027-11-01",
        "ends_on": "2027-11-05",
        "precision": "day",
        "place": "",
        "source": "Notification 2",
        "own_document_deadline_on": "",
        "seen": form.context["form"].initial["seen"],
    }
    after = desk.post(url, moved, follow=True).content.decode()
    assert "was due on 8 June 2027 and is now due on 3 August 2027" in after
    page = _page(desk, "secretariat:meeting", meeting.pk)
    assert "Until 11 June 2027 the date was 8 June 2027." in page
