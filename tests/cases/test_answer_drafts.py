"""Drafts of answers: shared by colleagues, saved over by nobody who has not read them, gone once they are sent."""

from __future__ import annotations

import threading
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from cases.models import AnswerDraft, Document, InformationRequest, Party, Submission
from cases.services import answer_drafts, document_keeping, documents, requests, submissions
from cases.services.answer_drafts import AlreadyAnswered, Stale, Typed
from cases.services.refusals import Refused
from cases.services.requests import NotAwaitingAnswer
from compliance.accounts.models import Role, User
from tests.cases import sample_files
from tests.conftest import MakeRequest, _person, actor_of, at

pytestmark = pytest.mark.django_db

SENT_ON, ON = date(2026, 11, 30), date(2026, 12, 8)


@pytest.fixture(autouse=True)
def _documents_of_its_own(settings: Any, tmp_path: Path) -> None:
    options = settings.STORAGES["default"]["OPTIONS"] | {"location": str(tmp_path / "documents")}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}


@pytest.fixture
def colleague(party: Party) -> User:
    return _person("colleague", Role.FOCAL_POINT, party)


@pytest.fixture
def request_sent(make_request: MakeRequest) -> InformationRequest:
    return make_request(sent_on=SENT_ON)


def _save(
    by: User, request: InformationRequest, key: uuid.UUID, *, seen: int = 0, **typed: str
) -> AnswerDraft | None:
    return answer_drafts.save(
        actor=actor_of(by), request=request, key=key, seen=seen, typed=Typed(**typed), at=at(ON)
    )


def _attach(by: User, request: InformationRequest, key: uuid.UUID, name: str = "permits.pdf") -> Document:
    upload = SimpleUploadedFile(name, sample_files.pdf(name))
    return documents.attach(actor=actor_of(by), request=request, form_key=key, upload=upload, at=at(ON))


def test_a_colleague_continues_where_the_other_stopped(
    focal_point: User, colleague: User, request_sent: InformationRequest
) -> None:
    key = uuid.uuid4()
    first = _save(focal_point, request_sent, key, justification="Flood.")
    assert first
    found = answer_drafts.of_request(actor=actor_of(colleague), request=request_sent)
    assert (found and found.justification, found and found.saved_by) == ("Flood.", focal_point)
    second = _save(colleague, request_sent, key, seen=1, justification="Flood of May.")
    assert second
    assert (second.pk, second.version, second.saved_by_id) == (first.pk, 2, colleague.pk)


def test_what_was_not_seen_is_not_saved_over(
    focal_point: User, colleague: User, request_sent: InformationRequest
) -> None:
    key = uuid.uuid4()
    _save(focal_point, request_sent, key, text="One.")
    _save(colleague, request_sent, key, seen=1, text="One. Two.")
    with pytest.raises(Stale) as refused:
        _save(focal_point, request_sent, key, seen=1, text="One, and three.")
    assert refused.value.draft
    assert (refused.value.draft.text, refused.value.draft.saved_by_id) == ("One. Two.", colleague.pk)
    assert AnswerDraft.objects.get().text == "One. Two."


def test_two_who_begin_at_once_are_told(
    focal_point: User, colleague: User, request_sent: InformationRequest
) -> None:
    _save(focal_point, request_sent, uuid.uuid4(), text="One.")
    with pytest.raises(Stale):
        _save(colleague, request_sent, uuid.uuid4(), text="Two.")


def test_the_same_words_sent_again_are_saved_once(
    focal_point: User, request_sent: InformationRequest
) -> None:
    """The line broke off before the first answer came: the same form says nothing new."""
    key = uuid.uuid4()
    _save(focal_point, request_sent, key, text="One.")
    again = _save(focal_point, request_sent, key, text="One.")
    assert again
    assert again.version == 1


def test_nothing_typed_makes_no_draft(focal_point: User, request_sent: InformationRequest) -> None:
    assert _save(focal_point, request_sent, uuid.uuid4(), information="NONE") is None
    assert not AnswerDraft.objects.exists()


def test_a_date_that_cannot_be_read_is_kept(focal_point: User, request_sent: InformationRequest) -> None:
    draft = _save(focal_point, request_sent, uuid.uuid4(), approximate_date="middle of May")
    assert draft
    assert draft.approximate_date == "middle of May"


def test_words_that_nobody_can_read_are_refused(focal_point: User, request_sent: InformationRequest) -> None:
    with pytest.raises(Refused) as refused:
        _save(focal_point, request_sent, uuid.uuid4(), text="Bell \x07")
    assert refused.value.field == "text"
    assert not AnswerDraft.objects.exists()


