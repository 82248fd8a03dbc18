"""Every address of the API, method, object and token: what the answer is, what it carries, and leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.security import cast, headers, matrix_api
from tests.security.asking import Answer, taken_back
from tests.security.asking_api import not_working, program_of
from tests.security.cast import METHODS, READING
from tests.security.matrix_api import BEARERS, ROWS, Row
from tests.security.totals import OF_A_SESSION, checksums
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

OFTEN = {"reading": "100000/min", "changing": "100000/min"}


@pytest.fixture(scope="module")
def rates() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.API_RATES", OFTEN)
        yield


@dataclass(frozen=True, slots=True)
class Question:
    row: Row
    method: str
    label: str

    def __str__(self) -> str:
        return f"{self.method} api:{self.row.name} ({self.label})"


@dataclass(frozen=True, slots=True)
class Asked:
    bearer: str
    answers: dict[Question, Answer]
    changed_by_reading: list[str]


def _questions(bearer: str) -> Iterator[Question]:
    """Each method that is offered, about each object; the others once, with one token for all."""
    for row in ROWS:
        for method in METHODS:
            offered = "GET" if method == "HEAD" else method
            labels = row.labels(offered)
            if method == "HEAD":
                labels = labels[:1]
            if not labels and bearer == cast.OFFICER:
                labels = ["own" if row.kind else ""]
            for label in labels:
                yield Question(row, method, label)


def _url(world: World, question: Question) -> str:
    known = matrix_api.kwargs(world)[question.row.kind]
    named = known.get(question.label) or next(iter(known.values()))
    return reverse(f"api:{question.row.name}", kwargs=named or None)


@pytest.fixture(scope="module", params=BEARERS)
def asked(request: pytest.FixtureRequest, world: World, rates: None) -> Asked:
    """Everything that one token was answered: first by reading, nothing of it undone."""
    bearer = str(request.param)
    answers: dict[Question, Answer] = {}
    with taken_back():
        program = program_of(world, bearer)
        before = checksums()
        for question in _questions(bearer):
            if question.method in READING:
                answers[question] = program.ask(question.method, _url(world, question))
        after = checksums()
        for question in _questions(bearer):
            if question.method not in READING:
                answers[question] = program.ask_and_undo(
                    question.method,
                    _url(world, question),
                    matrix_api.body(world, question.row, question.label),
                    files=question.row.name == "request-documents",
                )
        cache.clear()
    return Asked(bearer, answers, [table for table in before if before[table] != after[table]])


def test_the_answer_is_the_one_stated(asked: Asked) -> None:
    wrong = []
    for question, answer in asked.answers.items():
        offered = "GET" if question.method == "HEAD" else question.method
        rule = question.row.rule(offered, question.label)
        stated = rule[asked.bearer] if rule else 405
        if answer.status != stated:
            said = answer.body.decode(errors="replace")[:200]
            wrong.append(f"{asked.bearer}: {question} answered {answer.status}, not {stated}: {said}")
    assert not wrong, "\n".join(wrong)


def test_no_answer_carries_a_word_that_is_not_the_readers(world: World, asked: Asked) -> None:
    member = cast.OFFICER if asked.bearer == matrix_api.READING else asked.bearer
    leaks = [
        f"{question} shows {asked.bearer}: {found}"
        for question, answer in asked.answers.items()
        if (found := world.canaries.found_by(member, answer.text))
    ]
    assert not leaks, "\n".join(leaks)


def test_reading_changes_nothing_and_a_refusal_neither(asked: Asked) -> None:
    assert not asked.changed_by_reading
    wrote = [
        f"{question} answered {answer.status} and wrote to {sorted(tables)}"
        for question, answer in asked.answers.items()
        if answer.status >= 400 and (tables := set(answer.wrote) - set(OF_A_SESSION))
    ]
    assert not wrote, "\n".join(wrote)


def test_headers_of_every_answer(asked: Asked) -> None:
    wrong = []
    for question, answer in asked.answers.items():
        is_file = question.row.name == "document-content" and answer.status == 200
        wrong += [f"{question}: {one}" for one in headers.faults(answer, is_signed_in=True, is_file=is_file)]
        kind = answer.headers.get("Content-Type", "")
        if answer.status >= 400 and kind != "application/problem+json":
            wrong.append(f"{question}: {answer.status} is {kind}")
        if answer.cookies:
            wrong.append(f"{question} sets a cookie")
    assert not wrong, "\n".join(wrong)


def test_the_words_are_there_to_be_found(world: World, asked: Asked) -> None:
    """Were nothing shown, nothing could be found out."""
    met = {one[2:-2] for answer in asked.answers.values() for one in re.findall(r"zq\w+?qz", answer.text)}
    expected = {
        cast.OWN: {"subjectown", "questionsown", "reasonsbrought", "textclosed", "bodyownreceived"},
        cast.OTHER: {"subjectother", "textotherbrought", "mailboxbirch"},
        cast.MEMBER: {"groundsbrought", "subjectbrought", "textotherbrought", "eventpublic"},
        cast.ADMINISTRATOR: {"significanceown", "reasonsclosed"},
    }
    assert expected.get(asked.bearer, set()) <= met


def test_what_opens_nothing_is_answered_alike(world: World, rates: None) -> None:
    """401, whatever the reason, for every address and each method that it offers, with nothing written."""
    with taken_back():
        for name, program in not_working(world).items():
            for question in [one for one in _questions(cast.CHAIR) if one.label in ("", "own", "next", "XA")]:
                answer = program.ask(question.method, _url(world, question))
                assert answer.status == 401, f"{name}: {question} answered {answer.status}"
                assert answer.headers["WWW-Authenticate"].startswith("Bearer")
                assert not answer.wrote
