"""Files that are written while they are sent: nothing of them is held as a whole, and nothing is kept on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from cases.exports import table, writers
from cases.exports.lists import Taking
from cases.web.middleware import actor_of
from compliance import clock
from compliance.accounts import security_log

ZIP = "application/zip"


def taking_of(request: HttpRequest) -> Taking:
    """Who takes something away by this request, and the day and instant that it states."""
    at = clock.now()
    return Taking(actor_of(request), str(request.user), clock.legal_day(at=at), at)


def sent(
    request: HttpRequest, *, name: str, content_type: str, parts: Iterable[bytes], what: str
) -> HttpResponseBase:
    """A file to save, made in the language of the page that asked for it.

    That somebody took it away is noted; ``what`` is a code. A HEAD makes none of it.
    """
    language = get_language() or "en"
    if request.method == "HEAD":
        parts = ()
    else:
        security_log.note("taken-away", user_id=request.user.pk, what=what)
    response = StreamingHttpResponse(_full(table.in_language(language, parts)), content_type=content_type)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    response.headers["Cache-Control"] = "no-store"
    return response


def sent_table(
    request: HttpRequest, *, name: str, kind: str, of: table.Table, coded: bool = False
) -> HttpResponseBase:
    """A table as a file of this kind: one of ``writers.CONTENT_TYPES``."""
    return sent(
        request,
        name=f"{name}.{kind}",
        content_type=writers.CONTENT_TYPES[kind],
        parts=writers.written(kind=kind, table=of, coded=coded),
        what=f"{of.name}.{kind}",
    )


def _full(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts that hold something: an empty one would end a transfer in chunks."""
    return (part for part in parts if part)
