"""One column of a sheet: its stable code, what goes in, the rule, and an example."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Kind(StrEnum):
    """How a cell is read."""

    LINE = "LINE"
    TEXT = "TEXT"
    NAME = "NAME"
    """What rows are told apart by: capitals, digits, hyphens and dots."""
    EMAIL = "EMAIL"
    DAY = "DAY"
    YES_NO = "YES_NO"
    CHOICE = "CHOICE"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``field`` is the field of the record that it fills, where its name is another."""

    code: str
    rule: Words
    example: str
    kind: Kind = Kind.LINE
    required: bool = False
    choices: tuple[str, ...] = ()
    paragraph: str = ""
    field: str = ""

    @property
    def fills(self) -> str:
        return self.field or self.code


def codes(choices: type[TextChoices]) -> tuple[str, ...]:
    return tuple(str(value) for value in choices.values)


def language() -> Column:
    """In which language letters are written."""
    rule = _("The language of correspondence: en, fr or es. Empty: en.")
    return Column("language", rule, "fr", Kind.CHOICE, choices=("en", "fr", "es"))


def party(rule: Words) -> Column:
    """A Party by its ISO code."""
    return Column("party", rule, "XA", Kind.NAME, required=True)


def officer() -> Column:
    """Whoever of the Secretariat is responsible."""
    rule = _("The e-mail address of the case officer or supervisor who is responsible. Empty: you.")
    return Column("officer", rule, "officer@desk.example", Kind.EMAIL)
