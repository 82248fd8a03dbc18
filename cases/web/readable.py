"""What every form of the desk asks of what is typed, whichever page it is on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from cases.services import words


class Readable(forms.BaseForm):
    """A form whose texts hold only what a reader can see, and whose dates are written in one way.

    A browser sends a day as year, month and day whatever it shows; any other way of
    writing one would be read differently in different languages.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.input_formats = ["%Y-%m-%d"]
                field.error_messages["invalid"] = _(
                    "Enter a valid date: a day of the calendar, as year, month and day, such as 2026-11-30."
                )
            elif _is_text(field):
                _guard(field)


def _is_text(field: forms.Field) -> bool:
    """Passwords are never shown, so they may hold anything; keys are no text."""
    return isinstance(field, forms.CharField) and not (
        isinstance(field, forms.UUIDField) or isinstance(field.widget, forms.PasswordInput)
    )


def _guard(field: forms.Field) -> None:
    is_line = not isinstance(field.widget, forms.Textarea)
    # What is said of any unseen character is also said of the one that the library refuses.
    others = [one for one in field.validators if not isinstance(one, ProhibitNullCharactersValidator)]
    if not is_line:
        others.append(MaxLengthValidator(words.LONGEST_TEXT, _too_long()))
    field.validators = [_characters(is_line=is_line), *others]


def _characters(*, is_line: bool) -> Callable[[str], None]:
    def check(text: str) -> None:
        if fault := words.fault(text, is_line=is_line):
            raise ValidationError(fault)

    return check


def _too_long() -> Any:
    return _(
        "This text has %(show_value)d characters, and at most %(limit_value)d are kept here. "
        "Put the rest into a document."
    )
