"""Every address, method, object and member of the cast: what the answer is, and what it carries.

Everything is asked once for each member; the tests look at the answers.
"""

from __future__ import annotations

import sys

import pytest

from tests.security import addresses, cast, crawling, headers, markup, matrix, rules
from tests.security.addresses import Asked, Question
from tests.security.asking import Answer, Asker
from tests.security.canaries import word_for
from tests.security.cast import CAST, METHODS, READING
from tests.security.rules import FACTOR, SIGN_IN
from tests.security.targets import Targets
from tests.security.totals import OF_A_SESSION
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    known = {row.name for row in matrix.ROWS if not row.demonstration}
    found = set(addresses.names())
    assert sorted(addresses.names()) == sorted(found), "two addresses under one name: only one would be asked"
    assert not found - known, f"addresses without a row in tests/security/matrix.py: {sorted(found - known)}"
    assert not known - found, f"rows without an address: {sorted(known - found)}"


def test_the_answer_is_the_one_stated(asked: Asked) -> None:
    wrong = [
        f"{asked.member}: {question} answered {answer.said}, the matrix states {stated}"
        for question, answer in asked.answers.items()
        if answer.said
        != (
            stated := rules.expected(
                question.row, label=question.label, member=asked.member, method=question.method
            )
        )
    ]
    assert not wrong, "\n".join(wrong)


def test_reading_changes_nothing(asked: Asked) -> None:
    """Neither by the tables that a statement wrote to, nor by what all tables hold after everything was read."""
    wrote = [
        f"{question} wrote to {sorted(tables)}"
        for question, answer in asked.answers.items()
        if question.method in READING and (tables := set(answer.wrote) - set(OF_A_SESSION))
    ]
    assert not wrote, "\n".join(wrote)
    assert not asked.changed_by_reading


def test_who_is_refused_has_changed_nothing(asked: Asked) -> None:
    """An act that is answered 403, 404 or 405, or led to the door, leaves no trace in the record."""
    wrote = [
        f"{question} answered {answer.said} and wrote to {sorted(tables)}"
        for question, answer in asked.answers.items()
        if answer.said in ("403", "404", "405", "409", rules.SIGN_IN, rules.FACTOR)
        and (tables := set(answer.wrote) - set(OF_A_SESSION))
    ]
    assert not wrote, "\n".join(wrote)


# Headers and markup


def _is_file(question: Question, answer: Answer) -> bool:
    return question.row.name == "documents:download" and answer.status == 200


def _stays_signed_in(question: Question, member: str) -> bool:
    leaves = question.row.name == "account_logout" and question.method == "POST"
    return member not in cast.NOT_SIGNED_IN and not leaves


def test_headers_of_every_answer(asked: Asked) -> None:
    wrong = [
        f"{question} for {asked.member}: {fault}"
        for question, answer in asked.answers.items()
        for fault in headers.faults(
            answer,
            is_signed_in=_stays_signed_in(question, asked.member),
            is_file=_is_file(question, answer),
        )
    ]
    assert not wrong, "\n".join(wrong)
    assert {answer.status for answer in asked.answers.values()} >= {200, 302, 404, 405}


def test_no_page_carries_a_script_or_a_style_in_itself(asked: Asked) -> None:
    wrong = [
        f"{question} for {asked.member}: {fault}"
        for question, answer in asked.answers.items()
        if answer.is_html and answer.body
        for fault in markup.faults(answer.body.decode())
    ]
    assert not wrong, "\n".join(wrong)


def test_files_are_saved_and_never_shown(asked: Asked) -> None:
    files = [answer for question, answer in asked.answers.items() if _is_file(question, answer)]
    assert files or asked.member not in cast.SECRETARIAT | cast.PARTIES
    for file in files:
        assert file.headers["Content-Disposition"].startswith("attachment")
        assert file.headers["Cross-Origin-Resource-Policy"] == "same-origin"


# Planted words


