"""How much one side may attach over several answers: nobody fills the disk, and nobody's room is another's."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import Document, InformationRequest, Party
from cases.services import documents, submissions
from cases.services.uploads import limits
from cases.services.uploads.refusals import TooLarge
from compliance.accounts.models import Membership, Role, User
from tests.conftest import MakeRequest, actor_of, at

SENT, LATER = date(2026, 11, 30), date(2026, 12, 10)
_FILE = 100
UNSENT, REQUEST = "Documents of answers that are not sent", "all answers to one request"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where the documents of a test are kept."""
    options = settings.STORAGES["default"]["OPTIONS"] | {"location": str(tmp_path / "documents")}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}
    return tmp_path / "documents"


@pytest.fixture(autouse=True)
def _room_for_three(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (limits.MAX_UNSENT_BYTES, limits.MAX_REQUEST_BYTES) == (500 * 1024**2, 1000 * 1024**2)
    monkeypatch.setattr(limits, "MAX_UNSENT_BYTES", 3 * _FILE)
    monkeypatch.setattr(limits, "MAX_REQUEST_BYTES", 4 * _FILE)


def _attach(user: User, request: InformationRequest, *, key: uuid.UUID | None = None) -> Document:
    """A file of its own, to an answer of its own unless ``key`` says which."""
    name = f"{uuid.uuid4().hex}.txt"
    return documents.attach(
        actor=actor_of(user),
        request=request,
        form_key=key or uuid.uuid4(),
        upload=SimpleUploadedFile(name, name.encode().ljust(_FILE, b".")),
        at=at(LATER),
    )


def _send(user: User, request: InformationRequest, key: uuid.UUID) -> None:
    submissions.answer(
        actor=actor_of(user), request=request, key=key, at=at(LATER), information="PARTIAL", text="See there."
    )


def test_what_a_party_has_not_sent_is_counted_over_its_requests_and_people(
    focal_point: User, party: Party, make_request: MakeRequest, folder: Path
) -> None:
    colleague = User.objects.create_user(email="colleague@desk.example", name="Colleague")
    Membership.objects.create(user=colleague, role=Role.FOCAL_POINT, party=party, started_at=at(SENT))
    first, second = make_request(sent_on=SENT), make_request(sent_on=SENT)
    _attach(focal_point, first)
    _attach(colleague, first)
    _attach(focal_point, second)
    for who, request in ((focal_point, second), (colleague, first)):
        with pytest.raises(TooLarge, match=UNSENT) as refused:
            _attach(who, request)
        assert "Send an answer, or remove documents" in str(refused.value)
    assert len([one for one in folder.rglob("*") if one.is_file()]) == 3, (
        "nothing is left of what was refused"
    )


def test_room_comes_back_by_sending_and_by_removing(focal_point: User, make_request: MakeRequest) -> None:
    first, second = make_request(sent_on=SENT), make_request(sent_on=SENT)
    key = uuid.uuid4()
    _attach(focal_point, first, key=key)
    _attach(focal_point, second)
    taken_back = _attach(focal_point, second)
    _send(focal_point, first, key)
    _attach(focal_point, second)
    documents.remove(actor=actor_of(focal_point), document=taken_back)
    _attach(focal_point, second)


def test_a_request_has_room_for_so_much_sent_or_not(focal_point: User, make_request: MakeRequest) -> None:
    request, other = make_request(sent_on=SENT), make_request(sent_on=SENT)
    for _ in range(2):
        key = uuid.uuid4()
        _attach(focal_point, request, key=key)
        _attach(focal_point, request, key=key)
        _send(focal_point, request, key)
    with pytest.raises(TooLarge, match=REQUEST):
        _attach(focal_point, request)
    _attach(focal_point, other)


def test_one_partys_room_is_not_anothers(
    focal_point: User, other_focal_point: User, other_party: Party, make_request: MakeRequest
) -> None:
    mine, theirs = make_request(sent_on=SENT), make_request(sent_on=SENT, party=other_party)
    for _ in range(3):
        _attach(focal_point, mine)
    with pytest.raises(TooLarge, match=UNSENT):
        _attach(focal_point, mine)
    _attach(other_focal_point, theirs)


def test_of_the_secretariat_each_person_has_their_own(
    officer: User, supervisor: User, focal_point: User, make_request: MakeRequest
) -> None:
    first, second = make_request(sent_on=SENT), make_request(sent_on=SENT)
    for request in (first, second, second):
        _attach(officer, request)
    with pytest.raises(TooLarge, match=UNSENT):
        _attach(officer, first)
    for request in (first, second, second):
        _attach(supervisor, request)
    for request in (first, second):
        _attach(focal_point, request)


def test_the_page_refuses_in_words(focal_point: User, make_request: MakeRequest) -> None:
    request = make_request(sent_on=SENT)
    for _ in range(3):
        _attach(focal_point, request)
    client = Client()
    client.force_login(focal_point)
    upload = SimpleUploadedFile("a.txt", b"words".ljust(_FILE, b"."))
    typed = {"request": request.reference, "key": str(uuid.uuid4()), "documents": upload}
    answer = client.post("/documents/", typed)
    assert answer.status_code == 413
    assert "a.txt is not attached. Documents of answers that are not sent" in answer.content.decode()
