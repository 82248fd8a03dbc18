"""One record for every test of a module: made once, looked at by all, committed never."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import transaction
from django.http import HttpRequest
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.security import addresses, cast
from tests.security import world as record
from tests.security.addresses import Asked
from tests.security.asking import Asker, taken_back
from tests.security.people import TODAY
from tests.security.targets import Targets, of
from tests.security.world import World


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The record with its planted words, on its day, with its documents in a folder of their own."""
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(STORAGES=_storages(tmp_path_factory.mktemp("documents"))),
        django_db_blocker.unblock(),
        taken_back(),
    ):
        patch.setattr(timezone, "now", lambda: TODAY)
        yield record.build()


def _storages(folder: Path) -> dict[str, Any]:
    options = settings.STORAGES["default"]["OPTIONS"] | {"location": str(folder)}
    return settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}


@pytest.fixture(scope="module")
def askers(world: World) -> dict[str, Asker]:
    """Each member of the cast at a browser of their own, signed in."""
    return {member: Asker(world.people.users.get(member)) for member in cast.CAST}


@pytest.fixture(scope="module")
def targets(world: World) -> Targets:
    """What pages are asked about."""
    return of(world)


@pytest.fixture(
    scope="module",
    params=[pytest.param(member, marks=pytest.mark.xdist_group(member)) for member in cast.CAST],
)
def asked(request: pytest.FixtureRequest, askers: dict[str, Asker], targets: Targets) -> Asked:
    """Everything that one member of the cast was answered; asked once for all tests that look at it.

    These tests of one member are a group, so that two processes do not ask the same.
    """
    return addresses.everything(member=request.param, asker=askers[request.param], targets=targets)


@pytest.fixture(scope="module")
def asked_without_token(world: World) -> dict[str, Asker]:
    """The cast at browsers that are held to the token against forgery."""
    return {member: Asker(world.people.users.get(member), csrf=True) for member in cast.CAST}


@pytest.fixture
def without_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views of ours are called bare, without the decorators that ask who comes."""
    found = BaseHandler.resolve_request

    def bare(self: BaseHandler, request: HttpRequest) -> Any:
        match = found(self, request)
        if match.func.__module__.startswith("cases.web."):
            match.func = inspect.unwrap(match.func)
        return match

    monkeypatch.setattr(BaseHandler, "resolve_request", bare)


@pytest.fixture
def on_the_record(world: World, db: None) -> None:
    """What a test changes is undone after it; the record stays."""
    assert transaction.get_connection().in_atomic_block