def test_no_answer_of_the_matrix_carries_a_word_that_is_not_the_readers(world: World, asked: Asked) -> None:
    """Every address, object and method, also where the act was refused."""
    leaks = [
        f"{question} shows {asked.member}: {found}"
        for question, answer in asked.answers.items()
        if (found := world.canaries.found_by(asked.member, answer.text))
    ]
    assert not leaks, "\n".join(leaks)


def test_no_link_and_no_key_leads_to_one(
    world: World, asked: Asked, askers: dict[str, Asker], targets: Targets
) -> None:
    """Following every link from what was asked; then every address behind an open door with every key there is."""
    asker, seen = askers[asked.member], set(addresses.all_urls(targets))
    begin = [
        link for answer in asked.answers.values() if answer.status == 200 for link in crawling.links(answer)
    ]
    open_rows = {
        question.row
        for question, answer in asked.answers.items()
        if question.method == "GET" and answer.said not in ("403", "405", SIGN_IN, FACTOR)
    }
    pages = [
        *crawling.follow(asker, seen, [*begin, *crawling.by_query(world), *crawling.by_key(world, open_rows)])
    ]
    leaks = [
        f"{url} shows {asked.member}: {found}"
        for url, answer in pages
        if (found := world.canaries.found_by(asked.member, answer.text))
    ]
    assert not leaks, "\n".join(leaks)


def test_the_words_are_there_to_be_found(world: World, asked: Asked) -> None:
    """Were nothing planted or nothing shown, nothing could be found out: who may read a word meets some."""
    everything = "\n".join(answer.text for answer in asked.answers.values()).lower()
    met = {word for word in world.canaries.readers if word in everything}
    expected = {
        cast.OWN: {"subjectown", "questionsown", "documentownwaiting", "reasonsbrought", "contactalder"},
        cast.OTHER: {"subjectother", "textother", "reasonsother"},
        cast.MEMBER: {"titlebrought", "groundsbrought", "subjectbrought", "eventpublic"},
        cast.OFFICER: {
            "subjectdraft",
            "questionsother",
            "reasonsclosed",
            "bodyother",
            "errorother",
        },
        cast.ADMINISTRATOR: {"nameofsupervisor", "invitedstaff", "mailboxbirch"},
    }
    wanted = {f"zq{word}qz" for word in expected.get(asked.member, set())}
    assert wanted <= met, f"{asked.member} does not meet {sorted(wanted - met)}"
    if asked.member in cast.NOBODIES:
        own = {word_for(f"{what} of {asked.member}") for what in ("name", "address")}
        assert met <= own, "whoever is nobody meets their own name and address, and nothing else"


# Size


def test_the_size_of_the_matrix(targets: Targets, capsys: pytest.CaptureFixture[str]) -> None:
    """As the documents quote it: every one of these answers was compared."""
    with capsys.disabled():
        sys.stdout.write(f"\n{matrix.size()}\n")
    compared = len(list(addresses.questions(targets))) * len(CAST)
    assert matrix.size() == (
        f"{len(matrix.ROWS)} addresses x {len(CAST)} members of the cast x {len(METHODS)} methods; "
        f"with the states of their objects, {compared} answers compared."
    )


def test_the_header_check_and_the_replay_of_reading_cover_every_address(
    targets: Targets, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each address of the resolver is asked by every method, and read by GET and HEAD before anything is undone."""
    asked = [question for question, _target in addresses.questions(targets) if not question.row.demonstration]
    by_method = {
        method: {question.row.name for question in asked if question.method == method} for method in METHODS
    }
    assert {method: names ^ set(addresses.names()) for method, names in by_method.items() if names} == {
        method: set() for method in METHODS
    }
    read = sum(question.method in READING for question in asked)
    with capsys.disabled():
        sys.stdout.write(
            f"\nheaders looked at on {len(asked) * len(CAST)} answers of {len(by_method['GET'])} addresses; "
            f"{read * len(CAST)} of them by reading, after which every table was as before.\n"
        )
