"""Imports an existing portfolio, or says what is wrong with it and what the clock would say."""

from __future__ import annotations

import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.management.base import CommandParser
from django.utils import translation

from cases import access
from cases.models import ImportFault, PortfolioImport
from cases.models.document import MAX_FILE_BYTES
from cases.services.portfolio import checking, imports, writing
from cases.services.refusals import Refused
from compliance import clock
from compliance.accounts.models import User
from compliance.management.plain import PlainCommand

State = PortfolioImport.State


class Command(PlainCommand):
    help = "Checks the files of a portfolio, and imports them as a whole where nothing is wrong with them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=_file, metavar="FILE", help="CSV files or a workbook (xlsx)"
        )
        parser.add_argument(
            "--by", required=True, metavar="EMAIL", help="the supervisor or administrator who imports"
        )
        parser.add_argument("--dry-run", action="store_true", help="check only, and keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        began, at = time.monotonic(), clock.now()
        user = User.objects.filter(email=options["by"].strip().lower()).first()
        if user is None:
            self.refuse(f"--by: nobody signs in as {options['by']}")
        actor = access.actor_of(user_id=user.pk)
        try:
            with translation.override(settings.LANGUAGE_CODE):
                portfolio = imports.receive(
                    actor=actor, uploads=map(_upload, options["files"]), language="en", at=at
                )
            checking.check(portfolio=portfolio, now=clock.now)
            checked = time.monotonic()
            portfolio.refresh_from_db()
            faults = list(ImportFault.objects.filter(portfolio=portfolio).order_by("pk"))
            if options["dry_run"] or faults:
                imports.discard(actor=actor, portfolio=portfolio, at=clock.now())
            else:
                imports.confirm(actor=actor, portfolio=portfolio, at=clock.now())
                writing.write(portfolio=portfolio, at=clock.now())
        except Refused as error:
            self.refuse(str(error))
        except PermissionDenied as error:
            self.refuse(f"--by: {error}")
        rows, figures = portfolio.rows_read, portfolio.figures
        portfolio.refresh_from_db()
        payload = {
            "import": portfolio.pk,
            "state": portfolio.state,
            "rows": rows,
            "faults": [_as_data(one) for one in faults],
            "figures": figures,
            "seconds": {"check": round(checked - began, 1), "all": round(time.monotonic() - began, 1)},
        }
        self.answer(payload=payload, text="\n".join(_lines(payload, portfolio)), options=options)


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(f"there is no file {text}")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ArgumentTypeError(f"{text} has more than {MAX_FILE_BYTES // 2**20} MB; split it")
    return path


def _upload(path: Path) -> UploadedFile[bytes]:
    return SimpleUploadedFile(path.name, path.read_bytes())


def _as_data(fault: ImportFault) -> dict[str, Any]:
    return {
        name: getattr(fault, name)
        for name in ("file_name", "sheet", "row", "column", "value", "rule", "paragraph")
    }


def _lines(payload: dict[str, Any], portfolio: PortfolioImport) -> list[str]:
    seconds = payload["seconds"]
    found = [
        f"Import {portfolio.pk}: {payload['rows']} rows, {len(payload['faults'])} faults; {portfolio.state}."
    ]
    if portfolio.why_failed:
        found.append(portfolio.why_failed)
    for one in payload["faults"]:
        place = f"{one['file_name']} {one['sheet']} row {one['row'] or '-'} {one['column']}".rstrip()
        found.append(f"  {place}: {one['rule']} [{one['value']}] {one['paragraph']}".rstrip())
    for name, counts in payload["figures"].items():
        found += [f"  {name}: {key} {count}" for key, count in sorted(counts.items())]
    found.append(f"Checked in {seconds['check']} s, {seconds['all']} s in all.")
    return found
