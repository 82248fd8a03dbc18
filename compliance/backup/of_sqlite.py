"""The database of the embedded desk, through SQLite's own backup: whole, also while others write."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.db import connection

from compliance.backup import snapshot
from compliance.backup.archive import Damaged
from compliance.backup.snapshot import Held

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


@contextmanager
def dumped() -> Iterator[tuple[Held, IO[bytes]]]:
    """What the database holds, and a copy of it without what is not kept."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        with closing(sqlite3.connect(copy)) as target:
            _live().backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            target.execute("PRAGMA secure_delete = ON")  # what is left out lies in no free page either
            tables = [name for (name,) in target.execute(_TABLES)]
            for name in set(snapshot.UNKEPT) & set(tables):
                target.execute(f'DELETE FROM "{name}"')  # noqa: S608  (the desk's own tables)
            target.commit()
            found = snapshot.held(tables=tables, ask=lambda sql: target.execute(sql).fetchall())
        with copy.open("rb") as dump:
            yield found, dump


def restore(*, dump: IO[bytes], pause: str | None) -> None:
    """Puts the copy in the place of the database, in one transaction, with the pause in it. Raises: Damaged."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        with copy.open("wb") as target:
            shutil.copyfileobj(dump, target)
        try:
            with closing(sqlite3.connect(copy)) as source:
                _require_whole(source)
                if pause:
                    source.execute(pause)
                    source.commit()
                source.backup(_live())
        except sqlite3.Error as error:
            raise Damaged(f"SQLite stopped: {error}") from error
    connection.close()


def now_held() -> Held:
    """What the database holds now."""
    return snapshot.held(tables=tables(), ask=lambda sql: _live().execute(sql).fetchall())


def tables() -> Sequence[str]:
    """The tables that there are."""
    return [name for (name,) in _live().execute(_TABLES)]


def in_use() -> int:
    """Not known: SQLite's own locks keep its users apart."""
    return 0


def server() -> str:
    return sqlite3.sqlite_version


def _require_whole(source: sqlite3.Connection) -> None:
    """Raises: Damaged; sqlite3.Error for what does not read."""
    source.execute("PRAGMA ignore_check_constraints = ON")  # some ask for functions that Django brings
    [said] = source.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise Damaged(f"the database in it is not whole: {said}")


def _live() -> Any:
    """The driver's own connection to the desk's database."""
    connection.ensure_connection()
    return connection.connection
