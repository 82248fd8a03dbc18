"""Documents of an answer: attached while it is written, removable until it is sent, then on record."""

from __future__ import annotations

import hashlib
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases import tasks
from cases.models import Document, InformationRequest, Party, Submission
from cases.models.document import Scan
from cases.services import document_keeping, documents, requests, submissions
from cases.services.refusals import Refused
from cases.services.uploads import limits
from cases.services.uploads.refusals import NotTaken, TooLarge
from compliance.accounts.models import User
from notifications.models import Notice
from tests.cases import sample_files as sample
from tests.conftest import MakeRequest, actor_of, at
from tests.services import clamd, given

SENT, LATER = date(2026, 11, 30), date(2026, 12, 10)
KEY = uuid.UUID("5b0f7d8e-1c1a-4d53-8a57-2f6a3d0c9e11")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where the documents of a test are kept."""
    options = settings.STORAGES["default"]["OPTIONS"] | {"location": str(tmp_path / "documents")}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}
    return tmp_path / "documents"


@pytest.fixture
def request_sent(make_request: MakeRequest) -> InformationRequest:
    return make_request(sent_on=SENT)


@pytest.fixture
def scanning(settings: Any) -> Iterator[clamd.Daemon]:
    with clamd.running() as daemon:
        settings.CLAMD_URL = daemon.address
        yield daemon


def _files(folder: Path) -> list[bytes]:
    return sorted(one.read_bytes() for one in folder.rglob("*") if one.is_file())


def _attach(
    user: User,
    request: InformationRequest,
    *,
    key: uuid.UUID = KEY,
    name: str = "permits.pdf",
    content: bytes | None = None,
    instant: datetime | None = None,
) -> Document:
    return documents.attach(
        actor=actor_of(user),
        request=request,
        form_key=key,
        upload=SimpleUploadedFile(name, sample.pdf() if content is None else content),
        at=instant or at(LATER),
    )


def _answer(user: User, request: InformationRequest, *, key: uuid.UUID = KEY) -> Submission:
    return submissions.answer(
        actor=actor_of(user),
        request=request,
        key=key,
        at=at(LATER),
        information="PARTIAL",
        text="See the documents.",
    )


def _record(user: User, request: InformationRequest, *, key: uuid.UUID = KEY) -> Submission:
    return submissions.record(
        actor=actor_of(user), request=request, key=key, received_on=LATER, at=at(LATER), acknowledgement=True
    )


def test_what_is_kept_of_a_document(
    focal_point: User, party: Party, request_sent: InformationRequest, folder: Path
) -> None:
    made = Document.objects.get(pk=_attach(focal_point, request_sent, name="../Pérmits\u202e.pdf").pk)
    assert (made.name, made.content_type, made.size) == ("Pérmits.pdf", "application/pdf", len(sample.pdf()))
    assert made.sha256 == hashlib.sha256(sample.pdf()).hexdigest()
    assert (made.party, made.uploaded_by, made.submission, made.scan) == (
        party,
        focal_point,
        None,
        Scan.UNKNOWN,
    )
    with made.file.open("rb") as file:
        assert file.read() == sample.pdf()
    assert made.file.name.count("/") == 2
    assert "rmits" not in made.file.name, "nothing of the name that was given"
    stored = folder / made.file.name
    assert (stored.stat().st_mode & 0o777, stored.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [one.history_type for one in Document.history.filter(id=made.pk)] == ["+"]


def test_documents_become_part_of_the_answer_with_their_key(
    focal_point: User, request_sent: InformationRequest
) -> None:
    first, second = (_attach(focal_point, request_sent, name=name) for name in ("a.pdf", "b.pdf"))
    other = _attach(focal_point, request_sent, key=uuid.uuid4(), name="c.pdf")
    sent = _answer(focal_point, request_sent)
    assert set(sent.documents.values_list("pk", flat=True)) == {first.pk, second.pk}
    other.refresh_from_db()
    assert other.submission is None, "it waits for an answer of its own"
    assert Document.history.filter(id=first.pk).count() == 2, "the audit says when it was sent"


def test_an_answer_never_takes_what_the_other_side_attached_under_its_key(
    focal_point: User, officer: User, request_sent: InformationRequest
) -> None:
    partys = _attach(focal_point, request_sent, name="a.pdf")
    secretariats = _attach(officer, request_sent, name="b.pdf")
    sent = _record(officer, request_sent)
    assert list(sent.documents.all()) == [secretariats]
    partys.refresh_from_db()
    assert partys.submission is None


def test_the_receipt_by_letter_names_each_document_with_its_hash(
    focal_point: User, request_sent: InformationRequest
) -> None:
    made = _attach(focal_point, request_sent)
    _answer(focal_point, request_sent)
    carried = Notice.objects.get(code="SUBMISSION_RECEIVED").context["en"]["carried"]
    assert f"document: permits.pdf, SHA-256 {made.sha256}" in carried


# Who sees what


@pytest.fixture
def everybody(
    officer: User,
    supervisor: User,
    administrator: User,
    focal_point: User,
    other_focal_point: User,
    member: User,
    chair: User,
    stranger: User,
) -> dict[str, User]:
    return {name: user for name, user in locals().items() if isinstance(user, User)}


STAFF = {"officer", "supervisor", "administrator"}
SEEN_BY = {
    ("focal_point", "waiting"): {"focal_point"},
    ("focal_point", "sent"): STAFF | {"focal_point"},
    ("officer", "waiting"): STAFF,
    ("officer", "sent"): STAFF | {"focal_point"},
}
"""Until it is sent, only the side that uploaded a document sees it; then both do, and nobody else."""


def test_who_sees_a_document(everybody: dict[str, User], request_sent: InformationRequest) -> None:
    for uploader, key in (("focal_point", uuid.uuid4()), ("officer", uuid.uuid4())):
        user = everybody[uploader]
        _attach(user, request_sent, name=f"{uploader} waiting.pdf")
        _attach(user, request_sent, name=f"{uploader} sent.pdf", key=key)
        (_answer if uploader == "focal_point" else _record)(user, request_sent, key=key)
    for (uploader, state), seen_by in SEEN_BY.items():
        found = Document.objects.filter(name=f"{uploader} {state}.pdf")
        seen = {name for name, user in everybody.items() if found.visible_to(actor_of(user)).exists()}
        assert seen == seen_by, (uploader, state)


ATTACHES = {
    "officer": None,
    "supervisor": None,
    "focal_point": None,
    "administrator": PermissionDenied,
    "other_focal_point": InformationRequest.DoesNotExist,
    "member": PermissionDenied,
    "chair": PermissionDenied,
    "stranger": PermissionDenied,
}


def test_who_attaches(everybody: dict[str, User], request_sent: InformationRequest, folder: Path) -> None:
    assert set(ATTACHES) == set(everybody)
    for name, error in ATTACHES.items():
        if error is None:
            _attach(everybody[name], request_sent, key=uuid.uuid4())
        else:
            with pytest.raises(error):
                _attach(everybody[name], request_sent, key=uuid.uuid4())
    assert (Document.objects.count(), len(_files(folder))) == (3, 3)


REMOVERS = {"focal_point": {"focal_point"}, "officer": {"officer", "supervisor"}}
"""Whoever is of the audience that uploaded it; nobody else, and least the other side."""


def test_who_removes(everybody: dict[str, User], request_sent: InformationRequest) -> None:
    for uploader, removers in REMOVERS.items():
        able = set()
        for name, user in everybody.items():
            made = _attach(everybody[uploader], request_sent)
            try:
                documents.remove(actor=actor_of(user), document=made)
            except (PermissionDenied, Document.DoesNotExist):
                continue
            able.add(name)
        assert able == removers, uploader


# Refusals


def test_a_draft_and_a_withdrawn_request_take_no_document(
    officer: User, focal_point: User, make_request: MakeRequest, folder: Path
) -> None:
    with pytest.raises(requests.NotAwaitingAnswer):
        _attach(officer, make_request())
    withdrawn = make_request(sent_on=SENT)
    requests.withdraw(actor=actor_of(officer), request=withdrawn, reason="Sent in error.", at=at(LATER))
    with pytest.raises(requests.NotAwaitingAnswer):
        _attach(focal_point, withdrawn)
    assert _files(folder) == []


def test_nothing_is_attached_to_an_answer_that_was_sent(
    focal_point: User, request_sent: InformationRequest, folder: Path
) -> None:
    _answer(focal_point, request_sent)
    with pytest.raises(documents.AlreadySent, match=r"permits\.pdf to a new answer"):
        _attach(focal_point, request_sent)
    assert _files(folder) == []


def test_what_was_sent_stays(
    focal_point: User, officer: User, request_sent: InformationRequest, folder: Path
) -> None:
    made = _attach(focal_point, request_sent)
    _answer(focal_point, request_sent)
    for user in (focal_point, officer):
        with pytest.raises(documents.AlreadySent, match="stays in the record"):
            documents.remove(actor=actor_of(user), document=made)
    assert Document.objects.filter(pk=made.pk).exists()
    assert _files(folder) == [sample.pdf()]


def test_the_same_file_twice_is_one_document(
    focal_point: User, request_sent: InformationRequest, folder: Path
) -> None:
    first, again = _attach(focal_point, request_sent), _attach(focal_point, request_sent)
    assert first.pk == again.pk
    assert len(_files(folder)) == 1
    assert _attach(focal_point, request_sent, name="other.pdf").pk != first.pk


def test_an_answer_has_100_megabytes_of_documents(
    focal_point: User, request_sent: InformationRequest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.MAX_ANSWER_BYTES == 100 * 1024 * 1024
    monkeypatch.setattr(limits, "MAX_ANSWER_BYTES", 2 * len(sample.pdf()))
    for name in ("a.pdf", "b.pdf"):
        _attach(focal_point, request_sent, name=name)
    with pytest.raises(TooLarge, match=r"c\.txt is not attached\. The documents of one answer"):
        _attach(focal_point, request_sent, name="c.txt", content=b"x")
    _attach(focal_point, request_sent, key=uuid.uuid4(), name="c.txt", content=b"x")
    assert len(_files(folder)) == 3


def test_an_answer_has_50_documents(
    focal_point: User, request_sent: InformationRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.MAX_DOCUMENTS == 50
    monkeypatch.setattr(limits, "MAX_DOCUMENTS", 1)
    _attach(focal_point, request_sent)
    with pytest.raises(NotTaken, match="at most 1 documents"):
        _attach(focal_point, request_sent, name="more.pdf")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"size": 0}, "document_size_within_limits"),
        ({"size": 25 * 1024 * 1024 + 1}, "document_size_within_limits"),
        ({"name": ""}, "document_has_a_name"),
        ({"content_type": "text/html"}, "document_type_is_accepted"),
    ],
)
def test_the_database_itself_holds_the_rules(
    focal_point: User, request_sent: InformationRequest, fields: dict[str, Any], constraint: str
) -> None:
    made = _attach(focal_point, request_sent)
    for name, value in fields.items():
        setattr(made, name, value)
    with pytest.raises(ValidationError):
        made.full_clean()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        made.save()


# Files and rows live and die together


def test_no_file_is_left_where_the_row_does_not_come_to_be(
    focal_point: User, request_sent: InformationRequest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **named: Any) -> None:
        assert len(_files(folder)) == 1, "the file is there when the row is written"
        raise DatabaseError("the disk of the database is full")

    monkeypatch.setattr(Document, "save", fail)
    with pytest.raises(DatabaseError):
        _attach(focal_point, request_sent)
    assert _files(folder) == []


@pytest.mark.django_db(transaction=True)
def test_no_file_is_left_where_the_commit_fails(
    focal_point: User, request_sent: InformationRequest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise DatabaseError("the connection is gone")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "commit", fail)
        with pytest.raises(DatabaseError):
            _attach(focal_point, request_sent)
    assert (_files(folder), Document.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_attaching_inside_another_transaction_is_a_mistake(
    focal_point: User, request_sent: InformationRequest, folder: Path
) -> None:
    """There the other's roll-back would leave the file behind."""
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        _attach(focal_point, request_sent)
    assert _files(folder) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_only_after_its_row(
    focal_point: User, request_sent: InformationRequest, folder: Path
) -> None:
    made = _attach(focal_point, request_sent)
    with transaction.atomic():
        documents.remove(actor=actor_of(focal_point), document=made)
        transaction.set_rollback(True)
    assert (len(_files(folder)), Document.objects.count()) == (1, 1)
    documents.remove(actor=actor_of(focal_point), document=made)
    assert (len(_files(folder)), Document.objects.count()) == (0, 0)
    assert [one.history_type for one in Document.history.filter(id=made.pk)] == ["-", "+"]


