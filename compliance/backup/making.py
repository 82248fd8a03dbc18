"""Making a backup and going back to one: the steps, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from compliance.backup import archive, documents, of_postgresql, of_sqlite, snapshot
from compliance.backup.archive import DATABASE, Damaged, Manifest
from compliance.backup.snapshot import PAUSES
from notifications import pausing


class NotEmpty(Exception):
    """There is a desk already in the place to which a backup is to go; ``words`` replace it."""

    def __init__(self, words: str) -> None:
        super().__init__(f'this desk is in use. To lose all that is in it, say --replace "{words}"')


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the manifest, and every table whose rows are not as many as it says."""

    manifest: Manifest
    differing: dict[str, tuple[int, int]]
    documents: int
    documents_damaged: list[str]

    @property
    def rows(self) -> int:
        return sum(self.manifest.counts.values())


def back_up(*, to: Path, at: datetime) -> Manifest:
    """Writes database and documents of this instant into one file, and reads it again.

    The database first: a document is there before the row that names it.
    Raises: FileExistsError; OSError; Damaged; ProgramMissing.
    """
    with archive.written(to) as writer:
        with _database().dumped() as (held, dump):
            writer.add(DATABASE, dump)
        documents.add_all(writer)
        manifest = Manifest(
            made_at=at.isoformat(),
            release=settings.RELEASE,
            vendor=connection.vendor,
            server=_database().server(),
            migrations=held.migrations,
            counts=held.counts,
            head=held.head,
        )
        writer.finish(manifest)
    return manifest


def restore(*, source: Path, at: datetime, replace: str = "") -> Restored:
    """Puts a backup in the place of what is here.

    1. Read the whole file, and hold every part against the manifest.
    2. Refuse what is of another kind of database or of a later release, a desk that
       is in use without the words, and a database to which others are connected.
    3. Put the database back in one transaction, in which every letter is held back.
    4. Count every table; put the documents back and compare their digests.
    5. Migrate, where the backup is of an earlier release; hold every letter back
       also where that release could not.

    Raises: Damaged; NotEmpty; ProgramMissing; OSError. Until the third step is done, everything is as it was.
    """
    manifest = archive.verify(source)
    _require_fits(manifest)
    if in_use() and replace != words_to_replace():
        raise NotEmpty(words_to_replace())
    if others := _database().in_use():
        raise Damaged(
            f"{others} other programs are connected to the database: stop web, worker and beat first"
        )
    with archive.opened(source) as parts:
        with parts.open(DATABASE) as dump:
            _database().restore(dump=dump, pause=_pause(manifest, at))
        differing = _differing(manifest)
        count = documents.restore_all(source=parts, manifest=manifest)
    if set(_known()) - set(manifest.migrations):
        call_command("migrate", verbosity=0)
    pausing.pause_everything(reason=pausing.RESTORED, at=at)
    return Restored(manifest, differing, count, documents.damaged(manifest))


def in_use() -> bool:
    """Whether anybody was ever let into this desk, or any file is kept."""
    if next(documents.names(), None) is not None:
        return True
    return "accounts_user" in _database().tables() and _database().now_held().counts["accounts_user"] > 0


def words_to_replace() -> str:
    """What somebody says who means it: it names the database."""
    return f"replace everything in {Path(str(connection.settings_dict['NAME'])).name}"


def _require_fits(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise Damaged(f"the backup is of {manifest.vendor}, and this desk runs on {connection.vendor}")
    if unknown := sorted(set(manifest.migrations) - set(_known())):
        raise Damaged(f"the backup is of a later release ({manifest.release}), which has {unknown[-1]}")


def _known() -> list[str]:
    """Every migration that this release has, and those that they replaced."""
    return [f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations]


def _pause(manifest: Manifest, at: datetime) -> str | None:
    if PAUSES not in manifest.counts:
        return None
    table = f"public.{PAUSES}" if connection.vendor == "postgresql" else PAUSES
    return snapshot.pause_statement(table=table, reason=pausing.RESTORED, at=at.isoformat(sep=" "))


def _differing(manifest: Manifest) -> dict[str, tuple[int, int]]:
    now = _database().now_held().counts
    return {
        table: (count, now.get(table, 0))
        for table, count in manifest.counts.items()
        if table != PAUSES and now.get(table, 0) != count
    }


def _database() -> ModuleType:
    return of_postgresql if connection.vendor == "postgresql" else of_sqlite
