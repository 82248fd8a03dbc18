"""The wording of a letter: words with variables in braces, as they ship or as staff keep them.

``{reference}`` is the whole syntax. Wording is never run as a template: what
stands in braces is one of the letter's own variables or it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.letters import SOURCE_LANGUAGE, Letter
from notifications.variables import VARIABLES

NAME = re.compile(r"\{([^{}\n]*)\}")
_BRACE = re.compile(r"\{([^{}\n]*)\}|[{}]")
LONGEST_SUBJECT = 300
LONGEST_BODY = 20_000


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a body, with variables in braces. A paragraph ends at an empty line."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why wording is refused; ``field`` is ``subject`` or ``body``."""

    field: str
    message: str


def folder() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "letters"


@cache
def shipped(letter: Letter, language: str) -> Words | None:
    """The wording that ships; None where the letter is not kept in this language."""
    path = folder() / language / f"{letter.key}.txt"
    if not path.is_file():
        return None
    subject, _, body = path.read_text(encoding="utf-8").partition("\n")
    return Words(subject.strip(), body.strip())


def language_of(*, letter: Letter, wanted: str) -> str:
    """The language that a letter is written in for somebody who wants this one."""
    return wanted if shipped(letter, wanted) else SOURCE_LANGUAGE


def one_line(text: str) -> str:
    """Without line ends and doubled spaces; spaces that do not break, as French sets before a colon, stay."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()


def named(words: Words) -> set[str]:
    """The variables that a wording names."""
    return set(NAME.findall(f"{words.subject}\n{words.body}"))


def required(letter: Letter) -> set[str]:
    """What no wording of a letter may leave out: what the English that ships names."""
    source = shipped(letter, SOURCE_LANGUAGE)
    return named(source) if source else set()


def faults(*, letter: Letter, words: Words) -> list[Fault]:
    """Everything that stands against a wording, in the order of its lines; what is missing comes last."""
    found = [*_of_subject(letter, words.subject), *_of_body(letter, words.body)]
    missing = sorted(required(letter) - named(words))
    return [*found, *(Fault("body", _missing(name)) for name in missing)]


def _missing(name: str) -> str:
    return _("{%(name)s} is missing: %(meaning)s. The letter must say it.") % {
        "name": name,
        "meaning": VARIABLES[name].meaning,
    }


def _of_subject(letter: Letter, subject: str) -> Iterator[Fault]:
    if not subject.strip():
        yield Fault("subject", _("Write the subject, in one line."))
    if "\n" in subject.strip():
        yield Fault("subject", _("The subject is one line."))
    for message in _of_braces(letter, subject.splitlines()):
        yield Fault("subject", message)
    for name in NAME.findall(subject):
        if name in letter.variables and VARIABLES[name].stands_alone:
            yield Fault("subject", _("{%(name)s} is too long for a subject.") % {"name": name})


def _of_body(letter: Letter, body: str) -> Iterator[Fault]:
    if not body.strip():
        yield Fault("body", _("Write the letter."))
    lines = body.splitlines()
    for message in _of_braces(letter, lines):
        yield Fault("body", message)
    for number, line in enumerate(lines, start=1):
        for name in NAME.findall(line):
            alone = line.strip() == f"{{{name}}}"
            if name in letter.variables and VARIABLES[name].stands_alone and not alone:
                values = {"number": number, "name": name}
                yield Fault("body", _("Line %(number)s: {%(name)s} stands on a line of its own.") % values)


def _of_braces(letter: Letter, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        for found in _BRACE.finditer(line):
            name = found[1]
            if name is None:
                text = _("Line %(number)s: a brace has no partner. Braces stand around variables only.")
                yield text % {"number": number}
            elif name not in letter.variables:
                text = _("Line %(number)s: {%(name)s} is not a variable of this letter.")
                yield text % {"number": number, "name": name}