# Viruses


def test_an_infected_file_stays_out(
    focal_point: User, request_sent: InformationRequest, folder: Path, scanning: clamd.Daemon
) -> None:
    with pytest.raises(NotTaken, match=r"eicar\.txt is not attached\. The virus scanner found it infected"):
        _attach(focal_point, request_sent, name="eicar.txt", content=sample.EICAR)
    assert (_files(folder), Document.objects.count()) == ([], 0)
    assert _attach(focal_point, request_sent).scan == Scan.CLEAN
    assert scanning.scanned == [sample.EICAR, sample.pdf()]


def test_a_scanner_that_is_away_keeps_nobody_from_answering(
    focal_point: User, request_sent: InformationRequest, scanning: clamd.Daemon
) -> None:
    scanning.answer = None
    assert _attach(focal_point, request_sent).scan == Scan.UNKNOWN
    _answer(focal_point, request_sent)


def test_an_answer_with_a_document_found_infected_since_is_refused(
    focal_point: User, request_sent: InformationRequest, settings: Any
) -> None:
    _attach(focal_point, request_sent, name="eicar.txt", content=sample.EICAR)
    clean = _attach(focal_point, request_sent)
    with clamd.running() as daemon:
        settings.CLAMD_URL = daemon.address
        assert document_keeping.scan_unscanned() == 2
    with pytest.raises(Refused, match=r"eicar\.txt") as refusal:
        _answer(focal_point, request_sent)
    assert refusal.value.field == "documents"
    assert not Submission.objects.exists()
    clean.refresh_from_db()
    assert (clean.scan, clean.submission) == (Scan.CLEAN, None)


