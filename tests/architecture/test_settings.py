"""The settings refuse to start on a bad or missing value, and name it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DESK_MODE": "production",
    "SITE_URL": "https://desk.example.org",
    "SECRET_KEY": "x7" * 40,
    "DATABASE_URL": "postgres://desk@database/desk",
    "BROKER_URL": "redis://:a-password@broker:6379/0",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "MAIL_FROM": "desk@example.org",
    "DOCUMENTS_DIR": "/srv/documents",
    "PATH": os.environ["PATH"],
}


def _start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import compliance.settings"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_production_starts_with_every_value() -> None:
    assert _start(PRODUCTION).returncode == 0


@pytest.mark.parametrize(
    "name",
    ["SITE_URL", "SECRET_KEY", "DATABASE_URL", "BROKER_URL", "EMAIL_URL", "MAIL_FROM", "DOCUMENTS_DIR"],
)
def test_a_missing_value_is_named(name: str) -> None:
    done = _start({key: value for key, value in PRODUCTION.items() if key != name})
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DESK_MODE", "staging", "'embedded' or 'production'"),
        ("SITE_URL", "http://desk.example.org", "https://"),
        ("SITE_URL", "desk", "SITE_URL"),
        ("SECRET_KEY", "short", "50 characters"),
        ("DATABASE_URL", "sqlite:///desk.sqlite3", "PostgreSQL"),
        ("SWEEP_EVERY_SECONDS", "hourly", "SWEEP_EVERY_SECONDS"),
        ("CLAMD_URL", "clamav:3310", "tcp://host:port"),
        ("CLAMD_URL", "tcp://clamav", "tcp://host:port"),
        ("CLAMD_URL", "tcp://clamav:99999", "tcp://host:port"),
        ("CLAMD_URL", "unix://run/clamd.ctl", "unix:///path"),
    ],
)
def test_a_bad_value_is_named(name: str, value: str, words: str) -> None:
    done = _start(PRODUCTION | {name: value})
    assert done.returncode != 0
    assert words in done.stderr


def test_the_inbox_of_the_demonstration_never_exists_in_production() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import compliance.settings as s; print(s.DEMONSTRATION)"],
        cwd=ROOT,
        env=PRODUCTION | {"DESK_DEMONSTRATION": "true"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "False"
