"""A document on its way to whoever may see it: saved and never run or kept on the way."""

from __future__ import annotations

import logging
from typing import cast

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from cases.models import Document
from cases.models.document import Scan
from cases.services.uploads import content as contents

logger = logging.getLogger(__name__)

NEVER_SHOWN = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Whatever a browser makes of it."""


def is_kept_back(document: Document) -> bool:
    """Whether it was found infected."""
    return document.scan == Scan.INFECTED


def response(document: Document, *, head_only: bool) -> HttpResponseBase:
    """The file with its headers, or these alone. Raises: Http404 where the bytes are not on the disk."""
    kind = _content_type(document)  # before the file is opened: what is not there leaves nothing open
    found: HttpResponseBase = HttpResponse() if head_only else FileResponse(_open(document))
    found.headers["Content-Type"] = kind
    found.headers["Content-Length"] = str(document.size)
    found.headers["Content-Disposition"] = str(content_disposition_header(True, document.name))
    for name, value in NEVER_SHOWN.items():
        found.headers[name] = value
    return found


def _content_type(document: Document) -> str:
    """With its charset where it is text. Raises: Http404 where the bytes are not on the disk."""
    if not document.content_type.startswith("text/"):
        return str(document.content_type)
    with _open(document) as file:
        return f"{document.content_type}; charset={contents.charset(content=file.read())}"


def _open(document: Document) -> File[bytes]:
    """Raises: Http404."""
    try:
        return cast("File[bytes]", document.file.storage.open(str(document.file.name), "rb"))
    except FileNotFoundError as error:
        logger.exception("the file of document %s is missing", document.pk)
        raise Http404(_("The file is missing on the server. Tell the Secretariat.")) from error
