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
        env=PRODUCTION | {"SECRET_KEY": secret, "PATH": os.environ["PATH"]},
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
    ],
)
def test_each_hole_is_named(settings: Any, number: str, name: str, value: object) -> None:
    _apply(settings, SOUND | {name: value})
    assert [fault.id for fault in site_is_closed(None)] == [number]


def _apply(settings: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(settings, name, value)
