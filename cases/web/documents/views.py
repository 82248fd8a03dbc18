"""Documents by themselves: sent one by one while an answer is written, taken back, downloaded."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from cases import downloading
from cases.models import Document
from cases.services import document_holders
from cases.services.document_holders import Holder
from cases.services.refusals import Refused
from cases.services.uploads.refusals import TooLarge
from cases.web.documents import handler, taking
from cases.web.middleware import actor_of
from compliance import clock

_UNPROCESSABLE = 422


class UploadForm(forms.Form):
    """Which answer the files belong to, or which report; ``request`` is the reference of the request or the matter."""

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
    record = taking.holder_of(actor=actor, reference=form.cleaned_data["request"])
    taken = taking.take(request=request, record=record, key=key, at=clock.now())
    return _answer(request, record, key, taken.refusals)


@require_POST
@login_required
def remove(request: HttpRequest, document: uuid.UUID) -> HttpResponse:
    """Takes back a document that was not sent; shows what is left."""
    actor = actor_of(request)
    visible = Document.objects.visible_to(actor).select_related("request", "matter")
    found = get_object_or_404(visible, pk=document)
    refusals = taking.take_back(actor=actor, named=str(document))
    return _answer(request, document_holders.of(found), found.form_key, refusals)


@require_safe
@login_required
def download(request: HttpRequest, document: uuid.UUID) -> HttpResponseBase:
    """The file, for whoever may see it at this moment; never one that was found infected."""
    visible = Document.objects.visible_to(actor_of(request))
    found = get_object_or_404(visible, pk=document)
    if downloading.is_kept_back(found):
        return render(request, "documents/infected.html", {"document": found}, status=403)
    return downloading.response(found, head_only=request.method == "HEAD")


def _answer(
    request: HttpRequest,
    record: Holder | None,
    key: uuid.UUID | None,
    refusals: Sequence[Refused],
) -> HttpResponse:
    """The list for a script, or a page of its own for a form that was sent here without one."""
    if record is None or key is None:
        shown = taking.Widget("", uuid.uuid4(), (), refusals, may_attach=False)
    else:
        shown = taking.widget(actor=actor_of(request), record=record, key=key, refusals=refusals)
    context = {"documents": shown, "record": record}
    scripted = request.headers.get("HX-Request") == "true"
    template = "parts/document_list.html" if scripted else "documents/attached.html"
    return render(request, template, context, status=_status(record, refusals))


def _status(record: Holder | None, refusals: Sequence[Refused]) -> int:
    if any(isinstance(one, TooLarge) for one in refusals):
        return 413
    if refusals:
        return _UNPROCESSABLE
    return 200 if record else 400
