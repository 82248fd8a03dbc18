"""Documents with a Party's report in a matter: attached while it is written, on record with it, released one by one."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cases import correspondence
from cases.models import ComplianceMatter, Document, MatterReport, Party
from cases.services import documents, matter_reports, matter_stages, releases
from cases.services.documents import AlreadySent
from cases.services.matter_stages import NotAtThisStage
from compliance.accounts.models import User
from notifications.models import Message
from tests.cases import sample_files
from tests.cases.legal_record import run
from tests.conftest import MakeMatter, SetClock, actor_of

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 6, 11, 9, 30, tzinfo=UTC)
BROUGHT = date(2027, 6, 10)


@pytest.fixture(autouse=True)
def today(set_clock: SetClock) -> None:
    set_clock(NOW)


@pytest.fixture
def matter(make_matter: MakeMatter) -> ComplianceMatter:
    return make_matter(brought=BROUGHT)


def _file(name: str = "permits.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sample_files.pdf(name))


def _attach(matter: ComplianceMatter, by: User, key: uuid.UUID, name: str = "permits.pdf") -> Document:
    return documents.attach_to_report(
        actor=actor_of(by), matter=matter, form_key=key, upload=_file(name), at=NOW
    )


def _report(matter: ComplianceMatter, by: User, key: uuid.UUID, **given: Any) -> MatterReport:
    return matter_reports.report(
        actor=actor_of(by), matter=matter, key=key, kind="FACTS", text="Twelve.", at=NOW, **given
    )


def _seen_by(*people: User) -> list[bool]:
    return [Document.objects.visible_to(actor_of(one)).exists() for one in people]


def test_it_is_the_partys_until_it_is_sent_then_of_both_and_the_committees_once_released(
    matter: ComplianceMatter,
    focal_point: User,
    other_focal_point: User,
    officer: User,
    member: User,
    chair: User,
) -> None:
    readers = (focal_point, officer, member, other_focal_point)
    key = uuid.uuid4()
    document = _attach(matter, focal_point, key)
    assert _attach(matter, focal_point, key) == document, "the same file again is the same document"
    assert _seen_by(*readers) == [True, False, False, False]
    report = _report(matter, focal_point, key)
    document.refresh_from_db()
    assert document.report == report
    assert _seen_by(*readers) == [True, True, False, False]
    releases.release(actor=actor_of(officer), matter=matter, items=[report], at=NOW)
    assert _seen_by(member) == [False], "each document is released by itself"
    releases.release(actor=actor_of(officer), matter=matter, items=[document], at=NOW)
    assert _seen_by(*readers) == [True, True, True, False]
    releases.recuse(actor=actor_of(chair), matter=matter, member=member, reason="Of the Party.", at=NOW)
    assert _seen_by(member, chair) == [False, True]


def test_the_receipt_names_each_document_with_its_hash(matter: ComplianceMatter, focal_point: User) -> None:
    key = uuid.uuid4()
    document = _attach(matter, focal_point, key)
    _report(matter, focal_point, key)
    letter = Message.objects.filter(notice__code="MATTER_REPORT_RECEIVED", recipient="PARTY").first()
    assert letter is not None
    assert f"permits.pdf, SHA-256 {document.sha256}" in letter.notice.context["en"]["documents"]


def test_what_was_sent_stays_and_takes_nothing_more(matter: ComplianceMatter, focal_point: User) -> None:
    key = uuid.uuid4()
    document = _attach(matter, focal_point, key)
    _report(matter, focal_point, key)
    with pytest.raises(AlreadySent, match="new report"):
        _attach(matter, focal_point, key, "more.pdf")
    with pytest.raises(AlreadySent, match="stays in the record"):
        documents.remove(actor=actor_of(focal_point), document=document)
    with pytest.raises(DatabaseError, match="on record for good"), transaction.atomic():
        run("UPDATE cases_document SET name = 'x'")


def test_what_was_not_sent_is_taken_back_also_once_the_matter_is_closed(
    matter: ComplianceMatter, focal_point: User, officer: User
) -> None:
    document = _attach(matter, focal_point, uuid.uuid4())
    matter_stages.close(actor=actor_of(officer), matter=matter, because="RESOLVED", text="Solved.", at=NOW)
    with pytest.raises(NotAtThisStage):
        _attach(matter, focal_point, uuid.uuid4())
    documents.remove(actor=actor_of(focal_point), document=document)
    assert not Document.objects.exists()


def test_the_form_attaches_keeps_what_was_typed_and_leads_to_the_receipt(
    client: Client, matter: ComplianceMatter, focal_point: User, officer: User
) -> None:
    client.force_login(focal_point)
    url, key = reverse("party:matter_report", args=[matter.reference]), str(uuid.uuid4())
    typed = {"key": key, "kind": "FACTS", "text": "Twelve permits."}
    page = client.post(url, typed | {"documents": _file(), "act": "attach"})
    assert b"permits.pdf" in page.content
    assert b"Twelve permits." in page.content
    assert not MatterReport.objects.exists()
    receipt = client.post(url, typed, follow=True)
    document = Document.objects.get()
    assert document.report is not None
    assert document.sha256.encode() in receipt.content
    made = client.get(reverse("party:matter_receipt_pdf", args=[matter.reference, key]))
    assert made.content.startswith(b"%PDF")
    client.force_login(officer)
    assert document.sha256.encode() in client.get(_matter_page(matter)).content
    offered = client.get(reverse("secretariat:matter_release", args=[matter.reference]))
    assert f"document:{document.pk}".encode() in offered.content


def test_the_secretariat_attaches_what_came_on_paper(
    client: Client, matter: ComplianceMatter, officer: User, focal_point: User
) -> None:
    client.force_login(officer)
    url, key = reverse("secretariat:matter_act", args=[matter.reference, "report"]), str(uuid.uuid4())
    typed = {"key": key, "kind": "FACTS", "text": "Twelve.", "received_on": "2027-06-11"}
    page = client.post(url, typed | {"documents": _file(), "act": "attach"})
    assert b"permits.pdf" in page.content
    assert b"Twelve." in page.content
    assert _seen_by(officer, focal_point) == [True, False], "of its own side until it is recorded"
    assert client.post(url, typed).status_code == 302
    assert Document.objects.get().report == MatterReport.objects.get()
    assert _seen_by(focal_point) == [True]


def _matter_page(matter: ComplianceMatter) -> str:
    return reverse("secretariat:matter", args=[matter.reference])


def test_one_by_one_by_the_script_as_with_an_answer(
    client: Client, matter: ComplianceMatter, focal_point: User
) -> None:
    client.force_login(focal_point)
    sent = {"request": matter.reference, "key": str(uuid.uuid4()), "documents": _file()}
    assert client.post(reverse("documents:upload"), sent).status_code == 200
    document = Document.objects.get()
    assert document.matter == matter
    assert client.post(reverse("documents:remove", args=[document.pk])).status_code == 200
    assert not Document.objects.exists()
    sent = {"request": "CM-1999-0001", "key": str(uuid.uuid4()), "documents": _file()}
    assert client.post(reverse("documents:upload"), sent).status_code == 404


def test_a_notice_of_a_matter_whose_party_has_no_address_is_on_the_list(
    officer: User, focal_point: User, make_matter: MakeMatter, party: Party
) -> None:
    party.mailbox = ""
    party.save()
    party.focal_points.all().delete()
    matter = make_matter()
    matter_stages.inform(actor=actor_of(officer), matter=matter, text="What was found.", at=NOW)
    actor = actor_of(officer)
    (waiting,) = correspondence.parties_without_address(actor=actor)
    assert (waiting, waiting.waiting, waiting.waiting_since) == (party, 1, NOW)
    assert not correspondence.waiting_for_address(actor=actor_of(focal_point)).exists()
    party.mailbox = "ma@party.example"
    party.save()
    assert not correspondence.parties_without_address(actor=actor)