def test_the_scan_goes_on_where_the_scanner_gave_up(
    focal_point: User, request_sent: InformationRequest, settings: Any
) -> None:
    _attach(focal_point, request_sent)
    assert document_keeping.scan_unscanned() == 0, "no scanner is configured"
    with clamd.running() as daemon:
        settings.CLAMD_URL = daemon.address
        daemon.answer = None
        assert document_keeping.scan_unscanned() == 0
        daemon.answer = b""
        tasks.scan_documents()
    assert Document.objects.get().scan == Scan.CLEAN


# What nobody sent


@pytest.mark.django_db(transaction=True)
def test_uploads_that_nobody_sent_are_discarded(
    focal_point: User, request_sent: InformationRequest, folder: Path
) -> None:
    sent = _attach(focal_point, request_sent, content=sample.pdf("sent"), instant=at(SENT))
    _answer(focal_point, request_sent)
    _attach(focal_point, request_sent, key=uuid.uuid4(), content=sample.pdf("abandoned"), instant=at(SENT))
    fresh = _attach(
        focal_point, request_sent, key=uuid.uuid4(), content=sample.pdf("fresh"), instant=at(LATER)
    )
    done = document_keeping.discard_abandoned(before=at(LATER))
    assert done == document_keeping.Discarded(documents=1, files=0)
    assert set(Document.objects.values_list("pk", flat=True)) == {sent.pk, fresh.pk}
    assert _files(folder) == sorted([sample.pdf("sent"), sample.pdf("fresh")])


