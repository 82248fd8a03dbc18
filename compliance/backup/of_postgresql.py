"""The database of production, through PostgreSQL's own programs: pg_dump, pg_restore and psql."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

from django.db import connection

from compliance.backup import snapshot
from compliance.backup.archive import Damaged
from compliance.backup.snapshot import Held

_TABLES = (
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"
)
# The schema stays, which another role may own, with everything of an extension in it.
_CLEAR = """
DO $clear$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT format('%I', c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    LOOP
        EXECUTE 'DROP TABLE IF EXISTS public.' || one.name || ' CASCADE';
    END LOOP;
    FOR one IN SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public'
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE 'DROP ROUTINE IF EXISTS ' || one.name || ' CASCADE';
    END LOOP;
END $clear$;
"""


class ProgramMissing(Exception):
    """A program of PostgreSQL is not on this machine, or is older than the server; the message says which."""


@contextmanager
def dumped() -> Iterator[tuple[Held, IO[bytes]]]:
    """What the database holds at one instant, and the dump of that same instant.

    Raises: ProgramMissing; Damaged with the program's own words where it fails.
    """
    program = _program("pg_dump")
    own: Any = connection.copy()
    own.connect()
    try:
        own.connection.set_session(isolation_level="REPEATABLE READ", readonly=True, autocommit=False)
        found = snapshot.held(tables=_names(own), ask=lambda sql: _asked(own, sql))
        [[instant]] = _asked(own, "SELECT pg_export_snapshot()")
        words = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={instant}")
        left_out = [f"--exclude-table-data=public.{table}" for table in snapshot.UNKEPT]
        with TemporaryFile() as complaints:
            place, environment = _place()
            dump = subprocess.Popen(  # noqa: S603  (PostgreSQL's own program, with arguments of ours)
                [program, *words, *left_out, *place],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )
            with dump:
                assert dump.stdout  # noqa: S101  (asked for above)
                yield found, dump.stdout
            _require_success("pg_dump", dump.returncode, complaints)
    finally:
        own.close()


def restore(*, dump: IO[bytes], pause: str | None) -> None:
    """Puts what was dumped in the place of everything in the database, in one transaction, with the pause in it.

    Raises: ProgramMissing; Damaged with the programs' own words: then everything is as it was.
    """
    reader, shell = _program("pg_restore"), _program("psql")
    with TemporaryDirectory() as folder, TemporaryFile() as complaints:
        copy = Path(folder) / "dump"
        with copy.open("wb") as target:
            shutil.copyfileobj(dump, target)
        chosen = _without_schema(reader, copy)
        place, environment = _place()
        psql = subprocess.Popen(  # noqa: S603  (PostgreSQL's own program, with arguments of ours)
            [shell, "-X", "-q", "-v", "ON_ERROR_STOP=1", *place],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            bufsize=0,  # what a psql that has ended did not read must not wait to be written
        )
        connection.close()
        with psql:
            assert psql.stdin  # noqa: S101  (asked for above)
            _say(psql.stdin, f"BEGIN;\nSET client_min_messages = warning;\n{_CLEAR}\n")
            script = subprocess.run(  # noqa: S603  (the same)
                [reader, "--no-owner", "--no-privileges", f"--use-list={chosen}", "--file=-", str(copy)],
                stdout=psql.stdin,
                stderr=complaints,
            )
            _say(psql.stdin, _end(whole=script.returncode == 0, pause=pause))
        _require_success("pg_restore", script.returncode, complaints)
        _require_success("psql", psql.returncode, complaints)


def now_held() -> Held:
    """What the database holds now."""
    return snapshot.held(tables=tables(), ask=lambda sql: _asked(connection, sql))


def tables() -> Sequence[str]:
    """The tables that there are."""
    return _names(connection)


def in_use() -> int:
    """How many others are connected to the database; the server's own housekeeping is nobody."""
    [[count]] = _asked(
        connection,
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL",
    )
    return int(count)


def server() -> str:
    return ".".join(str(part) for part in divmod(connection.pg_version, 10000))  # type: ignore[attr-defined]


def _names(own: Any) -> list[str]:
    return [name for (name,) in _asked(own, _TABLES)]


def _asked(own: Any, sql: str) -> list[tuple[Any, ...]]:
    with own.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _place() -> tuple[list[str], dict[str, str]]:
    """Where the database is, as arguments and environment of PostgreSQL's programs; the password is in the latter."""
    words, environment = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    return [str(word) for word in words[1:]], {**os.environ, **(environment or {})}


def _without_schema(reader: str, copy: Path) -> Path:
    """A list of what is to be restored: all but the schema itself, which is there."""
    listed = subprocess.run([reader, "--list", str(copy)], capture_output=True, text=True)  # noqa: S603  (the same)
    if listed.returncode:
        raise Damaged(f"the database in it does not read: {listed.stderr.strip()}")
    kept = [
        line
        for line in listed.stdout.splitlines()
        if not re.search(r" (SCHEMA|COMMENT) - (SCHEMA )?public", line)
    ]
    chosen = copy.with_name("list")
    chosen.write_text("\n".join(kept))
    return chosen


def _end(*, whole: bool, pause: str | None) -> str:
    return f"{pause or ''};\nCOMMIT;\n" if whole else "\n\\.\nROLLBACK;\n"


def _say(stdin: IO[bytes], words: str) -> None:
    try:
        stdin.write(words.encode())
        stdin.flush()
    except BrokenPipeError:
        pass  # psql has ended; what it said is read below


def _require_success(name: str, code: int | None, complaints: IO[bytes]) -> None:
    if code:
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip()
        raise Damaged(f"{name} stopped: {said[-1000:] or f'exit code {code}'}")


def _program(name: str) -> str:
    """A program of PostgreSQL that is not older than the server. Raises: ProgramMissing."""
    wanted = connection.pg_version // 10000  # type: ignore[attr-defined]  # of this backend
    for found in _candidates(name):
        said = subprocess.run([found, "--version"], capture_output=True, text=True).stdout  # noqa: S603  (the same)
        number = re.search(r"(\d+)", said)
        if number and int(number[1]) >= wanted:
            return found
    raise ProgramMissing(
        f"{name} of PostgreSQL {wanted} or later is not on this machine: postgresql-client-{wanted}"
    )


def _candidates(name: str) -> Iterator[str]:
    """The nearest to the server first: a dump of a later program does not always go back to an earlier server."""
    if on_path := shutil.which(name):
        yield on_path
    for path in sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4])
    ):
        yield str(path)
