"""Rows of the protected tables as digests, read through the models so that both databases give the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Replace

from cases.record import canonical
from cases.record.protected import Protected

UNREADABLE = ""
"""In place of the digest of a row that can no longer be read as what its columns are."""
KEY_IN_WORDS = Replace(Cast("pk", TextField()), Value("-"), Value(""), output_field=TextField())
"""``in_words`` for queries. SQLite keeps a UUID without hyphens, PostgreSQL writes it with them."""


def in_words(key: object) -> str:
    """A primary key as links hold it."""
    return str(key).replace("-", "")


def of_query(*, table: Protected, query: QuerySet[Any], columns: Iterable[str]) -> Iterator[tuple[Any, str]]:
    """The key and the digest of each row that a query selects, in its order."""
    attributes = table.columns
    for key, *values in query.values_list("pk", *(attributes[column] for column in columns)):
        yield key, canonical.digest(dict(zip(columns, values, strict=True)))


def of_keys(*, table: Protected, keys: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """The digests of those of the rows that are there; one that cannot be read does not hide the others.

    A row is unreadable too where a column that it was sealed with is gone.
    """
    if not set(columns) <= set(table.columns):
        return dict.fromkeys(keys, UNREADABLE)
    query = table.model._base_manager.filter(pk__in=keys)
    try:
        found = list(of_query(table=table, query=query, columns=columns))
    except (ValueError, ArithmeticError, ValidationError):
        if len(keys) == 1:
            return dict.fromkeys(keys, UNREADABLE)
        singly = [of_keys(table=table, keys=[key], columns=columns) for key in keys]
        return {key: content for one in singly for key, content in one.items()}
    return {in_words(key): content for key, content in found}
