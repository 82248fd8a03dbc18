"""What the database held at one instant, asked of a snapshot that nothing moves under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Ask = Callable[[str], Sequence[Sequence[Any]]]
"""Runs one statement in the snapshot and gives its rows."""

UNKEPT = ("django_session", "usersessions_usersession", "desk_cache")
"""Tables whose rows are left out: who was signed in, and how often somebody guessed. Everybody signs in again."""
PAUSES = "notifications_deliverypause"


@dataclass(frozen=True, slots=True)
class Held:
    """Rows by table, the migrations that were applied, and the head of the record's chain ("" where none)."""

    counts: dict[str, int]
    migrations: list[str]
    head: str


def held(*, tables: Sequence[str], ask: Ask) -> Held:
    """Counts every table of the desk but those that are not kept."""
    kept = sorted(set(tables) - set(UNKEPT))
    counts = {table: int(ask(f'SELECT count(*) FROM "{table}"')[0][0]) for table in kept}  # noqa: S608  (own names)
    applied = ask("SELECT app, name FROM django_migrations ORDER BY app, name") if counts else []
    head = ask("SELECT position, digest FROM cases_chainhead") if "cases_chainhead" in counts else []
    return Held(
        counts=counts,
        migrations=[f"{app}.{name}" for app, name in applied],
        head=f"{head[0][0]}:{head[0][1]}" if head else "",
    )


def pause_statement(*, table: str, reason: str, at: str) -> str:
    """Holds every letter back, in the transaction in which the letters come back; the same for both databases.

    ``at`` is an instant in ISO 8601.
    """
    words = reason.replace("'", "''")
    return (
        f"INSERT INTO {table} (scope, reason, began_at) SELECT 'ALL', '{words}', '{at}' "  # noqa: S608  (own words)
        f"WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE scope = 'ALL' AND ended_at IS NULL)"
    )
