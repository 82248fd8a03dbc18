"""The report as plain values in one language: all that a page, a PDF and a DOCX say, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; the first cell of a row names it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Words as somebody wrote them, after what they are; ``lead`` may be empty."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what is told of a matter."""

    heading: str
    texts: tuple[Text, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class MatterPart:
    """One matter; ``reference`` is the key by which it can be left out for one reader."""

    reference: str
    heading: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole, in the language ``lang``; each text is ready to be read."""

    lang: str
    organisation: str
    meeting: str
    symbol: str
    title: str
    state: str
    """That it is a draft; empty for what was issued."""
    facts: tuple[tuple[str, str], ...]
    introduction: tuple[str, ...]
    contents: str
    overview_heading: str
    overview: Table
    matters: tuple[MatterPart, ...]
    empty: str
    """What stands in place of the matters where there is none."""
    footer: str


def as_plain(report: Report) -> dict[str, Any]:
    """The values as JSON has them: mappings, lists and strings."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(report)))
    return plain


def frozen(by_language: Mapping[str, Mapping[str, Any]]) -> str:
    """The one text that is kept of a report in its languages."""
    return json.dumps(by_language, sort_keys=True)


def sha256(text: str) -> str:
    """In hexadecimal, of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def without(plain: Mapping[str, Any], references: Collection[str]) -> dict[str, Any]:
    """The same report without these matters, for a reader whom the Chair excluded from them."""
    if not references:
        return dict(plain)
    overview = plain["overview"]
    rows = [row for row in overview["rows"] if row[0] not in references]
    kept = [matter for matter in plain["matters"] if matter["reference"] not in references]
    return {**plain, "matters": kept, "overview": {**overview, "rows": rows}}
