"""Migrations do not stop the desk while it works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import Value

OURS = ("accounts", "cases", "notifications")
FIRST_RELEASE = {"accounts": "0008", "cases": "0016", "notifications": "0007"}
"""Up to these nothing was in service. A later one runs while the release before it serves, on a million requests."""
LARGE = {
    *("informationrequest", "deadline", "submission", "assessment", "document", "searchentry", "chainlink"),
    *("notice", "message", "deliveryevent", "internalnote", "task"),
}
"""And the history of each. In other tables a lock is over before anybody waits."""
_SQL = (
    (r"CREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)", "an index is built CONCURRENTLY"),
    (
        r"\bSET\s+NOT\s+NULL\b",
        "NOT NULL reads the whole table under a lock: a check that is NOT VALID comes first",
    ),
    (r"\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b", "another type writes the whole table anew"),
)


def risks(operation: Any, *, app: str, state: Any) -> list[str]:
    """What an operation would do to those who work while it runs; ``state`` is that before it."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return [risk for one in operation.database_operations for risk in risks(one, app=app, state=state)]
    if isinstance(operation, migrations.RunSQL):
        return [why for pattern, why in _SQL if re.search(pattern, str(operation.sql), re.IGNORECASE)]
    if isinstance(operation, (migrations.RemoveField, migrations.RenameField)):
        return [
            "the release before still reads this column: stop reading it in one release, remove it in the next"
        ]
    if isinstance(operation, (migrations.DeleteModel, migrations.RenameModel, migrations.AlterModelTable)):
        return ["the release before still reads this table"]
    name = str(getattr(operation, "model_name", "")).lower()
    if name.removeprefix("historical") not in LARGE or (app, name) not in state.models:
        return []
    return list(_on_a_large_table(operation, name, app, state))


def _on_a_large_table(operation: Any, name: str, app: str, state: Any) -> Iterator[str]:
    if type(operation) is migrations.AddIndex:
        yield "an index is built with AddIndexConcurrently, in a migration that is not atomic"
    if type(operation) is migrations.AddConstraint:
        yield "a constraint is added with AddConstraintNotValid and validated after; a unique one by its index first"
    if isinstance(operation, migrations.AddField):
        yield from _of_new_field(operation.field)
    if isinstance(operation, migrations.AlterField):
        yield from _of_changed_field(
            state.apps.get_model(app, name)._meta.get_field(operation.name), operation.field
        )


def _of_new_field(field: Any) -> Iterator[str]:
    if not field.null and not field.many_to_many and not field.has_db_default():
        yield "what the release before inserts has no value here: give db_default, or allow null"
    if isinstance(field, models.ForeignKey) and field.db_index:
        yield "a foreign key brings an index: db_index=False, and AddIndexConcurrently"


def _of_changed_field(before: Any, after: Any) -> Iterator[str]:
    if before.db_type(connection) != after.db_type(connection):
        yield "another type writes the whole table anew: add a column, fill it in pieces, change over"
    if before.null and not after.null:
        yield "NOT NULL reads the whole table under a lock: a check that is NOT VALID comes first"


def test_no_later_migration_stops_the_desk() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found = []
    for (app, name), migration in loader.disk_migrations.items():
        if app not in OURS or name[:4] <= FIRST_RELEASE[app]:
            continue
        state = loader.project_state((app, name), at_end=False)
        for operation in migration.operations:
            found += [f"{app} {name}: {why}" for why in risks(operation, app=app, state=state)]
            operation.state_forwards(app, state)
    assert found == [], "docs/operations.md, 'Migrations', says how each is done without"


_FIELD = models.CharField(max_length=9)


@pytest.mark.parametrize(
    ("operation", "word"),
    [
        (migrations.AddIndex("Message", models.Index(fields=["address"], name="x")), "AddIndexConcurrently"),
        (migrations.AddField("Message", "x", _FIELD), "db_default"),
        (migrations.AddField("Message", "x", models.CharField(max_length=9, null=True)), ""),
        (migrations.AddField("Message", "x", models.CharField(max_length=9, db_default=Value(""))), ""),
        (migrations.AddField("DeliveryPause", "x", _FIELD), ""),
        (migrations.AlterField("Message", "attempts", models.BigIntegerField(default=0)), "another type"),
        (migrations.AlterField("Message", "attempts", models.PositiveSmallIntegerField(default=1)), ""),
        (migrations.RemoveField("DeliveryPause", "reason"), "still reads this column"),
        (migrations.RunSQL("CREATE INDEX x ON notifications_message (address)"), "CONCURRENTLY"),
        (migrations.RunSQL("CREATE INDEX CONCURRENTLY x ON notifications_message (address)"), ""),
        (
            migrations.AddConstraint(
                "Message", models.CheckConstraint(condition=models.Q(attempts__lt=99), name="x")
            ),
            "NotValid",
        ),
    ],
)
def test_each_risk_is_seen(operation: Any, word: str) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found = risks(
        operation, app="notifications", state=loader.project_state([("notifications", "0004_delivery")])
    )
    assert bool(found) == bool(word), found
    assert word in " ".join(found)