def test_an_upload_that_is_sent_at_the_last_moment_is_not_discarded(
    focal_point: User,
    request_sent: InformationRequest,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = _attach(focal_point, request_sent, instant=at(SENT))
    real = document_keeping._discard

    def late(key: object, before: datetime) -> int:
        _answer(focal_point, request_sent)
        return real(key, before)

    monkeypatch.setattr(document_keeping, "_discard", late)
    assert document_keeping.discard_abandoned(before=at(LATER)).documents == 0
    assert "cannot be discarded" not in caplog.text
    assert Document.objects.get(pk=made.pk).submission is not None


def test_files_that_no_row_names_are_discarded_once_they_are_old(
    focal_point: User, request_sent: InformationRequest, folder: Path
) -> None:
    made = _attach(focal_point, request_sent)
    (folder / "ab" / "cd").mkdir(parents=True)
    strays = {"old": at(date(2020, 1, 1)), "young": at(date(2100, 1, 1))}
    for name, written in strays.items():
        (folder / "ab" / "cd" / name).write_bytes(b"left by a crash")
        os.utime(folder / "ab" / "cd" / name, (written.timestamp(), written.timestamp()))
    os.utime(made.file.path, (0, 0))
    assert document_keeping.discard_abandoned(before=at(SENT)).files == 1
    assert {one.name for one in folder.rglob("*") if one.is_file()} == {Path(made.file.path).name, "young"}


def test_one_that_cannot_be_discarded_does_not_stop_the_rest(
    focal_point: User, request_sent: InformationRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = _attach(focal_point, request_sent, name="stuck.pdf")
    _attach(focal_point, request_sent, name="other.pdf")
    real = Document.delete

    def delete(self: Document, *args: Any, **named: Any) -> Any:
        if self.pk == stuck.pk:
            raise DatabaseError("locked")
        return real(self, *args, **named)

    monkeypatch.setattr(Document, "delete", delete)
    assert document_keeping.discard_abandoned(before=at(date(2027, 1, 1))).documents == 1
    assert list(Document.objects.all()) == [stuck]


def test_the_command_and_the_task_discard(
    focal_point: User, request_sent: InformationRequest, set_clock: Callable[[datetime], None]
) -> None:
    _attach(focal_point, request_sent, instant=at(SENT))
    set_clock(at(SENT + timedelta(days=30)))
    tasks.discard_documents()
    assert Document.objects.count() == 1, "it waits 30 days"
    set_clock(at(SENT + timedelta(days=31)))
    out = StringIO()
    call_command("discard_documents", "--format", "json", stdout=out)
    assert '"documents": 1' in out.getvalue()
    assert Document.objects.count() == 0


def test_the_command_refuses_a_bad_age(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    for age in ("-1", "x", "99999999"):
        with pytest.raises(SystemExit) as ended:
            call_command("discard_documents", "--unsent-for", age)
        assert ended.value.code == 2
        assert "--unsent-for" in capsys.readouterr().err


# At the same time


@pytest.mark.skipif(not given.postgresql(), reason=given.NEEDS_POSTGRESQL)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_number", range(5))
def test_two_uploads_and_sending_at_the_same_instant(
    focal_point: User, request_sent: InformationRequest, folder: Path, round_number: int
) -> None:
    """Each upload is part of the answer, or was told that it came too late; none is in between."""
    barrier, told = threading.Barrier(3), {}

    def run(name: str, act: Callable[[], Any]) -> None:
        barrier.wait(timeout=10)
        try:
            told[name] = act()
        except Exception as error:
            told[name] = error
        finally:
            connection.close()

    acts: dict[str, Callable[[], Any]] = {
        "a.pdf": lambda: _attach(focal_point, request_sent, name="a.pdf"),
        "b.pdf": lambda: _attach(focal_point, request_sent, name="b.pdf"),
        "send": lambda: _answer(focal_point, request_sent),
    }
    threads = [threading.Thread(target=run, args=one) for one in acts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    sent = told.pop("send")
    assert isinstance(sent, Submission)
    for name, outcome in told.items():
        if isinstance(outcome, Document):
            assert Document.objects.get(name=name).submission_id == sent.pk
        else:
            assert isinstance(outcome, documents.AlreadySent), outcome
    assert not Document.objects.waiting().exists()
    assert len(_files(folder)) == Document.objects.count()


@pytest.mark.skipif(not given.postgresql(), reason=given.NEEDS_POSTGRESQL)
@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_the_same_instant_is_one_document(
    focal_point: User, request_sent: InformationRequest, folder: Path
) -> None:
    barrier, made = threading.Barrier(4), []

    def run() -> None:
        barrier.wait(timeout=10)
        try:
            made.append(_attach(focal_point, request_sent).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (len(made), len(set(made)), Document.objects.count(), len(_files(folder))) == (4, 1, 1, 1)


def test_the_folder_is_not_served(settings: Any) -> None:
    assert settings.MEDIA_URL in ("", "/"), "no address leads into it"
    assert not str(settings.DOCUMENTS_DIR).startswith(str(settings.STATIC_ROOT))
    assert default_storage.exists("nothing") is False
