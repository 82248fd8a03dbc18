"""The log of production: JSON, numbered by request, with the case and without what is personal."""

from __future__ import annotations

import json
import logging
from datetime import date
from typing import Any

import pytest
from django.core import checks
from django.test import Client
from django.urls import reverse

from compliance import logs
from compliance.accounts.models import User
from compliance.checks import telemetry_is_installed
from tests.conftest import MakeRequest


class _Lines(logging.Handler):
    """What a handler with the formatter of production would write."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logs.AsJSON())
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Any:
    handler = _Lines()
    root = logging.getLogger()
    root.addHandler(handler)
    monkeypatch.setattr(logging.getLogger("django_structlog"), "level", logging.INFO)
    yield handler.lines
    root.removeHandler(handler)


@pytest.mark.django_db
def test_each_line_of_a_request_carries_its_number_and_the_case(
    lines: list[dict[str, Any]], client: Client, officer: User, focal_point: User, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=date(2026, 10, 1))
    client.force_login(officer)
    lines.clear()
    response = client.get(reverse("secretariat:request", args=[request.reference]))
    [finished] = [line for line in lines if line["event"] == "request_finished"]
    assert finished["request_id"] == response["X-Request-ID"]
    assert (finished["case"], finished["code"]) == (request.reference, 200)
    assert (finished["request"], finished["user_id"]) == ("GET secretariat:request", officer.pk)
    assert not {"ip", "user_agent"} & finished.keys()

    lines.clear()
    client.force_login(focal_point)
    client.get(reverse("secretariat:request", args=[request.reference]) + "?q=secret-words")
    [refused] = [line for line in lines if line["logger"] == "security" and "event=refused" in line["event"]]
    assert refused["case"] == request.reference
    assert refused["event"] == f"event=refused user={focal_point.pk} view=secretariat:request"
    assert officer.email not in json.dumps(lines)
    assert "secret-words" not in json.dumps(lines)


def test_an_error_is_one_line_with_its_kind_and_place(lines: list[dict[str, Any]]) -> None:
    try:
        raise ValueError("x")
    except ValueError:
        logging.getLogger("cases").exception("it went wrong", extra={"request": object(), "secret": "letter"})
    [line] = lines
    assert (line["event"], line["level"], line["logger"]) == ("it went wrong", "error", "cases")
    assert "ValueError: x" in line["exception"]
    assert not {"request", "secret"} & line.keys()


def test_what_a_setting_asks_for_and_is_not_installed_is_named(settings: Any) -> None:
    assert telemetry_is_installed(None) == []
    settings.SENTRY_DSN = "https://key@errors.example.org/1"
    settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = "http://collector:4318/v1/traces"
    found = telemetry_is_installed(None)
    assert [(one.id, one.level) for one in found] == [("compliance.E004", checks.ERROR)] * 2
    assert "pip install sentry-sdk" in found[0].msg
    assert "opentelemetry-sdk" in found[1].msg