def test_nobody_else_writes_or_sees_it(
    officer: User, member: User, stranger: User, other_focal_point: User, focal_point: User,
    request_sent: InformationRequest,
) -> None:  # fmt: skip
    key = uuid.uuid4()
    _save(focal_point, request_sent, key, text="One.")
    for somebody in (officer, member, stranger):
        with pytest.raises(PermissionDenied):
            _save(somebody, request_sent, key, seen=1, text="Two.")
        with pytest.raises(PermissionDenied):
            answer_drafts.discard(actor=actor_of(somebody), request=request_sent, seen=1)
    with pytest.raises(InformationRequest.DoesNotExist):
        _save(other_focal_point, request_sent, key, seen=1, text="Two.")
    with pytest.raises(InformationRequest.DoesNotExist):
        answer_drafts.discard(actor=actor_of(other_focal_point), request=request_sent, seen=1)
    for somebody in (officer, member, stranger, other_focal_point):
        assert answer_drafts.of_request(actor=actor_of(somebody), request=request_sent) is None


# Sent.


def _answer(by: User, request: InformationRequest, key: uuid.UUID, seen: int | None, text: str) -> Submission:
    return submissions.answer(
        actor=actor_of(by), request=request, key=key, at=at(ON), information="COMPLETE", text=text, seen=seen
    )


def test_sending_ends_the_draft_and_takes_its_documents(
    focal_point: User, request_sent: InformationRequest
) -> None:
    key = uuid.uuid4()
    _attach(focal_point, request_sent, key)
    _save(focal_point, request_sent, key, text="All.", information="COMPLETE")
    sent = _answer(focal_point, request_sent, key, 1, "All.")
    assert not AnswerDraft.objects.exists()
    assert sent.documents.get().name == "permits.pdf"
    assert _answer(focal_point, request_sent, key, 1, "All.") == sent


def test_what_a_colleague_saved_meanwhile_is_not_lost_by_sending(
    focal_point: User, colleague: User, request_sent: InformationRequest
) -> None:
    key = uuid.uuid4()
    _save(focal_point, request_sent, key, text="One.", information="COMPLETE")
    _save(colleague, request_sent, key, seen=1, text="One. Two.", information="COMPLETE")
    with pytest.raises(Stale):
        _answer(focal_point, request_sent, key, 1, "One.")
    assert not Submission.objects.exists()
    assert AnswerDraft.objects.get().text == "One. Two."


def test_other_words_under_the_key_of_an_answer_do_not_seem_to_be_sent(
    focal_point: User, colleague: User, request_sent: InformationRequest
) -> None:
    """Both had the same draft open; the colleague sent it first."""
    key = uuid.uuid4()
    _save(focal_point, request_sent, key, text="One.", information="COMPLETE")
    _answer(colleague, request_sent, key, 1, "One.")
    with pytest.raises(AlreadyAnswered):
        _answer(focal_point, request_sent, key, 1, "One, and two.")
    with pytest.raises(AlreadyAnswered):
        _save(focal_point, request_sent, key, seen=1, text="One, and two.")
    assert Submission.objects.get().text == "One."
    assert not AnswerDraft.objects.exists()


def test_an_answer_written_on_no_form_leaves_the_draft_of_another(
    focal_point: User, request_sent: InformationRequest
) -> None:
    _save(focal_point, request_sent, uuid.uuid4(), text="One.")
    _answer(focal_point, request_sent, uuid.uuid4(), None, "Another.")
    assert AnswerDraft.objects.get().text == "One."


def test_an_answer_that_is_refused_keeps_its_draft(
    focal_point: User, request_sent: InformationRequest
) -> None:
    key = uuid.uuid4()
    _save(focal_point, request_sent, key, text="One.", information="COMPLETE")
    with pytest.raises(Refused):
        _answer(focal_point, request_sent, key, 1, "  ")
    assert AnswerDraft.objects.exists()


def test_a_withdrawn_request_keeps_its_draft_to_read(
    focal_point: User, officer: User, request_sent: InformationRequest
) -> None:
    key = uuid.uuid4()
    _save(focal_point, request_sent, key, text="One.", information="COMPLETE")
    requests.withdraw(actor=actor_of(officer), request=request_sent, reason="Settled.", at=at(ON))
    for act in (
        lambda: _save(focal_point, request_sent, key, seen=1, text="Two."),
        lambda: _answer(focal_point, request_sent, key, 1, "One."),
    ):
        with pytest.raises(NotAwaitingAnswer):
            act()
    found = answer_drafts.of_request(actor=actor_of(focal_point), request=request_sent)
    assert found
    assert found.text == "One."


