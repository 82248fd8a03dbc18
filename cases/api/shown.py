"""What of a record each audience is shown: what their pages show, field by field; what is not named is not shown."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from rest_framework import serializers

from cases.access import Actor, Audience


class Shown(serializers.ModelSerializer):
    """The Secretariat is shown every field; the others those that are named for them.

    Needs the ``actor`` in its context. ``chosen`` there are the fields that were
    asked for, of the outermost object.
    """

    to_party: tuple[str, ...] = ()
    to_committee: tuple[str, ...] = ()

    @cached_property
    def _readable_fields(self) -> list[Any]:
        """In place of the library's own, so that what is not shown is not even read."""
        seen = self._seen(self.context["actor"])
        return [field for name, field in self.fields.items() if name in seen and not field.write_only]

    def _seen(self, actor: Actor) -> frozenset[str]:
        by_audience = {
            Audience.SECRETARIAT: self.fields.keys(),
            Audience.PARTY: self.to_party,
            Audience.COMMITTEE: self.to_committee,
        }
        seen = frozenset(by_audience.get(actor.audience, ()))
        chosen = self.context.get("chosen")
        return seen & chosen if chosen and self._is_outermost() else seen

    def _is_outermost(self) -> bool:
        of_a_list = isinstance(self.parent, serializers.ListSerializer) and self.parent.parent is None
        return self.parent is None or of_a_list


class Plain(serializers.Serializer):
    """Parts of an object that whoever sees the object sees whole."""


class CodeOrNone(serializers.ChoiceField):
    """One of a few codes, or null where the record has none."""

    def __init__(self, choices: Any, **named: Any) -> None:
        super().__init__(choices, read_only=True, allow_null=True, **named)

    def to_representation(self, value: Any) -> str | None:
        return str(value) if value else None


class Person(Plain):
    """A colleague as the pages name them."""

    name = serializers.CharField(read_only=True)
    email = serializers.EmailField(read_only=True)
