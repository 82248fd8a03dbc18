"""Every refusal as problem details (RFC 9457): what, which field, which rule, which paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from cases.services import answer_drafts, assessments, documents, drafts, matter_stages, requests
from cases.services.refusals import Refused
from cases.services.uploads.refusals import TooLarge

MEDIA_TYPE = "application/problem+json"
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_UNREADABLE = (BadRequest, SuspiciousOperation)
_READING = frozenset({"GET", "HEAD", "DELETE"})
_CONFLICTS = (
    answer_drafts.AlreadyAnswered,
    answer_drafts.Stale,
    assessments.AssessedMeanwhile,
    assessments.NothingToAssess,
    documents.AlreadySent,
    drafts.AnotherDay,
    drafts.ChangedMeanwhile,
    matter_stages.NotAtThisStage,
    requests.NotADraft,
    requests.NotAwaitingAnswer,
)
"""Refusals of what would be right at another stage: 409. What is wrong in itself is 422."""


class TooMuch(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_much"


class Unreadable(exceptions.APIException):
    """Characters that no text may hold; ``field`` is where."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "unreadable"

    def __init__(self, detail: str, *, field: str) -> None:
        super().__init__(detail)
        self.field = field


class KeyReused(exceptions.APIException):
    """An Idempotency-Key that was given with another body."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "key_reused"


class PreconditionRequired(exceptions.APIException):
    """A change without If-Match."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "if_match_required"


class PreconditionFailed(exceptions.APIException):
    """If-Match names another version than there is."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "changed_meanwhile"


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to a refusal or a mistake of the asker; None for a fault of ours, which goes on to be a 500."""
    method = context["request"].method if context.get("request") else "GET"
    if isinstance(error, Refused):
        return _respond(_status_of(error), [_of_refusal(error)])
    if isinstance(error, exceptions.ValidationError):
        status = HTTPStatus.BAD_REQUEST if method in _READING else HTTPStatus.UNPROCESSABLE_ENTITY
        return _respond(status, list(_of_fields(error.get_full_details(), "")))
    if (known := _as_api_exception(error)) is None:
        return None
    detail: Any = known.get_full_details()
    found = {"detail": str(detail["message"]), "field": getattr(known, "field", None)}
    return _respond(known.status_code, [{**found, "rule": _kebab(str(detail["code"]))}], _headers(known))


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404 | ObjectDoesNotExist):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied(str(error) or None)
    if isinstance(error, _TOO_MUCH):
        return TooMuch(_("This is more than can be sent at once."))
    if isinstance(error, _UNREADABLE):
        return exceptions.ParseError()
    return None


def _status_of(error: Refused) -> int:
    if isinstance(error, TooLarge):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return HTTPStatus.CONFLICT if isinstance(error, _CONFLICTS) else HTTPStatus.UNPROCESSABLE_ENTITY


def _of_refusal(error: Refused) -> dict[str, Any]:
    rule = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
    return {"detail": str(error), "field": error.field, "rule": rule, "paragraph": error.paragraph}


def _of_fields(details: Any, place: str) -> Iterator[dict[str, Any]]:
    """Each fault of a body or a query, with its field as ``species.0.name``."""
    if isinstance(details, list):
        for number, one in enumerate(details):
            inside = isinstance(one, dict) and "message" not in one
            yield from _of_fields(one, f"{place}.{number}".lstrip(".") if inside else place)
    elif "message" in details and "code" in details:
        yield {"detail": str(details["message"]), "field": place or None, "rule": _kebab(details["code"])}
    else:
        for name, one in details.items():
            inner = place if name == "non_field_errors" else f"{place}.{name}".lstrip(".")
            yield from _of_fields(one, inner)


def _respond(status: int, found: list[dict[str, Any]], headers: dict[str, str] | None = None) -> Response:
    """The first fault in the members of the problem itself, and all of them under ``errors``."""
    errors = [{"field": None, "rule": "", "paragraph": ""} | one for one in found]
    first = errors[0]
    body = {
        "type": f"urn:compliance-desk:problem:{first['rule']}" if first["rule"] else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        **{name: first[name] for name in ("detail", "field", "rule", "paragraph")},
        "errors": errors,
    }
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if asked := getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = asked
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


def _kebab(code: str) -> str:
    return code.replace("_", "-")
