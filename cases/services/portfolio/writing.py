"""The writing of an import: everything in one transaction, so that nobody ever sees a part of it.

The rows that the check kept are read a chunk at a time, in the order of the
sheets, and become records with their history. A worker that is killed leaves
nothing behind; the next begins again from the kept rows.

What the calendar called for before the day of the import is recorded as not
sent (``previewing.past_notices``); what it calls for from then on, the sweep makes.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from cases import access
from cases.models import (
    Assessment,
    Deadline,
    FocalPoint,
    ImportRow,
    InformationRequest,
    Party,
    PortfolioImport,
    ReferenceSeries,
    Submission,
)
from cases.models.portfolio_import import Sheet
from cases.services import deadlines, matters, requests, search
from cases.services.portfolio import building, cases_of, matter_writing, previewing, reading
from cases.services.portfolio.cases_of import Case
from cases.services.portfolio.looking_up import Lookups
from cases.services.refusals import Refused
from notifications import outbox
from notifications.models import Notice

logger = logging.getLogger(__name__)

CHUNK = 500
_NUMBERED = re.compile(rf"({requests.PREFIX}|{matters.PREFIX})-(\d{{4}})-(\d{{1,9}})", re.ASCII)

M = TypeVar("M", bound=Model)
State = PortfolioImport.State


class ChangedMeanwhile(Refused):
    """The record is no longer what the check saw."""


def write(*, portfolio: PortfolioImport, at: datetime) -> bool:
    """Imports what was confirmed; False where nothing is to be done, or somebody else is at it.

    Where the record changed since the check, nothing is imported and the import says why.
    """
    try:
        with transaction.atomic(), translation.override(portfolio.language):
            held = PortfolioImport.objects.select_for_update(skip_locked=True, of=("self",))
            found = held.filter(pk=portfolio.pk, state=State.IMPORTING).first()
            if found is None:
                return False
            _Writing(found, at).everything()
            found.state, found.finished_at, found.worked_at = State.DONE, at, at
            found.save()
            return True
    except (ChangedMeanwhile, IntegrityError, KeyError, ValueError, PermissionDenied):
        # What a row names is gone, or its name is taken, or the importer may do this no longer.
        logger.warning("import %s is not written", portfolio.pk, exc_info=True)
        _fail(portfolio, at=at)
        return False


def _fail(portfolio: PortfolioImport, *, at: datetime) -> None:
    with translation.override(portfolio.language):
        why = _("The record changed after the check, so nothing was imported. Check again.")
    PortfolioImport.objects.filter(pk=portfolio.pk, state=State.IMPORTING).update(
        state=State.FAILED, why_failed=why, finished_at=at
    )


class _Writing:
    """One import, within its transaction."""

    def __init__(self, portfolio: PortfolioImport, at: datetime) -> None:
        self.portfolio, self.at = portfolio, at
        actor = access.actor_of(user_id=portfolio.asked_by_id)
        access.require(actor=actor, act=access.Act.IMPORT_PORTFOLIO)
        self.look = Lookups(actor=actor, portfolio=portfolio, at=at)
        self.because = f"import {portfolio.pk}"
        self.known: dict[str, int] = {}
        """The requests that were written, by reference."""

    def everything(self) -> None:
        self._parties()
        self.look = Lookups(actor=self.look.actor, portfolio=self.portfolio, at=self.at)
        self.parties = self.look.parties_on_record
        self._focal_points()
        matters_written = matter_writing.write(
            rows=self._rows(Sheet.MATTERS), parties=self.parties, look=self.look, keep=self.keep
        )
        self._done(Sheet.MATTERS, matters_written)
        for rows in self._chunks(Sheet.REQUESTS):
            self._cases(rows)
        self._leave_numbers_out()

    def keep(self, model: type[M], records: Iterable[M]) -> list[M]:
        """Saves records with the history of their birth, in the name of whoever imports."""
        found: list[M] = bulk_create_with_history(
            list(records),
            model,
            batch_size=CHUNK,
            default_user=self.portfolio.asked_by,
            default_change_reason=self.because,
            default_date=self.at,
        )
        return found

    def _rows(self, sheet: Sheet) -> list[ImportRow]:
        return self.look.staged(sheet)

    def _chunks(self, sheet: Sheet) -> Iterator[list[ImportRow]]:
        rest, last = ImportRow.objects.filter(portfolio=self.portfolio, sheet=sheet).order_by("pk"), 0
        while rows := list(rest.filter(pk__gt=last)[:CHUNK]):
            yield rows
            last = rows[-1].pk

    def _done(self, sheet: Sheet, made: Iterable[tuple[ImportRow, Model]]) -> None:
        """The rows keep what was made of them, and forget what they said."""
        rows = []
        for row, record in made:
            row.record, row.values = record.pk, None
            rows.append(row)
        ImportRow.objects.bulk_update(rows, ["record", "values"], batch_size=CHUNK)

    def _parties(self) -> None:
        made = []
        for row in self._rows(Sheet.PARTIES):
            values, before = reading.values_of(row), self.look.parties_on_record.get(row.key)
            record = before if before and not values["update"] else building.party(values, onto=before)
            if record is not before or values["update"]:
                record._history_user, record._change_reason = self.portfolio.asked_by, self.because  # type: ignore[attr-defined]
                record.save()
            made.append((row, record))
        self._done(Sheet.PARTIES, made)

    def _focal_points(self) -> None:
        rows = self._rows(Sheet.FOCAL_POINTS)
        read = [reading.values_of(row) for row in rows]
        people = self.keep(
            FocalPoint, [building.focal_point(one, party=self.parties[one["party"]]) for one in read]
        )
        self._done(Sheet.FOCAL_POINTS, zip(rows, people, strict=True))

    def _cases(self, rows: list[ImportRow]) -> None:
        """A chunk of requests with their answers. A follow-up waits until what it takes up has its key."""
        waiting = cases_of.of_rows(rows=rows, look=self.look)
        self._name_references(waiting)
        while waiting:
            ready = [case for case in waiting if self._earlier(case) is not None]
            if not ready:
                raise ChangedMeanwhile(_("A request that is followed up is gone."))
            self._write(ready)
            waiting = [case for case in waiting if case not in ready]

    def _name_references(self, cases: list[Case]) -> None:
        """What the rows name beside the import itself: requests and matters on record."""
        read = [case.row.values or {} for case in cases]
        self.earlier = self.look.requests_on_record(one.get("follows", "") for one in read)
        self.matters = self.look.matters_on_record(one.get("matter", "") for one in read)

    def _earlier(self, case: Case) -> int | None:
        """The key of the request that a case takes up, 0 for none; None while it is not written."""
        name = (case.row.values or {}).get("follows", "")
        if not name:
            return 0
        return self.known.get(name) or (self.earlier[name].pk if name in self.earlier else None)

    def _write(self, cases: list[Case]) -> None:
        spells = {}
        for case in cases:
            self._complete(case)
            if case.request.sent_on:
                spells[id(case)] = deadlines.projected(request=case.request, known=case.facts)
                case.past = previewing.past_notices(case, on=self.portfolio.on)
        written = self.keep(InformationRequest, [case.request for case in cases])
        for case, request in zip(cases, written, strict=True):
            case.request = request
            self.known[request.reference] = request.pk
        self._answers(cases)
        rows = [
            one
            for case in cases
            for one in deadlines.rows(request=case.request, spells=spells.get(id(case), ()))
        ]
        Deadline.objects.bulk_create(rows, batch_size=CHUNK)
        self._past(cases)
        answers = [one for case in cases for _row, one in case.submissions]
        search.write_cases(requests=written, submissions=answers)
        self._done(Sheet.REQUESTS, ((case.row, case.request) for case in cases))

    def _complete(self, case: Case) -> None:
        """What the check looked at without it: who is responsible, and what the request belongs to."""
        values, request = reading.values_of(case.row), case.request
        address, matter = values["officer"], values["matter"]
        officer = self.look.officers.get(address) if address else self.look.own_account
        self._require_current(self.parties[values["party"]])
        if officer is None or (matter and matter not in self.matters):
            raise ChangedMeanwhile(_("Somebody or something that a row names is gone."))
        request.pk, request.officer = None, officer
        request.party = self.parties[values["party"]]
        request.matter = self.matters.get(matter)
        request.follows_id = self._earlier(case) or None

    def _require_current(self, party: Party) -> None:
        if party.merged_into_id:
            raise ChangedMeanwhile(_("A Party that a row names was merged with another entry."))

    def _answers(self, cases: list[Case]) -> None:
        submissions: list[tuple[ImportRow, Submission]] = []
        assessments: dict[int, list[tuple[ImportRow, Assessment]]] = defaultdict(list)
        for case in cases:
            for _row, judged in case.assessments:
                assessments[id(judged.submission)].append((_row, judged))
            for row, submission in case.submissions:
                submission.pk, submission.request = None, case.request
                submissions.append((row, submission))
        self.keep(Submission, [one for _row, one in submissions])
        judgements = []
        for _row, submission in submissions:
            for row, judged in assessments[id(submission)]:
                judged.submission = submission
                judgements.append((row, judged))
        judgements.sort(key=lambda pair: pair[0].pk)
        self.keep(Assessment, [one for _row, one in judgements])
        self._done(Sheet.SUBMISSIONS, submissions)
        self._done(Sheet.ASSESSMENTS, judgements)

    def _past(self, cases: list[Case]) -> None:
        outbox.record_unsent(
            notices=[
                Notice(
                    code=one.code.value,
                    request_id=case.request.pk,
                    step=one.step.value,
                    about_on=one.about_on,
                    issued_on=self.portfolio.on,
                    issued_at=self.at,
                )
                for case in cases
                for one in case.past
            ],
            because=self.because,
        )

    def _leave_numbers_out(self) -> None:
        """References of our own series that came from elsewhere are not given a second time."""
        last: dict[tuple[str, int], int] = {}
        sheets = [Sheet.REQUESTS, Sheet.MATTERS]
        names = ImportRow.objects.filter(portfolio=self.portfolio, sheet__in=sheets).values_list(
            "key", flat=True
        )
        for name in names.iterator(chunk_size=CHUNK):
            if found := _NUMBERED.fullmatch(name):
                series = found[1], int(found[2])
                last[series] = max(last.get(series, 0), int(found[3]))
        for (prefix, year), number in last.items():
            ReferenceSeries.leave_out(prefix=prefix, year=year, up_to=number)
