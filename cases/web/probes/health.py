"""Whether the process lives, and whether the desk does its work."""

from __future__ import annotations

import time
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases import readiness
from cases.readiness import Part
from compliance import clock

_GOOD_FOR_SECONDS = 5
"""How long an answer stands: whoever asks a thousand times makes no thousand connections."""
_last: tuple[float, tuple[Part, ...]] | None = None


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked, so that a database that is away restarts no container."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Each part with why it is well or not; 503 where one is not."""
    found = _parts()
    ready = all(part.well for part in found)
    body = {"ready": ready, "parts": [asdict(part) for part in found]}
    return JsonResponse(body, status=200 if ready else 503)


def _parts() -> tuple[Part, ...]:
    global _last
    if _last is None or time.monotonic() - _last[0] > _GOOD_FOR_SECONDS:
        _last = (time.monotonic(), readiness.parts(at=clock.now()))
    return _last[1]
