"""What the tests were given to run on."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

NEEDS_POSTGRESQL = "needs PostgreSQL: two writers at once; DATABASE_URL names another database"


def postgresql() -> bool:
    """Whether the tests run on PostgreSQL."""
    return os.environ["DATABASE_URL"].startswith("postgres")


def url_of_test_database(database: dict[str, Any]) -> str:
    """The address of the test database, for programs that the tests start."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    if not postgresql():
        return f"sqlite:///{name}"
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    return f"postgres://{database['USER']}{password}@{database['HOST']}:{database['PORT']}/{name}"


def program(name: str) -> str:
    """The path of a program that a test needs; where it is missing, skips loudly, or fails if nothing may be."""
    found = shutil.which(name)
    if found:
        return found
    reason = f"{name} is missing: apt-get install {name}"
    if os.environ.get("DESK_TESTS_SKIP") == "never":
        pytest.fail(reason)
    pytest.skip(reason)