# Thrown away.


def test_throwing_away_takes_the_waiting_documents_of_its_own_side_alone(
    focal_point: User, officer: User, request_sent: InformationRequest
) -> None:
    key = uuid.uuid4()
    own, staffs = _attach(focal_point, request_sent, key), _attach(officer, request_sent, key)
    _save(focal_point, request_sent, key)
    answer_drafts.discard(actor=actor_of(focal_point), request=request_sent, seen=1)
    assert not AnswerDraft.objects.exists()
    assert list(Document.objects.all()) == [staffs]
    assert own.pk != staffs.pk


@pytest.mark.django_db(transaction=True)
def test_the_files_go_with_the_documents(focal_point: User, request_sent: InformationRequest) -> None:
    key = uuid.uuid4()
    document = _attach(focal_point, request_sent, key)
    assert default_storage.exists(document.file.name)
    _save(focal_point, request_sent, key)
    answer_drafts.discard(actor=actor_of(focal_point), request=request_sent, seen=1)
    assert not default_storage.exists(document.file.name)


def test_what_was_changed_since_is_not_thrown_away(
    focal_point: User, colleague: User, request_sent: InformationRequest
) -> None:
    key = uuid.uuid4()
    _save(focal_point, request_sent, key, text="One.")
    _save(colleague, request_sent, key, seen=1, text="One. Two.")
    with pytest.raises(Stale):
        answer_drafts.discard(actor=actor_of(focal_point), request=request_sent, seen=1)
    assert AnswerDraft.objects.exists()


def test_writing_on_what_was_thrown_away_is_told(focal_point: User, request_sent: InformationRequest) -> None:
    key = uuid.uuid4()
    _save(focal_point, request_sent, key, text="One.", information="COMPLETE")
    answer_drafts.discard(actor=actor_of(focal_point), request=request_sent, seen=1)
    for act in (
        lambda: _save(focal_point, request_sent, key, seen=1, text="Two."),
        lambda: _answer(focal_point, request_sent, key, 1, "One."),
    ):
        with pytest.raises(Stale) as refused:
            act()
        assert refused.value.draft is None


# Documents.


def test_two_versions_become_one_with_the_documents_of_both(
    focal_point: User, colleague: User, request_sent: InformationRequest
) -> None:
    key, own_key = uuid.uuid4(), uuid.uuid4()
    _attach(focal_point, request_sent, key, "one.pdf")
    _save(focal_point, request_sent, key, text="One.")
    for name in ("one.pdf", "two.pdf"):
        _attach(colleague, request_sent, own_key, name)
    answer_drafts.save(
        actor=actor_of(colleague),
        request=request_sent,
        key=key,
        seen=1,
        typed=Typed(text="One. Two."),
        at=at(ON),
        own_key=own_key,
    )
    waiting = documents.waiting(actor=actor_of(colleague), request=request_sent, form_key=key)
    assert sorted(one.name for one in waiting) == ["one.pdf", "two.pdf"]
    assert Document.objects.count() == 2


def test_what_waits_in_a_draft_is_not_discarded_by_the_night(
    focal_point: User, request_sent: InformationRequest
) -> None:
    kept, abandoned = uuid.uuid4(), uuid.uuid4()
    for key in (kept, abandoned):
        _attach(focal_point, request_sent, key)
    _save(focal_point, request_sent, kept, text="One.")
    done = document_keeping.discard_abandoned(before=at(ON) + timedelta(days=40))
    assert done.documents == 1
    assert Document.objects.get().form_key == kept


# At the same instant.


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_save_at_the_same_instant_are_one_saved_and_one_told(
    focal_point: User, colleague: User, request_sent: InformationRequest
) -> None:
    key = uuid.uuid4()
    _save(focal_point, request_sent, key, text="One.")
    start, told = threading.Barrier(2), []

    def write(user: User, text: str) -> None:
        start.wait()
        try:
            _save(user, request_sent, key, seen=1, text=text)
        except Stale:
            told.append(text)
        finally:
            connection.close()

    writers = [
        threading.Thread(target=write, args=(user, text))
        for user, text in ((focal_point, "One and two."), (colleague, "One and three."))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    saved = AnswerDraft.objects.get()
    assert saved.version == 2
    assert len(told) == 1
    assert saved.text not in told
