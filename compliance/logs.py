"""How the log writes: one line for each event, its instant in UTC; for people to read, or as JSON for machines.

Every line that a request or a wake-up causes carries its number, and the
reference of the case where a page is of one. People are account numbers.
"""

from __future__ import annotations

import logging
import time
from collections.abc import MutableMapping
from http import HTTPStatus
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

_EXTRAS = frozenset({"code", "request", "task", "task_id", "duration_ms"})
"""What a library may add to a line; anything else can hold what somebody wrote."""

_PROBES = frozenset({"healthz", "readyz", "metrics"})
"""Asked every few seconds: that all is well is not worth a line each time."""


class InUTC(logging.Formatter):
    """``2026-11-24T07:00:00Z INFO security event=...``: the same instant on every machine."""

    converter = time.gmtime  # type: ignore[assignment]  # typed as if it had to take an instant
    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = ""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")


class AsJSON(structlog.stdlib.ProcessorFormatter):
    """``{"event": ..., "level": "info", "logger": "security", "at": ..., "request_id": ..., "case": ...}``."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(allow=_EXTRAS),
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
                _plain_values,
                structlog.processors.format_exc_info,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )


def _plain_values(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Django puts the whole request beside its lines: of that, nothing is written."""
    for key in _EXTRAS & event.keys():
        if not isinstance(event[key], (str, int, float)):
            del event[key]
    return event


def configure() -> None:
    """Lines of structlog go the way of all others: one place decides what is written."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


class RequestContext(RequestMiddleware):
    """Numbers each request; what is logged meanwhile carries the number, the page's name and the case's reference.

    The number goes back with the answer, so that a reader who writes about an
    error can name it. The address is never logged: it can hold a secret.
    """

    def prepare(self, request: HttpRequest) -> None:
        super().prepare(request)
        number = structlog.contextvars.get_contextvars()["request_id"]
        request.request_id = number  # type: ignore[attr-defined]

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if reference := kwargs.get("reference"):
            structlog.contextvars.bind_contextvars(case=str(reference)[:20])

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        match = getattr(request, "resolver_match", None)
        if match and match.view_name in _PROBES and response.status_code == HTTPStatus.OK:
            structlog.contextvars.clear_contextvars()
            return
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        match = getattr(request, "resolver_match", None)
        return f"{request.method} {match.view_name if match else '-'}"
