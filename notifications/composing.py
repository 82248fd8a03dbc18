"""From wording and plain values to a letter in parts, which each format draws in its own way.

Text, HTML and PDF are drawn from the same parts, so that none can say what the others do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from notifications import frame
from notifications.frame import Frame
from notifications.letters import Letter
from notifications.variables import VARIABLES, Kind
from notifications.wording import NAME, Words, one_line

Values = Mapping[str, Any]
"""By variable: words, a list of items, or the open dates as rows of date, step and source."""


@dataclass(frozen=True, slots=True)
class Run:
    """Part of a line; a link is an address that is written out."""

    text: str
    is_link: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """Open dates: each with its step and where it comes from."""

    rows: tuple[tuple[str, str, str], ...]


Part = Paragraph | Items | Dates


@dataclass(frozen=True, slots=True)
class Head:
    """To whom, under which reference and of which day: what stands above a letter to a Party."""

    party: str
    reference: str
    date: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter in parts. ``head`` is None for letters within the Secretariat and to the Chair."""

    language: str
    subject: str
    head: Head | None
    parts: tuple[Part, ...]

    @property
    def frame(self) -> Frame:
        return frame.of(self.language)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Reference and date, each under its label; a notice of long ago has no date of the letter."""
        if self.head is None:
            return []
        labelled = ((self.frame.reference, self.head.reference), (self.frame.date, self.head.date))
        return [fact for fact in labelled if fact[1]]


def compose(*, letter: Letter, words: Words, values: Values, language: str) -> Composed:
    """The letter that a wording and values make; what somebody typed is text and nothing else."""
    known = {**values, "answer_url": values.get("answer_url") or values.get("party_url", "")}
    head = Head(*(str(known.get(name, "")) for name in ("party", "reference", "issued_on")))
    return Composed(
        language=language,
        subject=one_line("".join(run.text for run in _line(words.subject, known)))[:500],
        head=head if letter.to_party else None,
        parts=tuple(_parts(words.body, known)),
    )


def _parts(body: str, values: Values) -> Iterator[Part]:
    for paragraph in re.split(r"\n\s*\n", body.strip().replace("\r\n", "\n")):
        if not _left_out(paragraph, values):
            yield from _of_paragraph(paragraph, values)


def _left_out(paragraph: str, values: Values) -> bool:
    """Whether a paragraph names something of which there is nothing to say."""
    for name in NAME.findall(paragraph):
        variable = VARIABLES.get(name)
        if variable is None or not variable.may_be_empty:
            continue
        if bool(values.get("dates")) if variable.kind is Kind.CONDITION else not values.get(name):
            return True
    return False


def _of_paragraph(paragraph: str, values: Values) -> Iterator[Part]:
    """Lines stay together until a variable that stands alone comes between them."""
    lines: list[Line] = []
    for line in paragraph.split("\n"):
        block = NAME.fullmatch(line.strip())
        variable = VARIABLES.get(block[1]) if block else None
        if variable is None or not variable.stands_alone:
            lines.append(_line(line.strip(), values))
            continue
        if lines:
            yield Paragraph(tuple(lines))
            lines = []
        yield from _block(variable.kind, values.get(variable.name, ""))
    if lines:
        yield Paragraph(tuple(lines))


def _block(kind: Kind, value: Any) -> Iterator[Part]:
    if kind is Kind.DATES and not isinstance(value, str):
        yield Dates(tuple((str(date), str(step), str(source)) for date, step, source in value))
    elif kind is Kind.LIST and not isinstance(value, str):
        yield Items(tuple(map(str, value)))
    else:  # typed; or lines, as notices kept them before letters had tables
        for paragraph in re.split(r"\n\s*\n", str(value).strip().replace("\r\n", "\n")):
            yield Paragraph(tuple((Run(line.rstrip()),) for line in paragraph.split("\n")))


def _line(line: str, values: Values) -> Line:
    """A line with its variables in place. Raises: KeyError for one that no letter has."""
    runs, at = [], 0
    for found in NAME.finditer(line):
        runs.append(Run(line[at : found.start()]))
        kind = VARIABLES[found[1]].kind
        text = "" if kind is Kind.CONDITION else one_line(str(values.get(found[1], "")))
        runs.append(Run(text, is_link=kind is Kind.LINK))
        at = found.end()
    runs.append(Run(line[at:]))
    found_runs = [run for run in runs if run.text]
    if found_runs and not found_runs[0].is_link:
        found_runs[0] = Run(found_runs[0].text.lstrip())
    return tuple(found_runs)
