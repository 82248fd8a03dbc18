"""What people do with an import: bring files, look at the check, confirm it, check again, or discard it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import ImportFault, ImportFile, PortfolioImport
from cases.models.document import generated_name
from cases.models.portfolio_import import Sheet
from cases.services.portfolio import columns, tables
from cases.services.refusals import Refused
from cases.services.uploads import inspection, names
from cases.services.uploads.inspection import Inspected
from cases.services.uploads.refusals import NotTaken
from compliance import clock

MOST_FILES = 20
ENDINGS = ("csv", "xlsx")
FIELD = "files"

State = PortfolioImport.State


class NotToBeImported(Refused):
    """The import is not at the point at which this is done."""


def receive(
    *, actor: Actor, uploads: Iterable[UploadedFile[bytes]], language: str, at: datetime
) -> PortfolioImport:
    """Keeps the files of a portfolio and plans their check; nothing of it is on record.

    The tables that a file has are found by their names and headers, and a header
    that is wrong is a fault already. Opens a transaction of its own. Raises:
    PermissionDenied; Refused; NotTaken, TooLarge as for a document of an answer.
    """
    access.require(actor=actor, act=Act.IMPORT_PORTFOLIO)
    found = [_inspected(one) for one in uploads]
    if not found:
        raise Refused(_("Choose at least one file."), field=FIELD)
    if len(found) > MOST_FILES:
        raise Refused(_("Choose at most %(most)d files.") % {"most": MOST_FILES}, field=FIELD)
    stored = [default_storage.save(generated_name(), ContentFile(one.content)) for one in found]
    try:
        with transaction.atomic():
            portfolio = PortfolioImport.objects.create(
                asked_by_id=actor.user_id, asked_at=at, language=language, on=clock.legal_day(at=at)
            )
            for one, name in zip(found, stored, strict=True):
                ImportFile.objects.create(
                    portfolio=portfolio, name=one.name, size=len(one.content), sha256=one.sha256, file=name
                )
            _plan(portfolio, at=at)
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise
    return portfolio


def _inspected(upload: UploadedFile[bytes]) -> Inspected:
    name = names.clean(name=upload.name or "")
    if names.extension(name=name) not in ENDINGS:
        why = _("A portfolio comes as CSV or as an Excel workbook (xlsx). Save it as one of them.")
        raise NotTaken(name=name, why=why)
    found = inspection.inspect(upload=upload)
    inspection.scanned(found=found, address=settings.CLAMD_URL)
    return found


def _plan(portfolio: PortfolioImport, *, at: datetime) -> None:
    """Where the check begins: the tables of all files, in the order of their sheets, and faults of their heads."""
    plan: list[tuple[Sheet, int, str]] = []
    faults: list[ImportFault] = []
    rows = 0
    for file in portfolio.files.order_by("pk"):
        try:
            with tables.of_file(file) as found:
                for table in found:
                    faults += _heads(portfolio, file, table, plan)
                    rows += max(table.rows - 1, 0)
        except Refused as refusal:
            faults.append(ImportFault(portfolio=portfolio, file_name=file.name, rule=refusal.rule))
    if not plan and not faults:
        rule = _("None of the files has a table of a portfolio. Begin with a template.")
        faults.append(ImportFault(portfolio=portfolio, file_name=portfolio.files.first().name, rule=rule))  # type: ignore[union-attr]
    order = list(Sheet)
    plan.sort(key=lambda one: order.index(one[0]))
    ImportFault.objects.bulk_create(faults)
    portfolio.cursor = {"plan": [[sheet.value, key, title] for sheet, key, title in plan], "at": 0, "row": 1}
    portfolio.rows_in_all, portfolio.faults_found, portfolio.worked_at = rows, len(faults), at
    portfolio.save()


def _heads(
    portfolio: PortfolioImport, file: ImportFile, table: tables.Table, plan: list[tuple[Sheet, int, str]]
) -> list[ImportFault]:
    """Adds a table to the plan, or says what is wrong with its name or its header."""

    def fault(rule: str, **place: Any) -> ImportFault:
        return ImportFault(
            portfolio=portfolio, file_name=file.name, sheet=table.title[:60], rule=rule, **place
        )

    if table.title.strip().lower() == columns.LEGEND:
        return []
    first = tables.first(table.lines)
    if table.sheet is None:
        if first is None or first.is_empty:
            return []
        known = ", ".join(Sheet.values)
        words = _(
            "No sheet of a portfolio has this name. There are: %(names)s. A CSV file begins with one of them."
        )
        return [fault(words % {"names": known})]
    codes = tables.header(first)
    faults = [
        fault(rule, row=1, column=column[:60]) for column, rule in tables.header_faults(table.sheet, codes)
    ]
    if not faults:
        plan.append((table.sheet, file.pk, table.title))
    return faults


def confirm(*, actor: Actor, portfolio: PortfolioImport, at: datetime) -> PortfolioImport:
    """Says that what was checked is to be imported; the writing follows, as a whole or not at all.

    Raises: PermissionDenied; PortfolioImport.DoesNotExist; NotToBeImported with
    faults, before the check is done, or where it is of another day.
    """
    access.require(actor=actor, act=Act.IMPORT_PORTFOLIO)
    with transaction.atomic():
        found = _locked(actor, portfolio)
        if found.state == State.IMPORTING:
            return found
        require_importable(found, at=at)
        found.state, found.worked_at = State.IMPORTING, at
        found.finished_at = None
        found.save()
    return found


def require_importable(portfolio: PortfolioImport, *, at: datetime) -> None:
    """Raises: NotToBeImported, saying what to do instead."""
    if portfolio.state != State.CHECKED:
        raise NotToBeImported(_("Only what was checked, and is not on record yet, can be imported."))
    if portfolio.faults_found:
        raise NotToBeImported(_("There are faults: put them right in the files, and bring these again."))
    if portfolio.on != clock.legal_day(at=at):
        raise NotToBeImported(
            _("The check is of another day. Check again, so that its dates are those of today.")
        )


def check_again(*, actor: Actor, portfolio: PortfolioImport, at: datetime) -> PortfolioImport:
    """Checks the same files anew, as of today: the record, or the day, is another than it was.

    Raises: PermissionDenied; PortfolioImport.DoesNotExist; NotToBeImported where it is under way
    or done with.
    """
    access.require(actor=actor, act=Act.IMPORT_PORTFOLIO)
    with transaction.atomic():
        found = _locked(actor, portfolio)
        if found.state not in (State.CHECKED, State.FAILED):
            raise NotToBeImported(_("This import is under way, or done with."))
        _forget(found)
        found.state, found.on, found.figures = State.CHECKING, clock.legal_day(at=at), {}
        found.rows_read, found.why_failed, found.finished_at = 0, "", None
        found.chunks_done += 1
        _plan(found, at=at)
    return found


def discard(*, actor: Actor, portfolio: PortfolioImport, at: datetime) -> PortfolioImport:
    """Ends an import that is not wanted; its files and rows go, and that there was one stays.

    Raises: PermissionDenied; PortfolioImport.DoesNotExist; NotToBeImported once it is being written.
    """
    access.require(actor=actor, act=Act.IMPORT_PORTFOLIO)
    with transaction.atomic():
        found = _locked(actor, portfolio)
        if found.state in (State.IMPORTING, State.DONE, State.DISCARDED):
            raise NotToBeImported(_("This import is under way, or done with."))
        _forget(found)
        found.state, found.finished_at = State.DISCARDED, at
        found.save()
        for name in found.files.values_list("file", flat=True):
            transaction.on_commit(partial(default_storage.delete, name))
    return found


def _locked(actor: Actor, portfolio: PortfolioImport) -> PortfolioImport:
    visible = PortfolioImport.objects.visible_to(actor)
    found: PortfolioImport = visible.select_for_update(of=("self",)).get(pk=portfolio.pk)
    return found


def _forget(portfolio: PortfolioImport) -> None:
    portfolio.rows.all().delete()
    portfolio.faults.all().delete()
