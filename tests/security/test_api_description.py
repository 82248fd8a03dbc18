"""The API does what its description says, for each role, with what the description allows and what it does not.

In process, with a seed. ``API_EXAMPLES=200 pytest tests/security/test_api_description.py``
asks for longer: so many bodies and queries for each operation and role.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from tests.security import cast, matrix_api
from tests.security.asking import _plainly, taken_back
from tests.security.asking_api import program_of
from tests.security.matrix_api import BEARERS
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

EXAMPLES = int(os.environ.get("API_EXAMPLES", "2"))
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
_KINDS = {"parties": "party", "matters": "matter", "requests": "request"}
_LABELS = {"party": "XA", "meeting": "next", "measure": "brought", "assessment": "brought"}


@pytest.fixture(scope="module")
def described(world: World) -> Any:
    """The description as programs get it, with the desk behind it."""
    found = schemathesis.openapi.from_dict(json.loads(Client().get("/api/v1/schema/").content))
    found.app = get_wsgi_application()
    return found


@pytest.fixture(autouse=True)
def _connection_stays() -> Iterator[None]:
    """As with Django's own client: the record is in a transaction of this connection."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def rates() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.API_RATES", {"reading": "100000/min", "changing": "100000/min"})
        yield


def test_the_description_is_made_without_a_warning() -> None:
    with GENERATOR_STATS.silence():
        described = SchemaGenerator().get_schema(request=None, public=True)
        warned = {**GENERATOR_STATS._warn_cache, **GENERATOR_STATS._error_cache}
    assert not warned
    validate_schema(described)
    assert described["openapi"].startswith("3.1")


@pytest.mark.parametrize("bearer", [one for one in BEARERS if one not in (cast.SUPERVISOR, cast.OTHER)])
def test_every_operation_does_what_its_description_says(
    world: World, described: Any, rates: None, bearer: str
) -> None:
    with taken_back(), _plainly():
        headers = program_of(world, bearer).headers
        faults = []
        for result in described.get_all_operations():
            operation = result.ok()
            if operation.path.endswith("/content/"):  # a file, of its own kind: test_matrix_api reads it
                continue
            for mode in schemathesis.GenerationMode:
                try:
                    _ask(operation, mode, headers, _record(world, operation.path))
                except FailureGroup as group:
                    faults += [f"{operation.label}: {fault}" for fault in group.exceptions]
        cache.clear()
    assert not faults, "\n\n".join(faults)


def _record(world: World, path: str) -> dict[str, Any] | None:
    """One object that there is, for an address that names one."""
    if "{" not in path:
        return None
    plural, name = path.split("/")[3], path.partition("{")[2].partition("}")[0]
    kind = _KINDS.get(plural, plural.removesuffix("s"))
    label = "own sent" if kind == "document" else "own received" if kind == "notice" else "own"
    found = matrix_api.kwargs(world)[kind][_LABELS.get(kind, label)]
    return {name: str(next(iter(found.values())))}


def _ask(operation: Any, mode: Any, headers: dict[str, str], record: dict[str, Any] | None) -> None:
    is_bad = mode is schemathesis.GenerationMode.NEGATIVE
    asked = [*CHECKS, checks.negative_data_rejection] if is_bad else CHECKS
    named = {"path_parameters": record} if record else {}
    try:
        strategy = operation.as_strategy(generation_mode=mode, **named)
    except schemathesis.errors.InvalidSchema:
        return

    @seed(2026)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def check(case: Any) -> None:
        with taken_back():
            response = case.call(headers=headers)
        case.validate_response(response, checks=asked)

    check()
