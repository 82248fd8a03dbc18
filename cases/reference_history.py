"""Who changed which entry of reference data, and when: the Secretariat's to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from cases.access import Actor, Audience

Names = dict[tuple[type[Model], Any], str]


def states(*, actor: Actor, record: Any) -> QuerySet[Any]:
    """Every state that an entry was in, in no order; none for anybody but the Secretariat."""
    found: QuerySet[Any] = record.history.select_related("history_user")
    return found if actor.audience is Audience.SECRETARIAT else found.none()


def names(*, actor: Actor, kind: type[Model], states: Iterable[Any]) -> Names:
    """What the entries that these states point to are called; one query for each field that points."""
    found: Names = {}
    rows = list(states)
    for field in kind._meta.concrete_fields:
        if field.is_relation and field.related_model:
            keys = {getattr(row, field.attname) for row in rows} - {None}
            model: Any = field.related_model
            for one in model._default_manager.get_queryset().visible_to(actor).filter(pk__in=keys):
                found[(model, one.pk)] = str(one)
    return found
