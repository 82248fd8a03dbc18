"""``check --deploy`` is silent on a sound site, and names each thing that is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from compliance.deploy_checks import site_is_closed
from tests.architecture.test_settings import PRODUCTION

ROOT = Path(__file__).resolve().parents[2]
SOUND = {
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "EMAIL_USE_TLS": True,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    "CELERY_BROKER_URL": "redis://:a-password@broker:6379/0",
    "CLAMD_URL": "tcp://scanner:3310",
}
_LOOSE_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "script-src": ["'self'", "'unsafe-inline'"],
    }
}


def test_production_passes_in_silence() -> None:
    secret = "".join(chr(ord("A") + number * 7 % 26) + str(number % 10) for number in range(40))
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=PRODUCTION
        | {"CLAMD_URL": "tcp://scanner:3310", "SECRET_KEY": secret, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), (
        done.stderr
    )


def test_a_sound_site_raises_nothing(settings: Any) -> None:
    _apply(settings, SOUND)
    assert site_is_closed(None) == []


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [
        ("compliance.E101", "CONTENT_SECURITY_POLICY", _LOOSE_POLICY),
        ("compliance.E102", "SESSION_COOKIE_NAME", "session"),
        ("compliance.E102", "SESSION_COOKIE_DOMAIN", "example.org"),
        ("compliance.E103", "SESSION_ENGINE", "django.contrib.sessions.backends.signed_cookies"),
        ("compliance.E104", "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"]),
        ("compliance.E105", "SESSION_ABSOLUTE_SECONDS", 7 * 24 * 3600),
        ("compliance.E105", "SESSION_IDLE_SECONDS", 0),
        ("compliance.E106", "EMAIL_USE_TLS", False),
        ("compliance.E107", "ALLAUTH_TRUSTED_PROXY_COUNT", 0),
        ("compliance.E108", "DEMONSTRATION", True),
        ("compliance.E109", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", True),
        ("compliance.E111", "CELERY_BROKER_URL", "redis://broker:6379/0"),
        ("compliance.E112", "CELERY_BROKER_URL", "redis://:a-password@broker.example.org:6379/0"),
        ("compliance.E112", "CELERY_BROKER_URL", "rediss://:a-password@broker.example.org:6379/0"),
        ("compliance.E120", "WEBHOOK_TEST_HOSTS", ["127.0.0.1"]),
        ("compliance.W101", "CLAMD_URL", ""),
    ],
)
def test_each_hole_is_named(settings: Any, number: str, name: str, value: object) -> None:
    _apply(settings, SOUND | {name: value})
    assert [fault.id for fault in site_is_closed(None)] == [number]


@pytest.mark.parametrize(
    ("host", "options", "sound"),
    [
        pytest.param("db.example.org", {}, False, id="elsewhere, in the clear if the server likes"),
        pytest.param(
            "db.example.org", {"sslmode": "require"}, False, id="elsewhere, with anybody's certificate"
        ),
        pytest.param(
            "db.example.org", {"sslmode": "verify-full"}, True, id="elsewhere, known by its certificate"
        ),
        pytest.param("10.0.0.5", {}, False, id="an address"),
        pytest.param("::1", {}, True, id="this machine"),
        pytest.param("/run/postgresql", {}, True, id="a socket"),
        pytest.param("database", {}, True, id="a container of this machine"),
    ],
)
def test_a_database_on_another_host_shows_its_certificate(
    settings: Any, monkeypatch: pytest.MonkeyPatch, host: str, options: dict[str, str], sound: bool
) -> None:
    _apply(settings, SOUND)
    monkeypatch.setitem(settings.DATABASES, "default", {"HOST": host, "OPTIONS": options})
    assert [fault.id for fault in site_is_closed(None)] == ([] if sound else ["compliance.E110"])


def test_a_broker_elsewhere_that_shows_its_certificate_passes(settings: Any) -> None:
    address = "rediss://:a-password@broker.example.org:6379/0?ssl_cert_reqs=required"
    _apply(settings, SOUND | {"CELERY_BROKER_URL": address})
    assert site_is_closed(None) == []


def test_what_the_address_of_the_database_asks_reaches_the_driver() -> None:
    """So that the check looks at what is in force."""
    program = "import compliance.settings as s; print(s.DATABASES['default']['OPTIONS']['sslmode'])"
    address = "postgres://desk@db.example.org/desk?sslmode=verify-full"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=PRODUCTION | {"DATABASE_URL": address},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "verify-full"


def _apply(settings: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(settings, name, value)
