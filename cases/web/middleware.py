"""Turns away what cannot be read, and gives every request its actor: the person in the role in which they act."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.functional import SimpleLazyObject

from cases import access
from cases.access import Actor
from compliance.accounts import policy, security_log

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_FORMS = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data"})
_NO_PAGES = ("/api/", "/mail/")
"""Below these addresses other bodies than forms are read."""
_UTF_8 = frozenset({"utf-8", "utf8"})
_NOTED = {403: "refused", 429: "too-many-attempts"}
_NUL = "\0"
"""No text of the database can hold it, and no browser sends it."""


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request; ``NOBODY`` before sign-in."""
    return request.actor  # type: ignore[attr-defined,no-any-return]  # set by ActorMiddleware


def lacks_factor(request: HttpRequest) -> bool:
    """Whether the reader's role requires a second factor that they have not set up: until then they are nobody."""
    return bool(actor_of(request) == access.NOBODY and getattr(request, "lacks_factor", False))


class ReadableRequests:
    """Answers what no browser of a reader sends before anything tries to make sense of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in _METHODS:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if _NUL in request.path_info:
            raise Http404
        _require_readable(request)
        for name in [name for name, value in request.COOKIES.items() if _NUL in value]:
            del request.COOKIES[name]
        return self.get_response(request)


def _require_readable(request: HttpRequest) -> None:
    """Raises: BadRequest for NUL, for another encoding than UTF-8, and for what is no form where forms are read."""
    query = request.META.get("QUERY_STRING", "")
    headers = (str(value) for name, value in request.META.items() if name.startswith("HTTP_"))
    if "%00" in query or any(_NUL in value for value in (query, *headers)):
        raise BadRequest("NUL")
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in _UTF_8:
        raise BadRequest("not UTF-8")
    is_page = not request.path_info.startswith(_NO_PAGES)
    if request.method == "POST" and is_page and request.content_type not in _FORMS:
        raise BadRequest("not a form")


class ActorMiddleware:
    """Sets ``request.actor``, read from the membership once a request and only where it is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        if response.status_code in _NOTED:
            security_log.note(_NOTED[response.status_code], user_id=request.user.pk, view=_view_name(request))
        return response


def _view_name(request: HttpRequest) -> str:
    """The name of the page and not its address, which can hold what is confidential."""
    return request.resolver_match.view_name if request.resolver_match else "-"


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return access.NOBODY
    actor = access.actor_of(user_id=request.user.pk)
    if actor.role and policy.lacks_factor(user_id=request.user.pk, role=actor.role):
        request.lacks_factor = True  # type: ignore[attr-defined]
        return access.NOBODY
    return actor
