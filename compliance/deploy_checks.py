"""What ``check --deploy`` asks of this site beyond what Django asks of every site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, urlsplit

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


def _is_elsewhere(host: str) -> bool:
    """Whether a name or an address leads over a network that others use.

    A name without a dot is a container's, on a network of this machine's own.
    """
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return "." in host and not host.startswith("/")


def _database_is_known_by_its_certificate() -> bool:
    database = settings.DATABASES["default"]
    checked = database.get("OPTIONS", {}).get("sslmode") == "verify-full"
    return checked or not _is_elsewhere(str(database.get("HOST", "")))


def _broker_is_known_by_its_certificate() -> bool:
    """The client takes anybody's certificate unless the address asks it to look."""
    broker = urlsplit(settings.CELERY_BROKER_URL)
    asked = parse_qs(broker.query).get("ssl_cert_reqs", [""])[0]
    checked = broker.scheme == "rediss" and asked in ("required", "CERT_REQUIRED")
    return checked or not _is_elsewhere(broker.hostname or "")


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
        lambda: settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL or bool(settings.MAIL_PROVIDER),
        "Letters leave without TLS: use smtp+tls:// or smtp+ssl:// in EMAIL_URL, or a provider.",
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
    (
        "compliance.E110",
        _database_is_known_by_its_certificate,
        "The database is on another host and its certificate is not checked: add ?sslmode=verify-full and "
        "sslrootcert to DATABASE_URL.",
    ),
    (
        "compliance.E111",
        lambda: bool(urlsplit(settings.CELERY_BROKER_URL).password),
        "The broker lets in whoever reaches it: give it a password, redis://:password@host:6379/0 in BROKER_URL.",
    ),
    (
        "compliance.E112",
        _broker_is_known_by_its_certificate,
        "The broker is on another host and its certificate is not checked: write rediss:// and "
        "?ssl_cert_reqs=required in BROKER_URL.",
    ),
    (
        "compliance.E120",
        lambda: not settings.WEBHOOK_TEST_HOSTS,
        "Webhooks may reach hosts inside the house: WEBHOOK_TEST_HOSTS is for tests.",
    ),
)

# What ought to hold: the desk says so on its pages where it does not.
_ADVICE: tuple[tuple[str, Callable[[], bool], str], ...] = (
    (
        "compliance.W101",
        lambda: bool(settings.CLAMD_URL),
        "Documents are taken without being scanned for viruses: see CLAMD_URL.",
    ),
)


@checks.register(checks.Tags.security, deploy=True)
def site_is_closed(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every rule of this page; an error stops the deployment, a warning does where warnings are asked to."""
    return [
        *(checks.Error(words, id=number) for number, holds, words in _RULES if not holds()),
        *(checks.Warning(words, id=number) for number, holds, words in _ADVICE if not holds()),
    ]
