"""The triggers that refuse to rewrite the record, on PostgreSQL; the embedded desk's SQLite has none.

A later migration protects a new table with one line among its operations::

    triggers.Protect("cases_historicaldocument", key="history_id")
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from cases.record.finality import Final

NAME = "append_only"
FUNCTION = "refuse_rewriting"
_REFUSE = """
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 1 AND to_jsonb(OLD) - TG_ARGV[1:] = to_jsonb(NEW) - TG_ARGV[1:] THEN
        RETURN NEW;  -- nothing but what stands apart from the record
    END IF;
    RAISE EXCEPTION '%, row %: this is on record for good and can be neither changed nor deleted (%).',
        TG_TABLE_NAME, to_jsonb(OLD) ->> TG_ARGV[0], TG_OP
        USING ERRCODE = 'restrict_violation';
END
"""
_BEFORE_EACH_UPDATE_OR_DELETE = 1 | 2 | 8 | 16
"""How pg_trigger.tgtype writes: for each row, before, delete, update."""


class _OnPostgreSQL(Operation):
    """An operation that leaves the models alone and does nothing on another database."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are not part of the models."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._run(schema_editor, self._forwards())

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._run(schema_editor, self._backwards())

    def _run(self, schema_editor: BaseDatabaseSchemaEditor, statements: Iterable[str]) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement, params=None)

    def _forwards(self) -> Iterable[str]:
        raise NotImplementedError  # what is done is each operation's own

    def _backwards(self) -> Iterable[str]:
        raise NotImplementedError  # and so is what takes it back


class CreateRefusal(_OnPostgreSQL):
    """The function that every trigger calls."""

    def _forwards(self) -> Iterable[str]:
        yield f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_REFUSE}$$"

    def _backwards(self) -> Iterable[str]:
        yield f"DROP FUNCTION {FUNCTION}()"

    def describe(self) -> str:
        return "Create the function that refuses to rewrite the record"


class Protect(_OnPostgreSQL):
    """Refuses UPDATE and DELETE of the final rows of a table; ``key`` is the column of its primary key."""

    def __init__(self, table: str, key: str = "id", final: Final | None = None) -> None:
        self.table, self.key, self.final = table, key, final or Final()

    def _forwards(self) -> Iterable[str]:
        arguments = ", ".join(f"'{one}'" for one in (self.key, *self.final.apart))
        condition = self.final.as_sql()
        when = f"WHEN ({condition}) " if condition else ""
        yield (
            f'CREATE TRIGGER {NAME} BEFORE UPDATE OR DELETE ON "{self.table}" FOR EACH ROW '
            f"{when}EXECUTE FUNCTION {FUNCTION}({arguments})"
        )
        # ALWAYS: also in a session that calls itself a replica, where ordinary triggers sleep.
        yield f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER {NAME}'

    def _backwards(self) -> Iterable[str]:
        yield f'DROP TRIGGER {NAME} ON "{self.table}"'

    def describe(self) -> str:
        return f"Refuse to rewrite {self.table}"


class Unprotect(Protect):
    """Takes a protection back, so that the next operations can put another in its place."""

    def _forwards(self) -> Iterable[str]:
        return super()._backwards()

    def _backwards(self) -> Iterable[str]:
        return super()._forwards()

    def describe(self) -> str:
        return f"Take the protection of {self.table} back"


def unguarded(*, tables: Iterable[str]) -> list[str]:
    """The tables whose trigger is missing, disabled or hollow; none on a database without triggers."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid "
            "WHERE t.tgname = %s AND t.tgenabled = 'A' AND t.tgtype = %s "
            "AND f.proname = %s AND f.prosrc = %s",
            [NAME, _BEFORE_EACH_UPDATE_OR_DELETE, FUNCTION, _REFUSE],
        )
        guarded = {row[0] for row in cursor.fetchall()}
    return sorted(set(tables) - guarded)
