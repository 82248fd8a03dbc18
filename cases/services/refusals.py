"""Why an act is refused: the field, the rule in words, and the paragraph that it comes from."""

from __future__ import annotations

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
        self.field = field
        self.paragraph = paragraph


def in_full(day: date | None) -> str:
    """A date as a refusal writes it, in the reader's language."""
    return days.written(day, _("j F Y")) if day else ""


def clean(record: models.Model, *, exclude: set[str] | None = None) -> None:
    """Checks words, fields and named constraints before anything is written.

    A constraint over several fields names the one to look at by its
    ``violation_error_code``.

    Raises: Refused for the first fault, with the field that it is about.
    """
    _require_readable(record)
    try:
        record.full_clean(exclude=exclude)
    except ValidationError as error:
        field, faults = next(iter(error.error_dict.items()))
        code = str(faults[0].code)
        named = code if code in {known.name for known in record._meta.fields} else None
        raise Refused(
            str(faults[0].messages[0]), field=named if field == NON_FIELD_ERRORS else field
        ) from error


def _require_readable(record: models.Model) -> None:
    """Raises: Refused for the first text with characters that nobody can read."""
    if record._meta.label == _NAMED_BY_A_FILE:
        return
    for field in record._meta.concrete_fields:
        if not isinstance(field, models.CharField | models.TextField):
            continue
        text = getattr(record, field.attname)
        if fault := words.fault(str(text or ""), is_line=isinstance(field, models.CharField)):
            raise Refused(fault, field=field.name)
