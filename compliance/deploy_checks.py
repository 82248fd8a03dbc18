"""What ``check --deploy`` asks of this site beyond what Django asks of every site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import checks

_LONGEST_SESSION = timedelta(hours=24).total_seconds()
_NONE = "'none'"


def _policy_is_strict() -> bool:
    directives: dict[str, list[str]] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = [source for listed in directives.values() for source in listed]
    closed = all(
        directives.get(name) == [_NONE]
        for name in ("default-src", "object-src", "base-uri", "frame-ancestors")
    )
    return closed and not any("unsafe" in source or "*" in source or "//" in source for source in sources)


def _cookies_are_bound_to_the_host() -> bool:
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    return all(name.startswith("__Host-") for name in names) and settings.SESSION_COOKIE_DOMAIN is None


def _sessions_are_kept_here() -> bool:
    return str(settings.SESSION_ENGINE) in (
        "django.contrib.sessions.backends.db",
        "django.contrib.sessions.backends.cached_db",
    )


# What must hold, the sentence where it does not, and the number of the check.
_RULES: tuple[tuple[str, Callable[[], bool], str], ...] = (
    (
        "compliance.E101",
        _policy_is_strict,
        "The content security policy lets in more than this site's own files.",
    ),
    (
        "compliance.E102",
        _cookies_are_bound_to_the_host,
        "Cookies are not bound to the host: name them __Host-.",
    ),
    (
        "compliance.E103",
        _sessions_are_kept_here,
        "Sessions are not kept on the server, so none could be ended.",
    ),
    (
        "compliance.E104",
        lambda: settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher"),
        "Passwords are not hashed with Argon2.",
    ),
    (
        "compliance.E105",
        lambda: 0 < settings.SESSION_IDLE_SECONDS <= settings.SESSION_ABSOLUTE_SECONDS <= _LONGEST_SESSION,
        "Sessions last longer than a day, or have no idle limit: see SESSION_IDLE_SECONDS.",
    ),
    (
        "compliance.E106",
        lambda: settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL,
        "Letters leave without TLS: use smtp+tls:// or smtp+ssl:// in EMAIL_URL.",
    ),
    (
        "compliance.E107",
        lambda: settings.ALLAUTH_TRUSTED_PROXY_COUNT >= 1,
        "No proxy is trusted, so all readers share one address and one rate limit: see TRUSTED_PROXY_COUNT.",
    ),
    (
        "compliance.E108",
        lambda: not settings.DEMONSTRATION,
        "The demonstration's mailbox is open to everybody.",
    ),
    (
        "compliance.E109",
        lambda: not settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN,
        "Security keys are accepted without TLS.",
    ),
)


@checks.register(checks.Tags.security, deploy=True)
def site_is_closed(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every rule of this page; an error stops the deployment."""
    return [checks.Error(words, id=number) for number, holds, words in _RULES if not holds()]
