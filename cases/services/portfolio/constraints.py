"""The named constraints, asked of many records at once: of the database itself, which is told to forget them again.

One statement for a chunk instead of one for each constraint of each record. Only
where the database refuses is it found out which of the records it was, by
halves, and that one is asked why.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Model

from cases.services import refusals
from cases.services.portfolio.reading import RowRead


@dataclass(frozen=True, slots=True)
class Asked:
    """A row, the record that it would be, and the fields that were seen to by other rules."""

    row: RowRead
    record: Model
    unasked: frozenset[str]


def ask(asked: Sequence[Asked]) -> None:
    """Notes on each row what the constraints of its record have against it."""
    whole = [one for one in asked if not one.row.faults]
    guilty = [one for one in asked if one.row.faults] + _guilty(whole)
    for one in guilty:
        one.row.refuse_all(refusals.faults(one.record, exclude=set(one.unasked)))


def _guilty(asked: list[Asked]) -> list[Asked]:
    if not asked or _is_taken(asked):
        return []
    if len(asked) == 1:
        return asked
    half = len(asked) // 2
    return _guilty(asked[:half]) + _guilty(asked[half:])


def _new(record: Model) -> Model:
    one = copy(record)
    one.pk = None
    return one


def _is_taken(asked: list[Asked]) -> bool:
    """Whether the database takes these records; it keeps none of them. References are looked at only when it keeps."""
    model = type(asked[0].record)
    try:
        with transaction.atomic():
            model._default_manager.bulk_create(_new(one.record) for one in asked)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True
