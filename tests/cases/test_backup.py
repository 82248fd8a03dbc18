"""A backup comes back: the same rows, digests and documents, no notice anew, every letter held back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from cases.record import chain
from cases.services import sweep_runs
from compliance import clock
from compliance.accounts.models import User
from compliance.backup import making
from compliance.backup.archive import Damaged
from tests.cases import legal_record
from tests.conftest import Answer, MakeMatter, MakeRequest
from tests.services import given

ROOT = Path(__file__).resolve().parents[2]
_NOT_KEPT = ("django_session", "usersessions_usersession", "desk_cache")

DIGESTS = """
import hashlib, json, sys
from django.db import connection
def digests():
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(
                repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row])
                for row in cursor.fetchall()
            )
            found[table] = hashlib.sha256("".join(rows).encode()).hexdigest()
    return found
"""
ELSEWHERE = (
    DIGESTS
    + """
from io import StringIO
from contextlib import redirect_stderr
from django.core.management import call_command
from cases.services import sweep_runs
from compliance import clock
from compliance.backup import snapshot
from notifications import delivery
from notifications.models import Message

def restore(**options):
    out, error = StringIO(), StringIO()
    try:
        with redirect_stderr(error):
            call_command("restore", FILE, stdout=out, **options)
    except SystemExit as ended:
        return ended.code, error.getvalue()
    return 0, out.getvalue()

told = {"first": restore(format="json"), "digests": digests()}
told["notices"] = sweep_runs.run(on=clock.today(), at=clock.now(), now=clock.now).notices_created
told["due"] = Message.objects.due(at=clock.now()).count()
told["sent"] = delivery.deliver(now=clock.now).sent
told["refused"] = restore()
words = told["refused"][1].split('--replace "')[1].split('"')[0]
told["nearly"] = restore(replace=words[:-1])
told["again"] = restore(replace=words)
before, snapshot.pause_statement = digests(), lambda **named: "SELECT one FROM nowhere"
told["broken"] = restore(replace=words)
told["as_it_was"] = digests() == before
print(json.dumps(told))
"""
)
"""What is done on the other desk, in a process of its own: restored, looked at, swept, delivered, restored again."""


@pytest.fixture
def document(settings: Any, tmp_path: Path) -> str:
    """The name of a document with bytes, in a folder of its own."""
    storage = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "documents")}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    return default_storage.save("00/00/permits", ContentFile(b"%PDF"))


@pytest.fixture
def desk(
    document: str,
    make_request: MakeRequest,
    make_matter: MakeMatter,
    answer: Answer,
    officer: User,
    mail_server: Any,
) -> None:
    """A record with a row of every kind, sealed and swept; a letter that waits."""
    legal_record.fill(make_request=make_request, make_matter=make_matter, answer=answer, officer=officer)
    chain.seal(at=clock.now())
    make_request(sent_on=clock.today() - timedelta(days=50))
    sweep_runs.run(on=clock.today(), at=clock.now(), now=clock.now)


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Any) -> Iterator[dict[str, str]]:
    """The environment of a desk with an empty database of the same kind, and no documents."""
    environment = os.environ | {"DOCUMENTS_DIR": str(tmp_path / "restored"), "LOG_LEVEL": "ERROR"}
    if not given.postgresql():
        yield environment | {"DATABASE_URL": f"sqlite:///{tmp_path / 'restored.sqlite3'}"}
        return
    name = f"restored_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    url = given.url_of_test_database(connection.settings_dict)
    yield environment | {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _elsewhere(environment: dict[str, str], file: Path) -> dict[str, Any]:
    program = f"FILE = {str(file)!r}\n{ELSEWHERE}"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _back_up(target: Path) -> dict[str, Any]:
    out = StringIO()
    call_command("backup", str(target), format="json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def _here() -> dict[str, str]:
    found: dict[str, Any] = {}
    exec(DIGESTS, found)  # noqa: S102  (the same words as in the other process)
    digests: dict[str, str] = found["digests"]()
    return digests


@pytest.mark.django_db(transaction=True)
def test_a_desk_comes_back_whole_and_silent(desk: None, elsewhere: dict[str, str], tmp_path: Path) -> None:
    before, file = _here(), tmp_path / "desk.backup"
    made = _back_up(file)
    assert made["documents"] == 2, "a document, and a mail that came"
    assert file.stat().st_mode & 0o777 == 0o600

    told = _elsewhere(elsewhere, file)
    code, said = told["first"]
    assert code == 0, said
    first = json.loads(said)
    assert (first["whole"], first["rows"], first["documents"]) == (True, made["rows"], 2)
    assert first["delivery_paused"]
    kept = before.keys() - set(_NOT_KEPT) - {"notifications_deliverypause"}
    assert {table for table in kept if told["digests"][table] != before[table]} == set()
    restored = [path for path in (tmp_path / "restored").rglob("*") if path.is_file()]
    assert b"%PDF" in [path.read_bytes() for path in restored]
    assert len(restored) == 2

    assert told["due"] > 0, "there is a letter that would go, were it not held back"
    assert (told["notices"], told["sent"]) == (0, 0)

    # It is in use now, and gives way to the words alone.
    assert (told["refused"][0], told["nearly"][0]) == (2, 2)
    code, said = told["again"]
    assert code == 0, said
    assert "0 differ" in said
    assert "every row is as it was sealed" in said

    # What stops on the way leaves everything as it was.
    assert told["broken"][0] == 2
    assert "nowhere" in told["broken"][1]
    assert told["as_it_was"]


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_was_touched_is_refused_before_anything_is_done(
    document: str, officer: User, tmp_path: Path
) -> None:
    file = tmp_path / "desk.backup"
    _back_up(file)
    with pytest.raises(SystemExit):
        _back_up(file)  # a backup replaces no other

    cut, altered, extended = (tmp_path / name for name in ("cut", "altered", "extended"))
    content = file.read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    altered.write_bytes(content.replace(b"%PDF", b"%PDf", 1))
    shutil.copy(file, extended)
    with closing(zipfile.ZipFile(extended, "a")) as archive:
        archive.writestr("documents/strange", b"x")
    before = _here()
    for one in (cut, altered, extended):
        with pytest.raises(Damaged):
            making.restore(source=one, at=clock.now(), replace=making.words_to_replace())
    with pytest.raises(making.NotEmpty):
        making.restore(source=file, at=clock.now())
    assert _here() == before
