"""What docker-compose.yml starts beside the desk, tried without containers: the database's two roles, the broker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import redis

from compliance import broker
from tests.architecture import forward as forward_program
from tests.architecture.test_settings import PRODUCTION
from tests.services import addresses, given, postgresql

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server of its own, as the container of the database starts with its script."""
    if not given.postgresql():
        pytest.skip(given.NEEDS_POSTGRESQL)
    psql, number = given.program("psql"), addresses.free_port()
    environment = {
        "PATH": f"{Path(psql).parent}:{os.environ['PATH']}",
        "PGHOST": "127.0.0.1",
        "PGPORT": str(number),
        "POSTGRES_USER": "desk",
    }
    with TemporaryDirectory() as folder, postgresql.running(folder=Path(folder) / "server", port=number):
        _run([psql, "-U", "desk", "-d", "postgres", "-c", "DROP DATABASE desk"], environment)
        for name in ("owner_database_password", "app_database_password"):
            (Path(folder) / name).write_text(PASSWORD)
        _run(["sh", str(ROOT / "deploy" / "roles.sh")], environment | {"SECRETS_DIR": folder})
        yield number


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _manage(port: int, role: str, *words: str) -> str:
    url = f"postgres://{role}@127.0.0.1:{port}/desk"
    environment = PRODUCTION | {"DATABASE_URL": url, "DATABASE_PASSWORD": PASSWORD, "LOG_LEVEL": "ERROR"}
    return _run([sys.executable, "manage.py", *words], environment)


_TRIES = """
import json
from django.db import DatabaseError, connection, transaction
told = []
for sql in json.loads({statements!r}):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        told.append("done")
    except DatabaseError as error:
        told.append(str(error).splitlines()[0])
print(json.dumps(told))
"""


def _tried(port: int, role: str, statements: list[str]) -> list[str]:
    program = _TRIES.format(statements=json.dumps(statements))
    found: list[str] = json.loads(_manage(port, role, "shell", "--no-imports", "-c", program))
    return found


@pytest.fixture(scope="module")
def forward(port: int) -> dict[str, Any]:
    """The owner brings a database of an earlier release forward; what was found in it afterwards."""
    found: dict[str, Any] = json.loads(
        _manage(port, "desk_owner", "shell", "--no-imports", "-c", forward_program.PROGRAM)
    )
    return found


def test_what_was_on_record_before_comes_along(forward: dict[str, Any]) -> None:
    sealed = forward.pop("sealed")
    assert sealed >= 3
    assert forward == forward_program.EXPECTED


def test_the_owner_migrates_and_the_application_works_and_rewrites_nothing(
    port: int, forward: dict[str, Any]
) -> None:
    """Step by step what docker-compose.yml does."""
    _manage(port, "desk_owner", "migrate", "--verbosity", "0")
    _manage(port, "desk_owner", "load_reference_data")
    granted = _manage(port, "desk_owner", "grant_desk_role", "desk_app")
    assert granted == "desk_app may do the work of the desk, and cannot rewrite the record.\n"

    link = _manage(port, "desk_app", "first_administrator", "--email", "a@desk.example", "--name", "Ada")
    assert "/account/invitation/" in link
    _manage(port, "desk_app", "sweep", "--on", "2027-01-10")
    _manage(port, "desk_app", "seal_record")
    assert "rows" in _manage(port, "desk_app", "verify_record")

    refused = _tried(
        port,
        "desk_app",
        [
            "UPDATE cases_historicalparty SET name_en = 'x'",
            "DELETE FROM cases_chainlink",
            "TRUNCATE cases_party CASCADE",
            "ALTER TABLE cases_submission DISABLE TRIGGER append_only",
            "DROP TRIGGER append_only ON cases_submission",
            "SET session_replication_role = replica",
            "CREATE TABLE of_its_own ()",
            "ALTER ROLE desk_app SUPERUSER",
            "SET ROLE desk_owner",
            "COPY cases_party TO PROGRAM 'cat'",
        ],
    )
    assert [words for words in refused if not words.startswith(("permission denied", "must be"))] == []
    assert len(refused) == 10


def test_neither_role_is_a_superuser_and_both_have_passwords(port: int) -> None:
    psql = given.program("psql")
    question = (
        "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolpassword LIKE 'SCRAM-SHA-256%' "
        "FROM pg_authid WHERE rolname LIKE 'desk\\_%' ORDER BY 1"
    )
    place = ["-h", "127.0.0.1", "-p", str(port), "-U", "desk", "-d", "desk"]
    told = _run([psql, *place, "-Atc", question], {"PATH": os.environ["PATH"]})
    assert told.splitlines() == ["desk_app|f|f|f|t", "desk_owner|f|f|f|t"]


def test_the_broker_lets_in_nobody_without_its_password(tmp_path: Path) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    [line] = [line.strip() for line in text.splitlines() if "valkey-server -" in line]
    number = addresses.free_port()
    command = (
        line.removeprefix("- ")
        .strip("'")
        .replace("$$", "$")
        .replace('"requirepass', f'"port {number}\\nrequirepass')
    )
    (tmp_path / "valkey-server").symlink_to(broker.command(port=number, folder=tmp_path)[0])
    (tmp_path / "password").write_text(PASSWORD)
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "BROKER_PASSWORD_FILE": str(tmp_path / "password"),
    }
    process = subprocess.Popen(
        ["sh", "-c", command], cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        addresses.wait_until_listening(port=number)
        with redis.Redis(port=number) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        with redis.Redis(port=number, password=PASSWORD) as desk:
            assert desk.ping()
            asked = desk.config_get("save", "appendonly", "maxmemory-policy")
            assert asked == {"save": "", "appendonly": "yes", "maxmemory-policy": "noeviction"}
        assert PASSWORD not in Path(f"/proc/{process.pid}/cmdline").read_text()
    finally:
        process.terminate()
        process.wait(timeout=10)
