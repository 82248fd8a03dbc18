"""The page of the demonstration's mailbox; its addresses exist only in the demonstration."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notifications.inbox import reading


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "inbox"


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The last hundred messages, of everybody or of one address."""
    to = request.GET.get("to", "")
    mails = reading.recent(folder=_folder(), to=to)
    return render(request, "inbox/inbox.html", {"mails": mails, "to": to})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One message as it was received."""
    found = reading.one(folder=_folder(), name=name)
    if found is None:
        raise Http404
    return render(request, "inbox/mail.html", {"mail": found})
