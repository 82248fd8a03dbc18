"""The figures of the desk as Prometheus reads them, for whoever has the token."""

from __future__ import annotations

import os

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from cases.web.probes import exposition


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The requests of this node, of all its processes, and the figures of the desk, which every node gives alike.

    Without a token in the settings there is no such page.
    """
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse("a token is needed\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    body = generate_latest(_of_this_node()) + generate_latest(exposition.registry())
    return HttpResponse(body, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _of_this_node() -> CollectorRegistry:
    """What the processes of this node counted; where there are several, gunicorn's configuration names their folder."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
