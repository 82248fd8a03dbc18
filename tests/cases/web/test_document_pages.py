"""Documents over HTTP: cut while they stream in, sent with and without scripts, downloaded by whoever may."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import load_handler
from django.core.handlers.wsgi import WSGIRequest
from django.http.multipartparser import MultiPartParser
from django.test import Client

from cases.models import Document, InformationRequest
from cases.models.document import MAX_FILE_BYTES, Scan
from cases.services import documents
from cases.services.uploads import limits
from cases.web.documents import handler
from compliance.accounts.models import User
from tests.cases import sample_files as sample
from tests.conftest import MakeRequest, actor_of, at

SENT, LATER = date(2026, 11, 30), date(2026, 12, 10)
KEY = uuid.UUID("5b0f7d8e-1c1a-4d53-8a57-2f6a3d0c9e11")
MEGABYTE = 1024 * 1024
BOUNDARY = "x-boundary"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any, set_clock: Callable[[datetime], None]) -> Path:
    """Where the documents of a test are kept."""
    options = settings.STORAGES["default"]["OPTIONS"] | {"location": str(tmp_path / "documents")}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}
    set_clock(at(LATER))
    return tmp_path / "documents"


@pytest.fixture
def request_sent(make_request: MakeRequest) -> InformationRequest:
    return make_request(sent_on=SENT)


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _attach(user: User, request: InformationRequest, name: str = "permits.pdf", **named: Any) -> Document:
    return documents.attach(
        actor=actor_of(user),
        request=request,
        form_key=KEY,
        upload=SimpleUploadedFile(name, named.get("content", sample.pdf())),
        at=at(LATER),
    )


# Cut while streaming


class Stream:
    """A body that never ends of itself, and counts what was read of it."""

    def __init__(self, *pieces: bytes, then: bytes = b"x") -> None:
        self._start = BytesIO(b"".join(pieces))
        self._then = then
        self.read_bytes = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "nobody reads a body in one go"
        found = self._start.read(size) or self._then * size
        self.read_bytes += len(found)
        return found

    readline = read


def _field(name: str, value: str) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def _file(name: str, content: bytes = b"") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="documents"; filename="{name}"\r\n\r\n'
    return head.encode() + content


def _parse(stream: Stream, *, length: int, user: Any = None) -> tuple[Any, Any, SimpleNamespace]:
    """As Django does it, with the handlers of the settings."""
    from django.conf import settings

    request = SimpleNamespace(user=user or SimpleNamespace(is_authenticated=True))
    handlers = [load_handler(name, request) for name in settings.FILE_UPLOAD_HANDLERS]
    meta = {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}", "CONTENT_LENGTH": str(length)}
    post, files = MultiPartParser(meta, stream, handlers, "utf-8").parse()
    return post, files, request


SLACK = 256 * 1024
"""What may be read beyond a limit: the buffers of the parser."""
BEYOND = handler.LINGER_BYTES + SLACK
"""And what is thrown away after a refusal."""


@pytest.mark.parametrize(
    "length",
    [
        pytest.param(50 * MEGABYTE, id="the length is honest"),
        pytest.param(1000, id="the length is understated"),
        pytest.param(limits.MAX_BODY_BYTES, id="the length is the longest that is let in"),
    ],
)
def test_reading_stops_at_25_megabytes_of_a_file(length: int) -> None:
    stream = Stream(_field("key", str(KEY)), _file("a.pdf", sample.pdf()), b"\r\n", _file("big.txt"))
    post, files, request = _parse(stream, length=length)
    assert MAX_FILE_BYTES < stream.read_bytes < MAX_FILE_BYTES + BEYOND
    assert post["key"] == str(KEY), "what was typed before it is kept"
    assert [one.name for one in files.getlist("documents")] == ["a.pdf"], "and so is the file before it"
    assert "big.txt is not attached. A file has at most 25 MB" in str(handler.refused(request))


def test_a_file_of_25_megabytes_passes_and_one_byte_more_does_not() -> None:
    end = f"\r\n--{BOUNDARY}--\r\n".encode()
    for more, passes in ((0, True), (1, False)):
        stream = Stream(_file("big.txt", b"x" * (MAX_FILE_BYTES + more)), end, then=b"")
        _post, files, request = _parse(stream, length=30 * MEGABYTE)
        assert bool(files) is passes
        assert (handler.refused(request) is None) is passes
        for one in files.getlist("documents"):
            assert one.size == MAX_FILE_BYTES
            one.close()


def test_reading_stops_at_100_megabytes_of_files_together() -> None:
    small = b"x" * (20 * MEGABYTE) + b"\r\n"
    stream = Stream(*(_file(f"{one}.txt", small) for one in range(5)), _file("last.txt"))
    _post, files, request = _parse(stream, length=limits.MAX_BODY_BYTES)
    assert 100 * MEGABYTE < stream.read_bytes < 100 * MEGABYTE + BEYOND
    assert "100 MB together" in str(handler.refused(request))
    assert len(files.getlist("documents")) == 5
    for one in files.getlist("documents"):
        one.close()


def test_a_declared_length_over_the_limit_is_refused_before_the_first_file() -> None:
    stream = Stream(_field("key", str(KEY)), _file("big.txt"))
    post, files, request = _parse(stream, length=limits.MAX_BODY_BYTES + 1)
    assert stream.read_bytes < BEYOND
    assert (post["key"], len(files)) == (str(KEY), 0)
    assert "100 MB together" in str(handler.refused(request))


def test_a_body_without_a_length_is_not_read_at_all() -> None:
    stream = Stream(_file("big.txt"))
    environ = {
        "REQUEST_METHOD": "POST",
        "wsgi.input": stream,
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "HTTP_TRANSFER_ENCODING": "chunked",
    }
    request = WSGIRequest(environ)
    assert (len(request.POST), len(request.FILES), stream.read_bytes) == (0, 0, 0)


def test_a_body_that_breaks_off_leaves_no_file() -> None:
    stream = Stream(_field("key", str(KEY)), _file("a.pdf", sample.pdf()), then=b"")
    post, files, _request = _parse(stream, length=MEGABYTE)
    assert (post["key"], len(files)) == (str(KEY), 0)


def test_nobody_uploads_without_signing_in() -> None:
    stream = Stream(_file("big.txt"))
    _post, files, request = _parse(stream, length=MEGABYTE, user=SimpleNamespace(is_authenticated=False))
    assert (len(files), handler.refused(request)) == (0, None)
    assert stream.read_bytes < SLACK


# Sent by a script, one by one


def _send(
    client: Client, record: InformationRequest, *files: tuple[str, bytes], plain: bool = False, **named: Any
) -> Any:
    body: dict[str, Any] = {"request": record.reference, "key": str(KEY)} | named
    body["documents"] = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post("/documents/", body, headers={} if plain else {"HX-Request": "true"})


def test_a_script_sends_documents_and_is_shown_the_list(
    focal_point: User, request_sent: InformationRequest
) -> None:
    client = _signed_in(focal_point)
    response = _send(client, request_sent, ("a.pdf", sample.pdf()), ("<b>&.txt", b"words"))
    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text, "a part of a page"
    assert "a.pdf" in text
    assert "&lt;b&gt;&amp;.txt" in text
    assert "scanned for viruses" in text
    assert {one.party for one in Document.objects.all()} == {request_sent.party}


def test_each_file_is_taken_or_refused_by_itself(focal_point: User, request_sent: InformationRequest) -> None:
    response = _send(
        _signed_in(focal_point),
        request_sent,
        ("a.pdf", sample.pdf()),
        ("b.pdf", b"<html>"),
        ("c.exe", b"MZ"),
        ("d.txt", b"words"),
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert text.count("data-refusal") == 2
    assert "b.pdf is not attached" in text
    assert "c.exe is not attached" in text
    assert set(Document.objects.values_list("name", flat=True)) == {"a.pdf", "d.txt"}


def test_a_plain_form_is_answered_with_a_page(focal_point: User, request_sent: InformationRequest) -> None:
    response = _send(_signed_in(focal_point), request_sent, ("a.pdf", sample.pdf()), plain=True)
    assert response.status_code == 200
    assert b"<h1>" in response.content
    assert b"a.pdf" in response.content


def test_a_file_over_the_limit_is_413(
    focal_point: User, request_sent: InformationRequest, folder: Path
) -> None:
    response = _send(_signed_in(focal_point), request_sent, ("big.txt", b"x" * (MAX_FILE_BYTES + 1)))
    assert response.status_code == 413
    assert "big.txt is not attached. A file has at most 25 MB" in response.content.decode()
    assert not folder.exists()


@pytest.mark.parametrize(
    "named", [{"key": "none"}, {"key": ""}, {"request": "IR-\x00"}, {"request": "x" * 99}]
)
def test_a_form_of_no_answer_is_400(
    focal_point: User, request_sent: InformationRequest, named: dict[str, str]
) -> None:
    response = _send(_signed_in(focal_point), request_sent, ("a.pdf", sample.pdf()), **named)
    assert response.status_code == 400
    assert not Document.objects.exists()


@pytest.mark.parametrize("plain", [True, False])
def test_who_sends_documents(
    plain: bool,
    request_sent: InformationRequest,
    officer: User,
    administrator: User,
    focal_point: User,
    other_focal_point: User,
    member: User,
    stranger: User,
) -> None:
    statuses = {
        officer: 200,
        administrator: 403,
        focal_point: 200,
        other_focal_point: 404,
        member: 404,
        stranger: 404,
    }
    for user, status in statuses.items():
        response = _send(_signed_in(user), request_sent, ("a.pdf", sample.pdf()), plain=plain)
        assert response.status_code == status, user
    response = _send(Client(), request_sent, ("a.pdf", sample.pdf()), plain=plain)
    assert response.status_code == 302
    assert Document.objects.count() == 2


def test_an_upload_without_the_token_of_its_page_is_refused(
    focal_point: User, request_sent: InformationRequest
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(focal_point)
    assert _send(client, request_sent, ("a.pdf", sample.pdf())).status_code == 403
    assert not Document.objects.exists()


# Taken back


def test_a_document_is_taken_back(focal_point: User, request_sent: InformationRequest) -> None:
    made = _attach(focal_point, request_sent)
    kept = _attach(focal_point, request_sent, "kept.pdf")
    client = _signed_in(focal_point)
    assert client.get(f"/documents/{made.pk}/remove/").status_code == 405
    response = client.post(f"/documents/{made.pk}/remove/", headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert b"kept.pdf" in response.content
    assert list(Document.objects.all()) == [kept]
    assert client.post(f"/documents/{made.pk}/remove/").status_code == 404


def test_nobody_else_takes_a_draft_back(
    request_sent: InformationRequest,
    officer: User,
    administrator: User,
    focal_point: User,
    other_focal_point: User,
    member: User,
    stranger: User,
) -> None:
    made = _attach(focal_point, request_sent)
    for user in (officer, administrator, other_focal_point, member, stranger):
        assert _signed_in(user).post(f"/documents/{made.pk}/remove/").status_code == 404, user
    assert Client().post(f"/documents/{made.pk}/remove/").status_code == 302
    assert Document.objects.count() == 1


# Downloaded


def test_a_download_is_saved_and_never_shown(focal_point: User, request_sent: InformationRequest) -> None:
    made = _attach(focal_point, request_sent, 'Ré"ponse;\n x.txt', content=b"words")
    client = _signed_in(focal_point)
    response = client.get(f"/documents/{made.pk}/")
    assert response.streaming
    assert b"".join(response) == b"words"
    headers = response.headers
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Content-Length"] == "5"
    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''R%C3%A9%22ponse%3B%20x.txt"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    head = client.head(f"/documents/{made.pk}/")
    assert (head.status_code, head.content) == (200, b"")
    same = headers.keys() - {"X-Request-ID"}
    assert {name: head.headers[name] for name in same} == {name: headers[name] for name in same}


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", sample.pdf(), "application/pdf"),
        ("a.docx", sample.docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.jpg", sample.jpeg(), "image/jpeg"),
        ("a.csv", "é,ü".encode(), "text/csv; charset=utf-8"),
        ("b.csv", "é,ü".encode("cp1252"), "text/csv; charset=windows-1252"),
        ("a.txt", "é,ü".encode("utf-16"), "text/plain; charset=utf-16"),
        ("b.txt", "\ufeffé,ü".encode(), "text/plain; charset=utf-8"),
    ],
    ids=["pdf", "docx", "jpg", "csv", "from a spreadsheet on Windows", "UTF-16", "UTF-8 with its mark"],
)
def test_a_download_is_what_was_sent(
    focal_point: User, request_sent: InformationRequest, name: str, content: bytes, content_type: str
) -> None:
    made = _attach(focal_point, request_sent, name, content=content)
    response = _signed_in(focal_point).get(f"/documents/{made.pk}/")
    got = b"".join(response)
    assert response.headers["Content-Type"] == content_type
    assert hashlib.sha256(got).hexdigest() == made.sha256


def test_who_downloads(
    request_sent: InformationRequest,
    officer: User,
    supervisor: User,
    administrator: User,
    focal_point: User,
    other_focal_point: User,
    member: User,
    chair: User,
    stranger: User,
) -> None:
    everybody = (officer, supervisor, administrator, focal_point, other_focal_point, member, chair, stranger)
    made = _attach(focal_point, request_sent)

    def statuses() -> dict[str, int]:
        found = {}
        for user in everybody:
            response = _signed_in(user).get(f"/documents/{made.pk}/")
            assert not response.streaming or b"".join(response) == sample.pdf()
            found[user.email.partition("@")[0]] = response.status_code
        return found

    outside = {"other": 404, "member": 404, "chair": 404, "stranger": 404}
    staff = ("officer", "supervisor", "administrator")
    assert statuses() == outside | {"focal": 200} | dict.fromkeys(staff, 404), (
        "a draft upload is the Party's alone"
    )
    _answer(focal_point, request_sent)
    assert statuses() == outside | {"focal": 200} | dict.fromkeys(staff, 200)
    assert Client().get(f"/documents/{made.pk}/").status_code == 302


def test_an_infected_document_is_never_downloaded(
    focal_point: User, officer: User, request_sent: InformationRequest
) -> None:
    made = _attach(focal_point, request_sent, "eicar.txt", content=sample.EICAR)
    _answer(focal_point, request_sent)
    made.refresh_from_db()
    made.scan = Scan.INFECTED
    made.save()
    for user in (focal_point, officer):
        for method in ("get", "head"):
            response = getattr(_signed_in(user), method)(f"/documents/{made.pk}/")
            assert response.status_code == 403
            assert b"EICAR" not in response.content


def test_a_file_that_is_missing_is_not_a_crash(
    focal_point: User, request_sent: InformationRequest, caplog: pytest.LogCaptureFixture
) -> None:
    made = _attach(focal_point, request_sent)
    Path(made.file.path).unlink()
    assert _signed_in(focal_point).get(f"/documents/{made.pk}/").status_code == 404
    assert "is missing" in caplog.text


def _answer(user: User, request: InformationRequest) -> None:
    from cases.services import submissions

    submissions.answer(
        actor=actor_of(user), request=request, key=KEY, at=at(LATER), information="PARTIAL", text="See there."
    )


# On the forms of the two desks, without a script


@pytest.fixture(params=["party", "secretariat"])
def desk(
    request: Any, focal_point: User, officer: User, request_sent: InformationRequest
) -> tuple[Client, str]:
    """Who answers, and the address of the form."""
    if request.param == "party":
        return _signed_in(focal_point), f"/party/requests/{request_sent.reference}/answer/"
    return _signed_in(officer), f"/secretariat/requests/{request_sent.reference}/record/"


TYPED = {"key": str(KEY), "information": "PARTIAL", "text": "See the documents.", "received_on": str(LATER)}


def _post(desk: tuple[Client, str], *files: tuple[str, bytes], **named: str) -> Any:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return desk[0].post(desk[1], TYPED | named | {"documents": uploads})


def test_the_form_takes_files_by_itself(desk: tuple[Client, str]) -> None:
    page = desk[0].get(desk[1]).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file"' in page
    assert "<script>" not in page
    assert " style=" not in page


def test_attaching_on_the_form_keeps_what_was_typed_and_sends_nothing(desk: tuple[Client, str]) -> None:
    page = _post(desk, ("a.pdf", sample.pdf()), ("b.pdf", b"MZ"), act="attach").content.decode()
    assert "a.pdf" in page
    assert 'href="#documents">b.pdf is not attached' in page
    assert "See the documents." in page
    assert str(KEY) in page, "the answer stays the same"
    assert [(one.name, one.submission) for one in Document.objects.all()] == [("a.pdf", None)]


def test_a_refused_file_keeps_the_answer_from_being_sent(
    desk: tuple[Client, str], request_sent: InformationRequest
) -> None:
    page = _post(desk, ("b.pdf", b"MZ")).content.decode()
    assert "b.pdf is not attached" in page
    assert not request_sent.submissions.exists()


def test_a_file_that_was_cut_keeps_what_was_typed(
    desk: tuple[Client, str], request_sent: InformationRequest
) -> None:
    page = _post(desk, ("a.pdf", sample.pdf()), ("b.txt", b"x" * (MAX_FILE_BYTES + 1))).content.decode()
    assert "b.txt is not attached. A file has at most 25 MB" in page
    assert "were not read" in page
    assert "See the documents." in page
    assert list(Document.objects.values_list("name", flat=True)) == ["a.pdf"]
    assert not request_sent.submissions.exists()


def test_taking_back_on_the_form(desk: tuple[Client, str]) -> None:
    _post(desk, ("a.pdf", sample.pdf()), act="attach")
    made = Document.objects.get()
    page = _post(desk, remove_document=str(made.pk)).content.decode()
    assert "See the documents." in page
    assert "No document is attached." in page
    assert not Document.objects.exists()
    for nothing in (str(made.pk), "none", "\x00", str(uuid.uuid4())):
        assert _post(desk, remove_document=nothing).status_code == 404


def test_an_answer_goes_with_its_documents(
    desk: tuple[Client, str], request_sent: InformationRequest
) -> None:
    _post(desk, ("a.pdf", sample.pdf()), act="attach")
    sent = _post(desk, ("b.pdf", sample.pdf("more")))
    assert sent.status_code == 302
    submission = request_sent.submissions.get()
    assert set(submission.documents.values_list("name", flat=True)) == {"a.pdf", "b.pdf"}
    page = desk[0].get(sent.headers["Location"]).content.decode()
    for one in submission.documents.all():
        assert one.sha256 in page
        assert f"/documents/{one.pk}/" in page


def test_the_check_shows_the_documents_and_the_receipt_their_hashes(
    focal_point: User, request_sent: InformationRequest
) -> None:
    desk = (_signed_in(focal_point), f"/party/requests/{request_sent.reference}/answer/")
    page = _post(desk, ("a.pdf", sample.pdf()), act="check").content.decode()
    assert "Nothing is sent yet" in page
    assert Document.objects.get().sha256 in page
    sent = desk[0].post(desk[1], TYPED | {"act": "send"}, follow=True).content.decode()
    assert "Receipt" in sent
    assert Document.objects.get(submission__isnull=False).sha256 in sent


def test_a_request_withdrawn_meanwhile_takes_no_file_and_no_answer(
    desk: tuple[Client, str], request_sent: InformationRequest, officer: User, folder: Path
) -> None:
    from cases.services import requests

    requests.withdraw(actor=actor_of(officer), request=request_sent, reason="Sent in error.", at=at(LATER))
    page = _post(desk, ("a.pdf", sample.pdf())).content.decode()
    assert "withdrawn" in page
    assert "See the documents." in page
    assert not Document.objects.exists()
    assert not request_sent.submissions.exists()
