"""Requests are found by their words in three languages, and by nobody who may not read those words."""

from __future__ import annotations

import uuid
from datetime import date
from io import StringIO
from itertools import chain, islice, product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection

from cases import searching
from cases.access import NOBODY
from cases.models import InformationRequest, InternalNote, SearchEntry
from cases.services import documents, requests, search, submissions
from compliance.accounts.models import User
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at
from tests.services import given

SENT_ON = date(2026, 10, 1)
in_languages = pytest.mark.skipif(not given.postgresql(), reason="languages are PostgreSQL's to know")


def found(user: User, text: str) -> set[InformationRequest]:
    return set(searching.found(actor=actor_of(user), text=text))


def test_folding() -> None:
    assert searching.fold("L'Espèce_2.pdf – ÎLE Señor\nß") == "l espece 2 pdf ile senor ss"


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        pytest.param("Export permits for tortoises", "permit", id="an English plural by its singular"),
        pytest.param("Export permit", "permits", id="an English singular by its plural"),
        pytest.param("Les espèces concernées", "especes", id="French without accents"),
        pytest.param("Les espèces concernées", "espèce", id="a French plural by its singular"),
        pytest.param("L'ivoire travaillé", "ivoires", id="a French word after an apostrophe"),
        pytest.param("Los permisos de exportación", "permiso", id="a Spanish plural by its singular"),
        pytest.param("Las exportaciones", "exportación", id="a Spanish plural that loses its accent"),
        pytest.param("Tortoises and lions", "tortoise -elephant", id="without a word that is not there"),
        pytest.param("Tortoises and lions", "elephant or lion", id="one of two words"),
        pytest.param("The export of live tortoises", '"live tortoises"', id="a phrase"),
    ],
)
@in_languages
def test_found_in_three_languages(officer: User, make_request: MakeRequest, written: str, asked: str) -> None:
    request = make_request(subject=written)
    make_request(subject="Something else", questions="Why?")
    assert found(officer, asked) == {request}


@pytest.mark.parametrize("asked", ["tortoise -lion", '"tortoises live"', "the"])
@in_languages
def test_operators_and_empty_words_find_nothing_more(
    officer: User, make_request: MakeRequest, asked: str
) -> None:
    make_request(subject="Lions, and live tortoises")
    assert found(officer, asked) == set()


@pytest.mark.parametrize("asked", ["elephant", "", "  ", "'\"&|!:*()-"])
def test_not_found(officer: User, make_request: MakeRequest, asked: str) -> None:
    make_request(subject="Lions, and live tortoises")
    assert found(officer, asked) == set()


def test_found_as_written_on_any_database(officer: User, make_request: MakeRequest) -> None:
    request = make_request(subject="Espèces", questions="Which permits?")
    make_request(subject="Espèces", questions="Why?")
    assert found(officer, "ESPECES permits") == {request}


def test_found_by_the_beginning_of_a_reference(officer: User, make_request: MakeRequest) -> None:
    first, second = make_request(), make_request()
    assert found(officer, first.reference.lower()) == {first}
    assert found(officer, " IR-2026-") == {first, second}
    assert found(officer, "IR-2026-%") == set()


def test_what_is_edited_is_found_by_its_new_words_alone(officer: User, make_request: MakeRequest) -> None:
    request = make_request(subject="Tortoises")
    requests.edit_draft(
        actor=actor_of(officer),
        request=request,
        subject="Lions",
        questions="Which?",
        rule_set_code=request.rule_set_code,
    )
    assert found(officer, "tortoises") == set()
    assert found(officer, "lions") == {request}


def test_an_answer_and_its_documents(
    officer: User, focal_point: User, make_request: MakeRequest, settings: pytest.FixtureRequest
) -> None:
    settings.CLAMD_URL = ""  # type: ignore[attr-defined]
    request, key = make_request(sent_on=SENT_ON), uuid.uuid4()
    upload = SimpleUploadedFile("Liste_des_espèces-2026.txt", b"words")
    actor = actor_of(focal_point)
    documents.attach(actor=actor, request=request, form_key=key, upload=upload, at=at(SENT_ON))
    assert found(officer, "liste") == set(), "nobody has sent it"
    submissions.answer(actor=actor, request=request, key=key, at=at(SENT_ON), justification="A flood.")
    for text in ("flood", "liste", "especes", "2026 txt"):
        assert found(officer, text) == {request}, text
        assert found(focal_point, text) == {request}, text


def test_words_are_found_by_whoever_may_read_them(
    officer: User,
    focal_point: User,
    other_focal_point: User,
    member: User,
    stranger: User,
    make_request: MakeRequest,
    make_matter: MakeMatter,
    answer: Answer,
) -> None:
    request = make_request(sent_on=SENT_ON, subject="Tortoises", matter=make_matter(brought=SENT_ON))
    answer(request, SENT_ON, justification="Flood.")
    search.write_note(
        note=InternalNote.objects.create(
            request=request, text="Doubtful.", written_by=officer, written_at=at(SENT_ON)
        )
    )
    draft = make_request(subject="Elephants", matter=request.matter)
    readers = {
        "tortoises": {officer, focal_point},
        "flood": {officer, focal_point},
        "doubtful": {officer},
        "elephants": {officer},
        draft.reference: {officer},
    }
    for text, may in readers.items():
        finders = {
            one for one in (officer, focal_point, other_focal_point, member, stranger) if found(one, text)
        }
        assert finders == may, text
        assert not searching.found(actor=NOBODY, text=text)


def test_a_request_is_found_once(officer: User, make_request: MakeRequest, answer: Answer) -> None:
    request = make_request(sent_on=SENT_ON, subject="Tortoises")
    answer(request, SENT_ON, justification="Tortoises swam away.")
    assert searching.found(actor=actor_of(officer), text="tortoises").count() == 1


@pytest.mark.parametrize("letters", ["bcdfghjklmnpqrtvwxz", "字宇宙宝实"])
def test_the_longest_text_is_kept(officer: User, make_request: MakeRequest, letters: str) -> None:
    """As many different words as fit: a vector that is too large would refuse the request."""
    lengths = range(3, 8)
    words = chain.from_iterable(product(letters, repeat=length) for length in lengths)
    text = " ".join("".join(word) for word in islice(words, 30_000))[:100_000].strip()
    request = make_request(subject="Tortoises", questions=text)
    assert found(officer, "tortoises") == {request}
    assert len(SearchEntry.objects.get().words.encode()) <= search.MOST_BYTES


def test_rebuilding_makes_everything_on_record_findable(
    officer: User, make_request: MakeRequest, answer: Answer
) -> None:
    for number in range(3):
        request = make_request(sent_on=SENT_ON, subject=f"Tortoises {number}")
        answer(request, SENT_ON, justification="A flood.")
    InternalNote.objects.create(request=request, text="Doubt.", written_by=officer, written_at=at(SENT_ON))
    SearchEntry.objects.all().delete()
    assert search.rebuild(chunk=2) == {"REQUEST": 3, "SUBMISSION": 3, "DOCUMENT": 0, "NOTE": 1}
    assert len(found(officer, "tortoises")) == len(found(officer, "flood")) == 3
    assert found(officer, "doubt") == {request}
    output = StringIO()
    call_command("rebuild_search", stdout=output)
    assert output.getvalue() == "Can be found: 3 requests, 3 submissions, 0 documents, 1 notes\n"
    assert SearchEntry.objects.count() == 7


@in_languages
def test_the_index_can_be_used(officer: User, make_request: MakeRequest) -> None:
    make_request()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    plan = searching.found(actor=actor_of(officer), text="permits").explain()
    assert "search_entry_vector" in plan
