"""What the application's role may do in the database: its work, and not what would rewrite the record.

The role is not the owner of the tables: it can neither put their triggers to sleep
nor replace the function that they call. Made anew after every migration.
"""

from __future__ import annotations

import re

from django.db import connection, transaction

_ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}", re.ASCII)
STATEMENTS = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
    "GRANT USAGE ON SCHEMA public TO {role};",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};",
    "REVOKE DELETE ON notifications_notice, notifications_message, cases_chainhead, "
    "cases_incomingmail FROM {role};",
    """\
DO $$
DECLARE
    one record;
BEGIN
    -- What is final from the start; where rows become final later, the trigger alone decides.
    FOR one IN SELECT tgrelid::regclass AS name FROM pg_trigger WHERE tgname = 'append_only' AND tgqual IS NULL
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM {role}', one.name);
    END LOOP;
END $$;""",
)
_TOO_MUCH = (
    ("is a superuser", "SELECT rolsuper FROM pg_roles WHERE rolname = %(role)s"),
    (
        "owns tables, or belongs to the role that does",
        "SELECT bool_or(pg_has_role(%(role)s, tableowner, 'MEMBER')) FROM pg_tables WHERE schemaname = 'public'",
    ),
    (
        "may change what is final, by another grant",
        "SELECT bool_or(has_table_privilege(%(role)s, tgrelid, 'UPDATE')"
        " OR has_table_privilege(%(role)s, tgrelid, 'DELETE'))"
        " FROM pg_trigger WHERE tgname = 'append_only' AND tgqual IS NULL",
    ),
    (
        "may empty tables",
        "SELECT bool_or(has_table_privilege(%(role)s, relid, 'TRUNCATE')) FROM pg_stat_user_tables",
    ),
    ("may create tables", "SELECT has_schema_privilege(%(role)s, 'public', 'CREATE')"),
)


class NotGranted(Exception):
    """There is no such role, or this database has none."""


def sql(*, role: str) -> str:
    """The statements, to be run by the owner. Raises: NotGranted for what is no name of a role."""
    if not _ROLE.fullmatch(role):
        raise NotGranted(f"{role!r} is no name of a role: small letters, digits and _")
    return "\n".join(STATEMENTS).replace("{role}", role)


@transaction.atomic
def grant(*, role: str) -> None:
    """Gives a role what the application needs and takes from it the rest, as the owner of the tables.

    Raises: NotGranted.
    """
    statements = sql(role=role)
    if connection.vendor != "postgresql":
        raise NotGranted("only PostgreSQL has roles")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise NotGranted(f"there is no role {role}; a superuser makes it: CREATE ROLE {role} LOGIN")
        cursor.execute(statements)


def too_much(*, role: str) -> list[str]:
    """What a role can do all the same that would let it rewrite the record."""
    with connection.cursor() as cursor:
        found = []
        for words, question in _TOO_MUCH:
            cursor.execute(question, {"role": role})
            if cursor.fetchone()[0]:
                found.append(words)
    return found
