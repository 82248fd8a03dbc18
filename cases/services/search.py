"""Writes the words by which a request is found, in the transaction that records the thing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cases.models import Document, InformationRequest, InternalNote, SearchEntry, Submission
from cases.searching import fold

MOST_BYTES = 100_000
"""Of the words of one thing: PostgreSQL keeps at most 1 MB of one vector, and four are made of them."""
CHUNK = 500


def write_cases(*, requests: Iterable[InformationRequest], submissions: Iterable[Submission]) -> None:
    """Many requests and answers at once."""
    _write([*map(_of_request, requests), *map(_of_submission, submissions)])


def write_request(*, request: InformationRequest) -> None:
    """The subject and the questions, as they now are."""
    _write([_of_request(request)])


def write_submission(*, submission: Submission) -> None:
    """What a Party answered in words."""
    _write([_of_submission(submission)])


def write_documents(*, documents: Iterable[Document]) -> None:
    """The names of documents that were sent with an answer; what nobody sent is found by nobody."""
    _write([_of_document(document) for document in documents])


def write_note(*, note: InternalNote) -> None:
    """A note of the Secretariat's own, which it alone finds."""
    _write([_of_note(note)])


def rebuild(*, chunk: int = CHUNK) -> dict[str, int]:
    """Writes the words of everything on record, as often as is wished: how many things of each kind there are.

    A chunk in each transaction, which holds the rows that it reads: what is edited meanwhile is not overwritten.
    """
    return {kind.value: _rebuild(found, entry_of, chunk) for kind, found, entry_of in _sources()}


def _sources() -> Iterator[tuple[SearchEntry.Kind, QuerySet[Any], Callable[[Any], SearchEntry]]]:
    kinds = SearchEntry.Kind
    yield kinds.REQUEST, InformationRequest.objects.all(), _of_request
    yield kinds.SUBMISSION, Submission.objects.all(), _of_submission
    yield kinds.DOCUMENT, Document.objects.filter(submission__isnull=False), _of_document
    yield kinds.NOTE, InternalNote.objects.all(), _of_note


def _rebuild(found: QuerySet[Any], entry_of: Callable[[Any], SearchEntry], chunk: int) -> int:
    written, rest = 0, found.order_by("pk").select_for_update(of=("self",))
    while True:
        with transaction.atomic():
            rows = list(rest[:chunk])
            _write([entry_of(row) for row in rows])
        if not rows:
            return written
        written, rest = written + len(rows), rest.filter(pk__gt=rows[-1].pk)


def _of_request(request: InformationRequest) -> SearchEntry:
    return _entry(SearchEntry.Kind.REQUEST, request.pk, request.pk, request.subject, request.questions)


def _of_submission(submission: Submission) -> SearchEntry:
    texts = (submission.justification, submission.text)
    return _entry(SearchEntry.Kind.SUBMISSION, submission.pk, submission.request_id, *texts)


def _of_document(document: Document) -> SearchEntry:
    assert document.request_id is not None  # noqa: S101  # those of reports in matters are not looked for here
    return _entry(SearchEntry.Kind.DOCUMENT, document.pk, document.request_id, document.name)


def _of_note(note: InternalNote) -> SearchEntry:
    return _entry(SearchEntry.Kind.NOTE, note.pk, note.request_id, note.text)


def _entry(kind: SearchEntry.Kind, about: Any, request_id: int, *texts: str) -> SearchEntry:
    return SearchEntry(kind=kind, about=str(about), request_id=request_id, words=_cut(fold(" ".join(texts))))


def _cut(words: str) -> str:
    """As many bytes as may be kept, and no half letter at the end."""
    return words.encode()[:MOST_BYTES].decode(errors="ignore")


def _write(entries: list[SearchEntry]) -> None:
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["kind", "about"], update_fields=["request", "words"]
    )
