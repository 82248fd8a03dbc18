"""Puts a backup in the place of what is here; every letter is held back until somebody lets them go on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError

from cases.record import protected, triggers, verification
from compliance import clock
from compliance.backup import making
from compliance.backup.archive import Damaged
from compliance.backup.making import NotEmpty, Restored
from compliance.backup.of_postgresql import ProgramMissing
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = (
        "Restores a backup. The desk must be empty, unless --replace says the words. Letters wait afterwards."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that manage.py backup wrote")
        parser.add_argument(
            "--replace", default="", metavar="WORDS", help="the words that the refusal asks for"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restored = making.restore(source=options["file"], at=clock.now(), replace=options["replace"])
        except NotEmpty as refusal:
            self.refuse(str(refusal))
        except (Damaged, ProgramMissing, OSError, DatabaseError) as error:
            self.refuse(f"nothing was restored: {error}")
        verdict = verification.verify()
        unguarded = triggers.unguarded(tables=[table.table for table in protected.guarded()])
        fault = str(verdict.fault) if verdict.fault else ", ".join(unguarded)
        whole = not (restored.differing or restored.documents_damaged or fault)
        self.answer(payload=_payload(restored, fault, whole), text=_text(restored, fault), options=options)
        if not whole:
            sys.exit(1)


def _payload(restored: Restored, fault: str, whole: bool) -> dict[str, Any]:
    return {
        "whole": whole,
        "made_at": restored.manifest.made_at,
        "rows": restored.rows,
        "tables_differing": restored.differing,
        "documents": restored.documents,
        "documents_damaged": restored.documents_damaged,
        "record_fault": fault,
        "delivery_paused": True,
    }


def _text(restored: Restored, fault: str) -> str:
    counted = "".join(
        f"\n  DIFFERS: {table} has {now} rows and had {then}"
        for table, (then, now) in restored.differing.items()
    )
    damaged = "".join(f"\n  DAMAGED: document {name}" for name in restored.documents_damaged)
    return (
        f"The desk of {restored.manifest.made_at} is back: {restored.rows} rows of {len(restored.manifest.counts)} "
        f"tables counted, {len(restored.differing)} differ{counted}; {restored.documents} documents, "
        f"{len(restored.documents_damaged)} damaged{damaged}.\n"
        f"The record: {fault or 'every row is as it was sealed'}.\n"
        "Every letter is held back: look at what waits, then manage.py delivery resume. On PostgreSQL with two roles, "
        "run manage.py grant_desk_role first."
    )
