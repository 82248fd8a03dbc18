"""One row is the same bytes on both databases, in every time zone, however a number or a text is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections, models
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from hypothesis import strategies as any_

from cases.record import canonical, chain, protected, rows
from cases.record.canonical import canonical as bytes_of
from compliance.accounts.models import User
from tests.cases import legal_record
from tests.cases.legal_record import JANUARY
from tests.conftest import Answer, MakeMatter, MakeRequest
from tests.services import given

on_postgresql = pytest.mark.skipif(not given.postgresql(), reason=given.NEEDS_POSTGRESQL)


@pytest.fixture
def filled(make_request: MakeRequest, make_matter: MakeMatter, answer: Answer, officer: User) -> None:
    """A record with a row of every kind, sealed."""
    legal_record.fill(make_request=make_request, make_matter=make_matter, answer=answer, officer=officer)
    chain.seal(at=JANUARY)


def test_the_canonical_form_is_what_it_was() -> None:
    """Every chain that there is depends on these bytes."""
    value = {
        "b": True,
        "a": None,
        "text": 'É "quoted"\n\U0001f33f',
        "day": date(2026, 11, 30),
        "at": datetime(2026, 11, 30, 13, 0, tzinfo=timezone(timedelta(hours=1))),
        "whole": 12,
        "amount": Decimal("12.50"),
        "json": {"z": [1.0, 1e2, -0.0, 0.1], "é": {}},
    }
    assert bytes_of(value) == (
        b'{"a":null,"amount":12.5,"at":"2026-11-30T12:00:00.000000+00:00","b":true,"day":"2026-11-30",'
        b'"json":{"z":[1,100,0,0.1],"\\u00e9":{}},"text":"\\u00c9 \\"quoted\\"\\n\\ud83c\\udf3f","whole":12}'
    )
    assert canonical.digest(value) == "b6c830d179302c8dbd73b357cacdaf0a0e1335fb403e572753a28f961bc8fe48"


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, [object()], {"a": object()}],
    ids=["object", "set", "in a list", "in a mapping"],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="has no canonical form"):
        bytes_of(value)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        bytes_of(datetime(2026, 11, 30))  # noqa: DTZ001


_TEXT = any_.text(any_.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
_LEAF = (
    any_.none()
    | any_.booleans()
    | any_.integers()
    | any_.floats(allow_nan=False, allow_infinity=False)
    | _TEXT
)
_JSON = any_.recursive(
    _LEAF, lambda inner: any_.lists(inner) | any_.dictionaries(_TEXT, inner), max_leaves=12
)
_INSTANT = any_.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1))  # noqa: DTZ001


@for_any(_JSON)
def test_json_has_one_form_before_and_after_it_was_text(value: Any) -> None:
    assert bytes_of(json.loads(json.dumps(value))) == bytes_of(value)
    bytes_of(value).decode("ascii")
    json.loads(bytes_of(value))


@on_postgresql
@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@for_any(_JSON)
def test_json_has_one_form_before_and_after_postgresql_kept_it(value: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::jsonb)::text", [json.dumps(value)])
        assert bytes_of(json.loads(cursor.fetchone()[0])) == bytes_of(value)


@for_any(_JSON, _JSON)
def test_two_values_share_a_form_only_where_json_calls_them_equal(one: Any, other: Any) -> None:
    assert (bytes_of(one) == bytes_of(other)) == _same(one, other)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return Decimal(repr(one)) == Decimal(repr(other))
    return type(one) is type(other) and bool(one == other)


@for_any(_INSTANT, any_.integers(-14 * 60, 14 * 60))
def test_an_instant_has_one_form_in_every_time_zone(naive: datetime, minutes: int) -> None:
    instant = naive.replace(tzinfo=UTC)
    elsewhere = instant.astimezone(timezone(timedelta(minutes=minutes)))
    assert bytes_of(elsewhere) == bytes_of(instant)
    assert bytes_of(instant + timedelta(microseconds=1)) != bytes_of(instant)


@for_any(any_.decimals(allow_nan=False, allow_infinity=False, places=4), any_.integers(0, 6))
def test_a_decimal_has_one_form_however_many_zeros_end_it(value: Decimal, zeros: int) -> None:
    longer = Decimal(f"{value:f}{'0' * zeros}")
    assert bytes_of(longer) == bytes_of(value)
    assert Decimal(bytes_of(value).decode()) == value


@contextmanager
def _sqlite(tables: tuple[protected.Protected, ...]) -> Iterator[str]:
    """An SQLite database beside the one of the tests, with these tables in it."""
    alias = "sqlite"
    connections.databases[alias] = {
        **connections["default"].settings_dict,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {},
    }
    try:
        connections[alias].connect()
        with connections[alias].schema_editor() as editor:
            for one in tables:
                editor.create_model(one.model)
        connections[alias].disable_constraint_checking()
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


@on_postgresql
@pytest.mark.django_db
def test_sqlite_and_postgresql_give_the_same_bytes(filled: None) -> None:
    tables = protected.sealed()
    with _sqlite(tables) as alias:
        for one in tables:
            there = one.model._base_manager.using(alias)
            there.bulk_create(list(one.final_rows()))
            columns = sorted(one.columns)
            here = dict(rows.of_query(table=one, query=one.final_rows(), columns=columns))
            assert here
            assert dict(rows.of_query(table=one, query=there.all(), columns=columns)) == here
            words = {rows.in_words(key) for key in here}
            assert set(there.annotate(words=rows.KEY_IN_WORDS).values_list("words", flat=True)) == words


def test_no_column_on_record_can_be_without_a_value_in_two_ways() -> None:
    """A JSON column that may be NULL has two nothings, which read the same."""
    for one in protected.sealed():
        for field in one.model._meta.concrete_fields:
            assert not (isinstance(field, models.JSONField) and field.null), f"{one.table}.{field.column}"
