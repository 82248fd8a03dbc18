"""What a reader is told when a request cannot be read, leads nowhere, or fails. Nothing of it is kept."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_FOR_PROGRAMS = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for what is too large or too many, which has a remedy of its own; 400 for the rest."""
    too_much = isinstance(exception, _TOO_MUCH)
    if _is_for_programs(request):
        return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_much else HTTPStatus.BAD_REQUEST)
    return render(request, "413.html", status=413) if too_much else defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if _is_for_programs(request):
        return _problem(HTTPStatus.NOT_FOUND)
    return defaults.page_not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse | HttpResponseServerError:
    """500, with nothing of what went wrong."""
    return (
        _problem(HTTPStatus.INTERNAL_SERVER_ERROR)
        if _is_for_programs(request)
        else defaults.server_error(request)
    )


def _is_for_programs(request: HttpRequest) -> bool:
    return request.path_info.startswith(_FOR_PROGRAMS)


def _problem(status: HTTPStatus) -> HttpResponse:
    """Problem details (RFC 9457) with the members that ``cases.api.problems`` gives."""
    fault = {"detail": _("Nothing was recorded."), "field": None, "rule": "", "paragraph": ""}
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), **fault, "errors": [fault]}
    return JsonResponse(body, status=status, content_type="application/problem+json")
