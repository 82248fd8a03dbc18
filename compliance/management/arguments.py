"""Arguments in the words of the procedure, each refused with a sentence that names the rule."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date

from compliance.rules import loader
from compliance.rules.types import Fact, FactKind, RuleError, RuleSet

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day(text: str) -> date:
    """A date written YYYY-MM-DD. Raises: ArgumentTypeError, for argparse to name the argument."""
    if not _ISO_DATE.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is not a date; write it YYYY-MM-DD, such as 2026-11-30")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day of the calendar ({error})") from error


def rule_set(text: str) -> RuleSet:
    """A published rule set by its code. Raises: ArgumentTypeError naming those that exist."""
    try:
        return loader.get(code=text)
    except RuleError as error:
        raise ArgumentTypeError(str(error)) from error


def fact(text: str) -> Fact:
    """A fact written DATE:KIND, or DATE:approximate_date:DATE. Raises: ArgumentTypeError naming the part."""
    parts = text.split(":")
    if len(parts) not in (2, 3):
        raise ArgumentTypeError(f"{text!r} is not DATE:KIND or DATE:approximate_date:DATE")
    on, kind = day(parts[0]), _kind(parts[1])
    if (kind is FactKind.APPROXIMATE_DATE) != (len(parts) == 3):
        raise ArgumentTypeError(
            f"{text!r}: an approximate_date names the date given as its third part, and no other kind has one "
            "(paragraph 23 a))"
        )
    return Fact(kind, on, date_given=day(parts[2]) if len(parts) == 3 else None)


def _kind(text: str) -> FactKind:
    try:
        return FactKind(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a kind of fact; they are {', '.join(FactKind)}") from error


def whole_number(least: int) -> Callable[[str], int]:
    """A whole number that is not below ``least``."""

    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) < least:
            raise ArgumentTypeError(f"{text!r} is not a whole number from {least} on")
        return int(text)

    return read
