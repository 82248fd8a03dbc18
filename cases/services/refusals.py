"""Why an act is refused: the field, the rule in words, and the paragraph that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from cases.services import words
from compliance import days

_NAMED_BY_A_FILE = "cases.Document"
"""Nobody types its name: ``uploads.names`` takes out of it what cannot be shown."""


class Refused(Exception):
    """The procedure does not admit this. The message says what to do instead.

    ``field`` is the field of the form that it is about, or None when it is about
    the whole; ``paragraph`` where the rule comes from.
    """

    def __init__(self, message: str, *, field: str | None = None, paragraph: str = "") -> None:
        super().__init__(f"{message} ({paragraph})" if paragraph else message)
        self.rule = message
        self.field = field
        self.paragraph = paragraph


def in_full(day: date | None) -> str:
    """A date as a refusal writes it, in the reader's language."""
    return days.written(day, _("j F Y")) if day else ""


def clean(record: models.Model, *, exclude: set[str] | None = None) -> None:
    """Checks words, fields and named constraints before anything is written.

    Raises: Refused for the first fault, with the field that it is about.
    """
    require(faults(record, exclude=exclude))


def require(found: Iterable[Refused]) -> None:
    """Raises: Refused, the first of those found, where there is any."""
    for refusal in found:
        raise refusal


def faults(
    record: models.Model, *, exclude: set[str] | None = None, constraints: bool = True
) -> Iterator[Refused]:
    """Everything that is wrong with the words, the fields and the named constraints of a record.

    A constraint over several fields names the one to look at by its
    ``violation_error_code``. A field whose characters cannot be read is told once.
    Without ``constraints`` the caller asks them of many records at once.
    """
    unread = set()
    for refusal in _unreadable(record):
        unread.add(refusal.field or "")
        yield refusal
    try:
        record.full_clean(exclude=(exclude or set()) | unread, validate_constraints=constraints)
    except ValidationError as error:
        known = {field.name for field in record._meta.fields}
        for field, told in error.error_dict.items():
            for fault in told:
                named = str(fault.code) if fault.code in known else None
                yield Refused(str(fault.messages[0]), field=named if field == NON_FIELD_ERRORS else field)


def _unreadable(record: models.Model) -> Iterator[Refused]:
    """A fault for each text with characters that nobody can read."""
    if record._meta.label == _NAMED_BY_A_FILE:
        return
    for field in record._meta.concrete_fields:
        if not isinstance(field, models.CharField | models.TextField):
            continue
        text = getattr(record, field.attname)
        if fault := words.fault(str(text or ""), is_line=isinstance(field, models.CharField)):
            yield Refused(fault, field=field.name)
