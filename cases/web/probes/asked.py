"""Probes and Prometheus ask a node by whatever name or number it has inside, in the clear."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


class AskedFromInside:
    """Three addresses answer under any name: nothing that they say depends on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in _PATHS:
            request.META["HTTP_HOST"] = urlsplit(settings.SITE_URL).netloc
        return self.get_response(request)
