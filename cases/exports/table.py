"""A table that is to be written: what it is, what it states of itself, its columns, and its lines as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils import translation

from cases.exports.cells import Cell

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stated:
    """Something that the file says of itself: a stable code, and a label and a value in words."""

    code: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column as a file names it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """``lines`` are read once and no sooner than they are written; each has a cell for every head."""

    name: str
    title: str
    heads: Sequence[Head]
    lines: Iterable[Sequence[Cell]]
    about: Sequence[Stated] = field(default=())


def in_language(language: str, parts: Iterable[T]) -> Iterator[T]:
    """The same parts, each made in this language however late it is asked for.

    A file is written after the page that asked for it has ended, and with it the
    language of its reader.
    """
    coming = iter(parts)
    while True:
        with translation.override(language):
            try:
                part = next(coming)
            except StopIteration:
                return
        yield part
