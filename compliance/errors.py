"""What a reader is told when a request cannot be read at all. Nothing of it is kept."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for what is too large or too many, which has a remedy of its own; 400 for the rest."""
    if isinstance(exception, _TOO_MUCH):
        return render(request, "413.html", status=413)
    return defaults.bad_request(request, exception)
