"""Errors to Sentry and traces to OpenTelemetry, where the settings name a place; else no package of either is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from celery.signals import worker_process_init
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Service:
    """Something that is used only where ``setting`` is given: the modules that it needs, and what brings them."""

    setting: str
    modules: tuple[str, ...]
    packages: str
    begin: Callable[[], None]

    @property
    def is_wanted(self) -> bool:
        return bool(getattr(settings, self.setting))

    @property
    def is_missing(self) -> bool:
        """Whether it is wanted and a module of it is not installed."""
        return self.is_wanted and not all(_is_installed(name) for name in self.modules)


def begin() -> None:
    """Starts what is wanted and installed; what is missing, ``manage.py check`` says."""
    for service in SERVICES:
        if service.is_wanted and not service.is_missing:
            service.begin()


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # a package above it is not there
        return False


def _begin_sentry() -> None:
    import_module("sentry_sdk").init(
        dsn=settings.SENTRY_DSN,
        release=settings.RELEASE,
        send_default_pii=False,
        # What a function held and what was sent in can be a letter: neither leaves the house.
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=_without_reader,
    )


def _without_reader(event: dict[str, Any], hint: Any) -> dict[str, Any]:
    """An address can hold a secret, headers a cookie: what went wrong is told, and not to whom."""
    for part in ("request", "user", "breadcrumbs", "extra"):
        event.pop(part, None)
    return event


def _begin_opentelemetry() -> None:
    sdk = import_module("opentelemetry.sdk.trace")
    resource = import_module("opentelemetry.sdk.resources").Resource
    exporter = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter").OTLPSpanExporter
    provider = sdk.TracerProvider(resource=resource.create({"service.name": "compliance-desk"}))
    batches = import_module("opentelemetry.sdk.trace.export").BatchSpanProcessor
    provider.add_span_processor(batches(exporter(endpoint=settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)))
    import_module("opentelemetry.trace").set_tracer_provider(provider)
    import_module("opentelemetry.instrumentation.django").DjangoInstrumentor().instrument()
    # A worker's children begin after the fork, with a connection of their own.
    worker_process_init.connect(_trace_worker, weak=False)


def _trace_worker(**kwargs: object) -> None:
    import_module("opentelemetry.instrumentation.celery").CeleryInstrumentor().instrument()


SERVICES = (
    Service("SENTRY_DSN", ("sentry_sdk",), "sentry-sdk", _begin_sentry),
    Service(
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        (
            "opentelemetry.sdk.trace",
            "opentelemetry.exporter.otlp.proto.http.trace_exporter",
            "opentelemetry.instrumentation.django",
            "opentelemetry.instrumentation.celery",
        ),
        "opentelemetry-sdk opentelemetry-exporter-otlp-proto-http "
        "opentelemetry-instrumentation-django opentelemetry-instrumentation-celery",
        _begin_opentelemetry,
    ),
)
