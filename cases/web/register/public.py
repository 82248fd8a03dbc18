"""What holds for every address of the public register: there only where it is published, and the same for everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag

View = Callable[..., HttpResponse]
PATH = "/register/"
KEPT_SECONDS = 300
"""How long a proxy may answer with what it has; a browser asks each time whether its copy still holds. Our choice."""


def require_published() -> None:
    """Raises: Http404 for everybody where the Secretariat does not publish the register."""
    if not settings.PUBLIC_REGISTER:
        raise Http404


def public(view: View) -> View:
    """A page of the register in the language of its address, which caches may keep."""

    @wraps(view)
    def shown(request: HttpRequest, language: str, *args: Any, **kwargs: Any) -> HttpResponse:
        require_published()
        if language not in dict(settings.LANGUAGES):
            raise Http404
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not ratelimit.consume(request, app="allauth.account", action="public_register", limit_get=True):
            refused: HttpResponse = ratelimit.respond_429(request)
            return refused
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        return _kept(request, response)

    return shown


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With what caches need; nothing but the head where the reader's copy is still right."""
    if response.status_code != 200:
        return response
    set_response_etag(response)
    found = get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
    patch_cache_control(found, public=True, max_age=0, s_maxage=KEPT_SECONDS, must_revalidate=True)
    return found


class WithoutCookies:
    """The middleware before the session: on a page of the register everybody is nobody, signed in or not.

    No cookie is read and none is set, so that what caches keep is of no reader.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (settings.PUBLIC_REGISTER and request.path_info.startswith(PATH)):
            return self.get_response(request)
        request.COOKIES.clear()
        response = self.get_response(request)
        response.cookies.clear()
        if "public" in response.headers.get("Cache-Control", ""):
            # The address alone decides what such a page holds.
            response.headers.pop("Vary", None)
        return response
