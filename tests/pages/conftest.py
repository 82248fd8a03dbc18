"""The browser and the record that every page is looked at with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.security.conftest import askers, on_the_record, targets, world

__all__ = ["askers", "on_the_record", "targets", "world"]


@pytest.fixture(scope="module", autouse=True)
def _assets_under_their_plain_names() -> Iterator[None]:
    from django.conf import settings

    plain: dict[str, Any] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield
