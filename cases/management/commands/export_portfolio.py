"""``manage.py export_portfolio FILE``: everything that an import reads, as a workbook or a ZIP of CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import translation

from cases.access import Actor
from cases.exports import portfolio
from cases.exports.lists import Taking
from compliance import clock
from compliance.accounts.models import Role
from compliance.management.plain import PlainCommand

_KINDS = {".xlsx": portfolio.as_workbook, ".zip": portfolio.as_archive}


class Command(PlainCommand):
    """Whoever runs it has the database itself: it reads as the Secretariat does."""

    help = "Writes the whole portfolio into FILE, which ends in .xlsx or .zip; it must not exist yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--words", choices=["en", "fr", "es"], help="columns and values in words, in this language"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        made = _KINDS.get(file.suffix.lower())
        if made is None:
            raise CommandError(f"{file} ends in neither .xlsx nor .zip")
        at = clock.now()
        taking = Taking(Actor(role=Role.ADMINISTRATOR), "export_portfolio", clock.legal_day(at=at), at)
        with translation.override(options["words"] or "en"), _new(file) as written:
            for part in made(taking=taking, coded=options["words"] is None):
                written.write(part)
        size = file.stat().st_size
        self.answer(payload={"file": str(file), "bytes": size}, text=f"{file}: {size} bytes", options=options)


def _new(file: Path) -> Any:
    """Opens a file that is not there yet, for its owner alone. Raises: CommandError."""
    try:
        file.touch(mode=0o600, exist_ok=False)
        return file.open("wb")
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error
