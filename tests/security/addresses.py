"""Every address of the site, by its name in the resolver, and what the whole cast is answered there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

from tests.security.asking import Answer, Asker, taken_back
from tests.security.cast import METHODS, READING
from tests.security.matrix import ROWS
from tests.security.rules import Row, answer_for
from tests.security.targets import Target, Targets
from tests.security.totals import checksums


def names(resolver: Any = None, namespace: str = "") -> Iterator[str]:
    """The names of all addresses, walked anew each time."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        else:
            yield f"{namespace}{one.name}"


@dataclass(frozen=True, slots=True)
class Question:
    """One row about one object with one method."""

    row: Row
    label: str
    method: str

    def __str__(self) -> str:
        about = f" ({self.label})" if self.label else ""
        return f"{self.method} {self.row.name}{about}"


@dataclass(frozen=True, slots=True)
class Asked:
    """All that one member of the cast was answered, and the tables that reading has changed."""

    member: str
    answers: dict[Question, Answer]
    changed_by_reading: list[str]


def everything(*, member: str, asker: Asker, targets: Targets) -> Asked:
    """Asks every address about every object with every method.

    Reading first, and nothing of it undone until all was read: what it changes adds up.
    """
    answers: dict[Question, Answer] = {}
    asked = [one for one in questions(targets) if not one[0].row.demonstration]
    with taken_back():
        before = checksums()
        for question, target in asked:
            if question.method in READING:
                answers[question] = asker.ask(question.method, url(question.row, target), {})
        after = checksums()
    with taken_back():
        for question, target in asked:
            if question.method not in READING:
                address, undone = url(question.row, target), question.method in ("POST", "PUT")
                ask = asker.ask_and_undo if undone else asker.ask
                answers[question] = ask(question.method, address, dict(target.body))
    return Asked(member, answers, [table for table in before if before[table] != after[table]])


def questions(targets: Targets) -> Iterator[tuple[Question, Target]]:
    """GET and POST about every object; the other methods about one object for each answer to GET."""
    for row in ROWS:
        about = targets[row.about] if row.about else {"": Target()}
        told_apart: set[int] = set()
        for label, target in about.items():
            answer = id(answer_for(row.reads, label))
            for method in ("GET", "POST") if answer in told_apart else METHODS:
                yield Question(row, label, method), target
            told_apart.add(answer)


def url(row: Row, target: Target) -> str:
    """The address of a row for one object."""
    return reverse(row.name, kwargs=target.kwargs or None)


def all_urls(targets: Targets) -> set[str]:
    """The addresses that the matrix asks for."""
    asked = [one for one in questions(targets) if not one[0].row.demonstration]
    return {url(question.row, target) for question, target in asked}
