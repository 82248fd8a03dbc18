"""Documents by themselves: sent one by one while an answer is written, taken back, downloaded."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from typing import cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases import selectors
from cases.models import Document, InformationRequest
from cases.models.document import Scan
from cases.services.refusals import Refused
from cases.services.uploads import content as contents
from cases.services.uploads.refusals import TooLarge
from cases.web.documents import handler, taking
from cases.web.middleware import actor_of
from compliance import clock

logger = logging.getLogger(__name__)

_UNPROCESSABLE = 422
_NEVER_SHOWN = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""A download is saved and never run or kept on the way, whatever a browser makes of it."""


class UploadForm(forms.Form):
    """Which answer the files belong to."""

    request = forms.CharField(max_length=20)
    key = forms.UUIDField()


@require_POST
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Keeps the files that were sent for an answer that is being written; shows what waits for it now."""
    form = UploadForm(request.POST)
    if not form.is_valid():
        cut = handler.refused(request)
        return _answer(request, None, None, [cut] if cut else [])
    actor, key = actor_of(request), form.cleaned_data["key"]
    record = get_object_or_404(selectors.request_of(actor=actor, reference=form.cleaned_data["request"]))
    taken = taking.take(request=request, record=record, key=key, at=clock.now())
    return _answer(request, record, key, taken.refusals)


@require_POST
@login_required
def remove(request: HttpRequest, document: uuid.UUID) -> HttpResponse:
    """Takes back a document that was not sent; shows what is left."""
    actor = actor_of(request)
    visible = Document.objects.visible_to(actor).select_related("request")
    found = get_object_or_404(visible, pk=document)
    refusals = taking.take_back(actor=actor, named=str(document))
    return _answer(request, found.request, found.form_key, refusals)


@require_safe
@login_required
def download(request: HttpRequest, document: uuid.UUID) -> HttpResponseBase:
    """The file, for whoever may see it at this moment; never one that was found infected."""
    visible = Document.objects.visible_to(actor_of(request))
    found = get_object_or_404(visible, pk=document)
    if found.scan == Scan.INFECTED:
        return render(request, "documents/infected.html", {"document": found}, status=403)
    kind = _content_type(found)  # before the file is opened: what is not there leaves nothing open
    response = _file(found) if request.method == "GET" else HttpResponse()
    response.headers["Content-Type"] = kind
    response.headers["Content-Length"] = str(found.size)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, found.name))
    for name, value in _NEVER_SHOWN.items():
        response.headers[name] = value
    return response


def _content_type(document: Document) -> str:
    """With its charset where it is text. Raises: Http404 where the bytes are not on the disk."""
    if not document.content_type.startswith("text/"):
        return str(document.content_type)
    with _open(document) as file:
        return f"{document.content_type}; charset={contents.charset(content=file.read())}"


def _file(document: Document) -> FileResponse:
    """The bytes, streamed. Raises: Http404 where they are not on the disk."""
    return FileResponse(_open(document))


def _open(document: Document) -> File[bytes]:
    """Raises: Http404."""
    try:
        return cast("File[bytes]", document.file.storage.open(str(document.file.name), "rb"))
    except FileNotFoundError as error:
        logger.exception("the file of document %s is missing", document.pk)
        raise Http404(_("The file is missing on the server. Tell the Secretariat.")) from error


def _answer(
    request: HttpRequest,
    record: InformationRequest | None,
    key: uuid.UUID | None,
    refusals: Sequence[Refused],
) -> HttpResponse:
    """The list for a script, or a page of its own for a form that was sent here without one."""
    if record is None or key is None:
        shown = taking.Widget("", uuid.uuid4(), (), refusals, may_attach=False)
    else:
        shown = taking.widget(actor=actor_of(request), record=record, key=key, refusals=refusals)
    context = {"documents": shown, "information_request": record}
    scripted = request.headers.get("HX-Request") == "true"
    template = "parts/document_list.html" if scripted else "documents/attached.html"
    return render(request, template, context, status=_status(record, refusals))


def _status(record: InformationRequest | None, refusals: Sequence[Refused]) -> int:
    if any(isinstance(one, TooLarge) for one in refusals):
        return 413
    if refusals:
        return _UNPROCESSABLE
    return 200 if record else 400
