"""The check of an import: chunk after chunk, so that a worker that is killed loses one chunk at most.

1. Read the next rows of the table that the cursor names, and check them. Nothing is written meanwhile.
2. In one transaction: keep the rows and their faults, and move the cursor. Where somebody else has moved it
   meanwhile, nothing is kept, and this worker leaves the import to the other.
3. After the last table, where nothing is wrong: count what the clock will say, again a chunk at a time.

The files are read forwards: a worker that takes over reads past the rows that are done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cases import access
from cases.models import ImportFault, ImportFile, ImportRow, PortfolioImport
from cases.models.portfolio_import import Sheet
from cases.services.portfolio import checks, previewing, reading, tables
from cases.services.portfolio.looking_up import Lookups
from cases.services.portfolio.previewing import Preview
from cases.services.portfolio.tables import Line
from cases.services.refusals import Refused

CHUNK = 500
"""Rows in memory, and in one transaction."""
MOST_ROWS = 250_000
"""Of one import. Our choice."""
MOST_FAULTS = 20_000
"""After so many the check ends: what is wrong with the file is plain by then. Our choice."""

State = PortfolioImport.State


class Check:
    """A worker's hold on one import, with its place in the files. Close it to close them."""

    def __init__(self, portfolio: PortfolioImport) -> None:
        self.portfolio = portfolio
        self._files = ExitStack()
        self._place: list[Any] | None = None
        self._lines: Iterator[Line] = iter(())
        self._codes: list[str] = []

    def __enter__(self) -> Check:
        return self

    def __exit__(self, *error: object) -> None:
        self._files.close()

    def advance(self, *, at: datetime) -> bool:
        """Does the next chunk; False where nothing is left to check here, or somebody else is at it."""
        portfolio = PortfolioImport.objects.get(pk=self.portfolio.pk)
        self.portfolio = portfolio
        if portfolio.state != State.CHECKING:
            return False
        with translation.override(portfolio.language):
            if portfolio.faults_found >= MOST_FAULTS or portfolio.rows_read > MOST_ROWS:
                return self._keep(at=at, state=State.CHECKED, finished_at=at)
            if portfolio.cursor["at"] < len(portfolio.cursor["plan"]):
                return self._next_rows(at)
            if portfolio.faults_found:
                return self._keep(at=at, state=State.CHECKED, finished_at=at)
            return self._next_counts(at)

    def _next_rows(self, at: datetime) -> bool:
        cursor = dict(self.portfolio.cursor)
        sheet_code, file_pk, title = cursor["plan"][cursor["at"]]
        sheet, file = Sheet(sheet_code), ImportFile.objects.get(pk=file_pk, portfolio=self.portfolio)
        try:
            lines = list(islice(self._opened(file, title, [cursor["at"], cursor["row"]]), CHUNK))
        except Refused as refusal:
            return self._give_up_on(file, title, refusal, at)
        rows = [reading.read(sheet=sheet, codes=self._codes, line=line) for line in lines]
        look = Lookups(actor=self._actor(), portfolio=self.portfolio, at=at)
        checks.check(sheet=sheet, rows=rows, look=look, today=self.portfolio.on)
        kept, faults = reading.as_rows(portfolio=self.portfolio, file=file, found=rows)
        if len(lines) == CHUNK:
            cursor["row"] = lines[-1].number
            self._place = [cursor["at"], cursor["row"]]
        else:
            cursor.update(at=cursor["at"] + 1, row=1)
            self._place = None
        read = self.portfolio.rows_read + len(lines)
        if read > MOST_ROWS:
            faults.append(self._fault(file, title, _too_many()))
        return self._keep(at=at, rows=kept, faults=faults, cursor=cursor, rows_read=read)

    def _opened(self, file: ImportFile, title: str, place: list[Any]) -> Iterator[Line]:
        """The rows from a place on; the same open file as before where this worker was there already."""
        if self._place != place:
            self._files.close()
            found = self._files.enter_context(tables.of_file(file))
            table = next(one for one in found if one.title == title)
            lines = iter(table.lines)
            self._codes = tables.header(next(lines, None))
            self._lines = tables.body(lines, after=place[1])
        return self._lines

    def _give_up_on(self, file: ImportFile, title: str, refusal: Refused, at: datetime) -> bool:
        """A table that breaks off: what was read of it is kept, the rest is one fault."""
        cursor = {**self.portfolio.cursor, "at": self.portfolio.cursor["at"] + 1, "row": 1}
        return self._keep(at=at, faults=[self._fault(file, title, refusal.rule)], cursor=cursor)

    def _fault(self, file: ImportFile, title: str, rule: str) -> ImportFault:
        return ImportFault(portfolio=self.portfolio, file_name=file.name, sheet=title[:60], rule=rule)

    def _next_counts(self, at: datetime) -> bool:
        cursor, actor = dict(self.portfolio.cursor), self._actor()
        look = Lookups(actor=actor, portfolio=self.portfolio, at=at)
        requests = self.portfolio.rows.filter(sheet=Sheet.REQUESTS)
        rows = list(
            requests.filter(pk__gt=cursor.get("counted", 0)).select_related("file").order_by("pk")[:CHUNK]
        )
        preview = Preview.from_data(self.portfolio.figures)
        faults = previewing.count_in(preview=preview, rows=rows, look=look, on=self.portfolio.on)
        changes: dict[str, Any] = {"figures": preview.as_data()}
        if len(rows) < CHUNK:
            changes.update(state=State.CHECKED, finished_at=at)
        else:
            changes["cursor"] = {**cursor, "counted": rows[-1].pk}
        return self._keep(at=at, faults=faults, **changes)

    def _actor(self) -> access.Actor:
        return access.actor_of(user_id=self.portfolio.asked_by_id)

    @transaction.atomic
    def _keep(self, *, at: datetime, rows: Any = (), faults: Any = (), **changes: Any) -> bool:
        before = self.portfolio
        changed = PortfolioImport.objects.filter(
            pk=before.pk, chunks_done=before.chunks_done, state=State.CHECKING
        ).update(
            chunks_done=before.chunks_done + 1,
            worked_at=at,
            faults_found=before.faults_found + len(faults),
            **changes,
        )
        if not changed:
            return False
        ImportRow.objects.bulk_create(rows)
        ImportFault.objects.bulk_create(faults)
        return changes.get("state") != State.CHECKED


def check(*, portfolio: PortfolioImport, now: Callable[[], datetime]) -> None:
    """Goes on with a check until it is done; ``now`` is the clock of whoever calls."""
    with Check(portfolio) as run:
        while run.advance(at=now()):
            pass


def _too_many() -> str:
    return _("An import has at most %(most)d rows. Split it: Parties and matters first.") % {
        "most": MOST_ROWS
    }
