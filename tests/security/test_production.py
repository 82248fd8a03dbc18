"""The headers and cookies of a desk in production: the settings, the host and TLS as they are there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.security.matrix import ROWS
from tests.services import given

pytestmark = pytest.mark.django_db
"""So that the database is made, which the other process then uses."""

ROOT = Path(__file__).resolve().parents[2]


def _environment(database_url: str) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url,
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "compliance.settings",
        "DESK_MODE": "production",
        "DESK_VAR_DIR": os.environ["DESK_VAR_DIR"],
        "SITE_URL": "https://desk.example.org",
        "SECRET_KEY": "x7" * 40,
        "BROKER_URL": os.environ["BROKER_URL"],
        "EMAIL_URL": os.environ["EMAIL_URL"],
        "MAIL_FROM": "desk@example.org",
        "DOCUMENTS_DIR": str(ROOT / "var" / "nowhere"),
        "LOG_LEVEL": "CRITICAL",
    }


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_modify_db_settings: None) -> dict[str, Any]:
    """What a desk in production answered, on the database of the tests."""
    from django.conf import settings

    if not given.postgresql():
        pytest.skip("production runs on PostgreSQL; DATABASE_URL names another database")
    url = given.url_of_test_database(settings.DATABASES["default"])
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.production"],
        cwd=ROOT,
        env=_environment(url),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_answer_over_tls_is_as_it_should_be(told: dict[str, Any]) -> None:
    """Cookies of the host alone, sent over TLS alone; TLS for a year and its subdomains; the headers as everywhere."""
    assert told["faults"] == []


def test_production_has_the_addresses_of_the_matrix_and_none_of_the_demonstration(
    told: dict[str, Any],
) -> None:
    assert told["names"] == sorted(row.name for row in ROWS if not row.demonstration)
