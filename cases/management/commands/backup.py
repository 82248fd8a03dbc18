"""Writes the whole desk into one file: the database and every document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError

from compliance import clock
from compliance.backup import making
from compliance.backup.archive import DOCUMENTS, Damaged
from compliance.backup.of_postgresql import ProgramMissing
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Backs the desk up into one file, which is read again before it counts. Keys and passwords are not in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; it must not be there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        try:
            manifest = making.back_up(to=target, at=clock.now())
        except FileExistsError:
            self.refuse(f"{target} is there already; a backup replaces no other")
        except (Damaged, ProgramMissing, OSError, DatabaseError) as error:
            self.refuse(f"no backup was made: {error}")
        documents = sum(name.startswith(DOCUMENTS) for name in manifest.parts)
        rows, size = sum(manifest.counts.values()), target.stat().st_size
        payload = {
            "file": str(target),
            "bytes": size,
            "rows": rows,
            "documents": documents,
            "head": manifest.head,
        }
        text = (
            f"{target}: {rows} rows of {len(manifest.counts)} tables and {documents} documents, {size} bytes, "
            f"read again and whole.\nHead of the record, to be kept elsewhere: {manifest.head}"
        )
        self.answer(payload=payload, text=text, options=options)
