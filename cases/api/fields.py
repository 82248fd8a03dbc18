"""The fields of what is sent, each as strict as its description: nothing is guessed from another type."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.access import Actor
from cases.services import words

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NO_DAY = _("Enter a valid date: a day of the calendar, as year, month and day, such as 2026-11-30.")
NO_TEXT = _("This is not a text.")


class Asked(serializers.Serializer):
    """A body: a field that it does not know is refused, because it was meant to do something."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            text = _("There is no such field here.")
            raise serializers.ValidationError({name: [text] for name in unknown[:20]}, code="unknown_field")
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Words of several lines, kept as typed; the same characters as in a form."""

    is_line = False

    def __init__(self, **named: Any) -> None:
        named.setdefault("max_length", words.LONGEST_TEXT)
        super().__init__(**named)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError(NO_TEXT, code="invalid")
        text: str = super().to_internal_value(data)
        if fault := words.fault(text, is_line=self.is_line):
            raise serializers.ValidationError(fault, code="unreadable")
        return text


class Line(Text):
    """Words that stand in one line among others."""

    is_line = True


@extend_schema_field({"type": "string", "format": "date"})
class Day(serializers.Field):
    """A day, written YYYY-MM-DD and in no other way."""

    def to_internal_value(self, data: Any) -> date:
        try:
            return date.fromisoformat(data if isinstance(data, str) and _DAY.fullmatch(data) else "")
        except ValueError as error:
            raise serializers.ValidationError(NO_DAY, code="invalid") from error

    def to_representation(self, value: date) -> str:
        return value.isoformat()


class YesOrNo(serializers.BooleanField):
    """true or false, and no word for them."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError(_("This is true or false."), code="invalid")
        return data


class Key(serializers.UUIDField):
    """A UUID as text."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or len(data) != 36:
            raise serializers.ValidationError(_("This is not a UUID."), code="invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One of a few codes."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError(NO_TEXT, code="invalid")
        return str(super().to_internal_value(data))


class WholeNumber(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError(_("This is not a whole number."), code="invalid")
        return int(super().to_internal_value(data))


@extend_schema_field({"type": "string", "maxLength": 20})
class Named(serializers.Field):
    """Another record by its reference or code, where the actor sees it; what they do not see is not there."""

    def __init__(self, visible: Callable[[Actor, str], QuerySet[Any]], **named: Any) -> None:
        super().__init__(**named)
        self.visible = visible

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or not 0 < len(data) <= 20:
            raise serializers.ValidationError(NO_TEXT, code="invalid")
        if (found := self.visible(self.context["actor"], data).first()) is None:
            raise serializers.ValidationError(_("There is nothing with this name."), code="does_not_exist")
        return found

    def to_representation(self, value: Any) -> str:
        return str(value)
