"""Documents without anybody at hand: scanned once a scanner is back, discarded where nobody sent them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cases.models import AnswerDraft, Document
from cases.models.document import Scan
from cases.services.uploads import scanner

logger = logging.getLogger(__name__)

KEPT_UNSENT = timedelta(days=30)
"""How long an upload waits for its answer; our choice."""
CHUNK = 200
_FOLDER_NAME = 2
"""Characters of a folder's name; other folders beside them hold what is no document."""


@dataclass(frozen=True, slots=True)
class Discarded:
    """How many uploads that nobody sent were discarded, and how many files without a row."""

    documents: int
    files: int


def discard_abandoned(*, before: datetime) -> Discarded:
    """Removes uploads made before an instant that were never sent, and files of that age that no row names.

    What waits for an answer that is still being written stays with its draft. A
    file without a row is what a crash between the two leaves behind. One that cannot
    be removed must not stop the rest; the next run tries again.
    """
    found = _abandoned(before).order_by("pk")
    documents = sum(_safely(key, before) for key in list(found.values_list("pk", flat=True)))
    return Discarded(documents, sum(1 for _name in _without_row(default_storage, before=before)))


def scan_unscanned(*, limit: int = CHUNK) -> int:
    """Scans what no scanner has seen, the latest first, ``limit`` at most; gives how many have a verdict now.

    Nothing where no scanner is configured. Stops at the first file on which the
    scanner gives no verdict: it is away, and the next run goes on.
    """
    if not settings.CLAMD_URL:
        return 0
    done = 0
    for document in Document.objects.filter(scan=Scan.UNKNOWN).order_by("-uploaded_at", "pk")[:limit]:
        try:
            with document.file.open("rb") as file:
                verdict = scanner.scan(content=file.read(), address=settings.CLAMD_URL)
        except FileNotFoundError:
            logger.exception("the file of document %s is missing", document.pk)
            continue
        if verdict is Scan.UNKNOWN:
            break
        done += _note(document, verdict)
    return done


@transaction.atomic
def _note(document: Document, verdict: Scan) -> int:
    """Writes a verdict, where the document is still there."""
    current = Document.objects.select_for_update().filter(pk=document.pk).first()
    if current is None:
        return 0
    current.scan = verdict
    current.save(update_fields=["scan"])
    return 1


def _abandoned(before: datetime) -> QuerySet[Document]:
    """What was uploaded before an instant, was not sent, and is in no draft."""
    drafts = AnswerDraft.objects.filter(key=OuterRef("form_key"))
    found: QuerySet[Document] = Document.objects.waiting().filter(~Exists(drafts), uploaded_at__lt=before)
    return found


def _safely(key: UUID, before: datetime) -> int:
    try:
        return _discard(key, before)
    except Exception:
        logger.exception("document %s cannot be discarded; the next run tries again", key)
        return 0


@transaction.atomic
def _discard(key: UUID, before: datetime) -> int:
    """Discards one upload, looked at again while it is held: it may have been sent meanwhile."""
    found = _abandoned(before).select_for_update(of=("self",)).filter(pk=key).first()
    if found is None:
        return 0
    name = str(found.file.name)
    found.delete()
    transaction.on_commit(lambda: default_storage.delete(name))
    return 1


def _without_row(storage: Storage, *, before: datetime) -> Iterator[str]:
    """Removes the files of a certain age that no row names, and gives their names."""
    for folder in _folders(storage):
        names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
        named = set(Document.objects.filter(file__in=names).values_list("file", flat=True))
        for name in sorted(names - named):
            if storage.get_modified_time(name) < before:
                storage.delete(name)
                yield name


def _folders(storage: Storage) -> Iterator[str]:
    """The folders that files are in: two levels, each of two characters."""
    try:
        outer = storage.listdir("")[0]
    except FileNotFoundError:
        return
    for first in sorted(name for name in outer if len(name) == _FOLDER_NAME):
        for second in sorted(storage.listdir(first)[0]):
            yield f"{first}/{second}"
