"""A whole case as a ZIP: what is in it for whom, that it can be checked, and that it is made while it is sent."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email import message_from_bytes
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from cases.models import ComplianceMatter, Document, InformationRequest, InternalNote
from cases.models.document import Scan
from compliance.accounts.models import User
from notifications import delivery
from tests.cases.pdf_reader import text_of
from tests.conftest import Answer, MakeMatter, MakeRequest, at

SENT, TODAY = date(2026, 11, 30), date(2027, 1, 15)


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def case(
    make_request: MakeRequest, make_matter: MakeMatter, answer: Answer, officer: User
) -> InformationRequest:
    """A request in a matter, answered with three documents, one of them infected; a note beside it."""
    request = make_request(sent_on=SENT, matter=make_matter())
    submission = answer(
        request, date(2026, 12, 20), information="COMPLETE", text="Ten permits.", justification="A flood."
    )
    for name, scan in (
        ("a/b: list.txt", Scan.CLEAN),
        ("a_b_ list.txt", Scan.UNKNOWN),
        ("bad.txt", Scan.INFECTED),
    ):
        _attach(submission, officer, name, scan)
    InternalNote.objects.create(request=request, text="Between us.", written_by=officer, written_at=at(TODAY))
    delivery.deliver(now=lambda: at(TODAY))
    return request


def _attach(submission: Any, officer: User, name: str, scan: str) -> Document:
    content = name.encode()
    document = Document(
        request=submission.request,
        form_key=uuid.uuid4(),
        submission=submission,
        uploaded_by=officer,
        uploaded_at=at(date(2026, 12, 20)) + timedelta(minutes=Document.objects.count()),
        name=name,
        content_type="text/plain",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        scan=scan,
    )
    document.file.save(name, ContentFile(content), save=False)
    document.save()
    return document


def opened(answer: Any) -> tuple[ZipFile, dict[str, Any]]:
    """The archive, and its manifest after everything that it says was looked at."""
    assert answer.headers["Content-Type"] == "application/zip"
    archive = ZipFile(BytesIO(answer.getvalue()))
    manifest = json.loads(archive.read("manifest.json"))
    held = [name for name in archive.namelist() if name not in ("manifest.json", "SHA256SUMS")]
    assert [one["path"] for one in manifest["files"]] == held
    for one in manifest["files"]:
        content = archive.read(one["path"])
        assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
    assert sums["manifest.json"] == hashlib.sha256(archive.read("manifest.json")).hexdigest()
    assert sums.keys() == {*held, "manifest.json"}
    return archive, manifest


def test_the_secretariat_has_the_whole(client: Client, officer: User, case: InformationRequest) -> None:
    client.force_login(officer)
    folder = case.reference
    archive, manifest = opened(client.get(f"/secretariat/requests/{folder}/archive.zip"))
    assert [name for name in archive.namelist() if "/documents/" in name] == [
        f"{folder}/documents/01-b_ list.txt",
        f"{folder}/documents/02-a_b_ list.txt",
    ]
    assert archive.read(f"{folder}/documents/01-b_ list.txt") == b"a/b: list.txt"
    assert [one["what"].split(" (")[0] for one in manifest["remarks"]] == [f"{folder}: bad.txt"]
    record = json.loads(archive.read(f"{folder}/record.json"))
    assert record["requests"][0]["questions"] == "Which permits were issued?"
    assert record["submissions"][0]["text"] == "Ten permits."
    assert "23" in record["dates"][0]["explanation"]
    assert record["dates"][-1]["status"] == "MET"
    assert any(change["values"].get("stage") == "SENT" for change in record["history"])
    assert "notes" not in record
    letters = [name for name in archive.namelist() if name.endswith(".eml")]
    sent = message_from_bytes(archive.read(letters[0]))
    assert sent["Message-ID"]
    assert sent["To"] == "ma-xa@party.example"
    told = text_of(archive.read(f"{folder}/chronology.pdf"))
    assert "Tenpermits." in told
    assert "Between us." not in str(record)
    assert "Betweenus." not in told


def test_notes_go_along_only_where_that_was_chosen(
    client: Client, officer: User, case: InformationRequest
) -> None:
    client.force_login(officer)
    url = f"/secretariat/requests/{case.reference}/archive"
    assert "With internal notes and tasks" in client.get(f"{url}/").content.decode()
    archive, manifest = opened(client.get(f"{url}.zip", {"inside": "on"}))
    assert manifest["about"]["internal_notes"] is True
    record = json.loads(archive.read(f"{case.reference}/record.json"))
    assert [one["text"] for one in record["notes"]] == ["Between us."]


def test_a_party_has_its_own_view(client: Client, focal_point: User, case: InformationRequest) -> None:
    client.force_login(focal_point)
    archive, manifest = opened(client.get(f"/party/requests/{case.reference}/archive.zip"))
    assert manifest["about"]["seen_as"] == "The Party"
    record = json.loads(archive.read(f"{case.reference}/record.json"))
    assert record["submissions"][0]["justification"] == "A flood."
    assert not record.keys() & {"history", "notes", "tasks"}
    letters = [message_from_bytes(archive.read(name)) for name in archive.namelist() if name.endswith(".eml")]
    assert {one["To"] for one in letters} == {"ma-xa@party.example", "focal-xa@party.example"}


@pytest.mark.parametrize("audience", ["secretariat", "party"])
def test_a_matter_brings_its_requests(
    client: Client, officer: User, focal_point: User, case: InformationRequest, audience: str
) -> None:
    client.force_login(officer if audience == "secretariat" else focal_point)
    matter: ComplianceMatter | None = case.matter
    assert matter is not None
    archive, _manifest = opened(client.get(f"/{audience}/matters/{matter.reference}/archive.zip"))
    folder = f"{matter.reference}/{case.reference}"
    assert f"{folder}/chronology.pdf" in archive.namelist()
    record = json.loads(archive.read(f"{matter.reference}/record.json"))
    assert [one["reference"] for one in record["matters"]] == [matter.reference]


def test_what_is_not_as_it_was_received_is_told(
    client: Client, officer: User, case: InformationRequest
) -> None:
    first, second = Document.objects.filter(name__contains="list").order_by("pk")
    with first.file.storage.open(first.file.name, "wb") as file:
        file.write(b"other")
    second.file.storage.delete(second.file.name)
    client.force_login(officer)
    archive, manifest = opened(client.get(f"/secretariat/requests/{case.reference}/archive.zip"))
    assert len([name for name in archive.namelist() if "/documents/" in name]) == 1
    assert "another SHA-256" in str(manifest["remarks"])
    assert "missing on the server" in str(manifest["remarks"])


def test_it_is_made_while_it_is_sent(client: Client, officer: User, case: InformationRequest) -> None:
    """Of the documents none is opened before what stands before them was taken."""
    client.force_login(officer)
    answer = client.get(f"/secretariat/requests/{case.reference}/archive.zip")
    parts = iter(answer.streaming_content)
    taken = next(parts)
    gone = Document.objects.get(name="a_b_ list.txt")
    gone.file.storage.delete(gone.file.name)
    taken += b"".join(parts)
    assert "missing on the server" in ZipFile(BytesIO(taken)).read("manifest.json").decode()
