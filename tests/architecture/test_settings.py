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


def test_a_secret_can_be_a_file_and_a_password_stand_apart_from_its_address(tmp_path: Path) -> None:
    for name, value in (("key", "x7" * 40), ("password", "p/w@"), ("token", "t" * 40)):
        (tmp_path / name).write_text(f"{value}\n")
    files = {
        "SECRET_KEY_FILE": "key",
        "DATABASE_PASSWORD_FILE": "password",
        "BROKER_PASSWORD_FILE": "password",
        "EMAIL_PASSWORD_FILE": "password",
        "METRICS_TOKEN_FILE": "token",
    }
    environment = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    environment |= {name: str(tmp_path / file) for name, file in files.items()}
    environment |= {
        "BROKER_URL": "redis://broker:6379/0",
        "EMAIL_URL": "smtp+tls://user@mail.example.org:587",
    }
    program = (
        "import compliance.settings as s; print(s.SECRET_KEY, s.DATABASES['default']['PASSWORD'], "
        "s.CELERY_BROKER_URL, s.EMAIL_HOST_PASSWORD, s.METRICS_TOKEN)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.stdout.split() == [
        *("x7" * 40, "p/w@", "redis://:p%2Fw%40@broker:6379/0", "p/w@", "t" * 40),
    ], done.stderr
