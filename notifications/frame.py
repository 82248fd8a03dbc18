"""The words around every letter, and made-up values to look at one: from files beside the letters, by language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from notifications import wording
from notifications.letters import Letter


@dataclass(frozen=True, slots=True)
class Frame:
    """``columns`` and ``caption`` are of the table of dates; ``row`` is how a date is written where none is drawn."""

    convention: str
    secretariat: str
    addressee: str
    reference: str
    date: str
    columns: list[str]
    caption: str
    row: str


@cache
def of(language: str) -> Frame:
    """Raises: FileNotFoundError for a language in which no letter is kept."""
    return Frame(**_read(language, "frame"))


def examples(letter: Letter, language: str) -> dict[str, Any]:
    """A made-up value for every variable of a letter, in a language."""
    values = _read(language, "examples")
    of_matter = values.pop("of_matter")
    return {**values, **(of_matter if "title" in letter.variables else {})}


def _read(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads((wording.folder() / language / f"{name}.toml").read_text(encoding="utf-8"))
