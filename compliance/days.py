"""Days written out in the reader's language: the one place where a language's own habit is added to Django's."""

from __future__ import annotations

import re
from datetime import date

from django.utils import formats
from django.utils.translation import get_language

_FIRST = re.compile(r"\b1 (?=[^\W\d])")
"""The first of a month, before the name of the month."""


def written(day: date, form: str) -> str:
    """A day or an instant in one of Django's date formats; French writes the first of a month "1er"."""
    text = formats.date_format(day, form)
    if day.day == 1 and (get_language() or "").startswith("fr"):
        return _FIRST.sub("1er ", text, count=1)
    return text
