"""How letters leave and how mail comes in, read from the environment; half a configuration is refused.

Pure: it is given a way to read a value, and imports no settings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

Read = Callable[[str], str]
"""The value of a name in the environment, "" where it is not set."""

_TIMEOUT_SECONDS = 10
_SHORTEST_SECRET = 24
_SIGN_LENGTH = 46
"""What an address of a case adds to the mailbox at most; a mailbox has 64 characters (RFC 5321)."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What a provider of django-anymail must be told, and may be, by the names that anymail has for it."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


PROVIDERS: dict[str, Provider] = {
    "brevo": Provider(("BREVO_API_KEY",)),
    "mailersend": Provider(
        ("MAILERSEND_API_TOKEN",), ("MAILERSEND_SIGNING_SECRET", "MAILERSEND_INBOUND_SECRET")
    ),
    "mailgun": Provider(
        ("MAILGUN_API_KEY", "MAILGUN_SENDER_DOMAIN"), ("MAILGUN_API_URL", "MAILGUN_WEBHOOK_SIGNING_KEY")
    ),
    "mailjet": Provider(("MAILJET_API_KEY", "MAILJET_SECRET_KEY")),
    "postmark": Provider(("POSTMARK_SERVER_TOKEN",)),
    "sendgrid": Provider(("SENDGRID_API_KEY",)),
    "sparkpost": Provider(("SPARKPOST_API_KEY",), ("SPARKPOST_API_URL",)),
}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail backend of Django with its settings; ``provider`` is "" where it is an SMTP server."""

    backend: str
    provider: str = ""
    smtp: dict[str, Any] = field(default_factory=dict)
    anymail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where mail is fetched by IMAP."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    tls: bool


def outgoing(*, url: str, read: Read) -> Outgoing:
    """What ``EMAIL_URL`` names: an SMTP server, or a provider as ``postmark://``, whose keys are set beside it.

    Raises: ImproperlyConfigured, naming what is missing or left over.
    """
    provider = urlsplit(url).scheme
    secret = _webhook_secret(read("MAIL_WEBHOOK_SECRET"))
    if provider not in PROVIDERS:
        if secret:
            raise ImproperlyConfigured(
                "MAIL_WEBHOOK_SECRET is set, and EMAIL_URL names no provider that would call"
            )
        return _by_smtp(url)
    if urlsplit(url).netloc or urlsplit(url).path:
        raise ImproperlyConfigured(f"EMAIL_URL is longer than {provider}://; its keys are set by their names")
    wanted = PROVIDERS[provider]
    for name in wanted.required:
        if not read(name):
            raise ImproperlyConfigured(f"{name} is not set; EMAIL_URL={provider}:// needs it")
    values = {name: read(name) for name in (*wanted.required, *wanted.optional) if read(name)}
    webhooks = {"WEBHOOK_SECRET": secret} if secret else {}
    return Outgoing(
        backend=f"anymail.backends.{provider}.EmailBackend",
        provider=provider,
        anymail={"REQUESTS_TIMEOUT": _TIMEOUT_SECONDS, **values, **webhooks},
    )


def inbound_address(value: str) -> str:
    """The mailbox that replies come to; "" where none are read. Raises: ImproperlyConfigured."""
    if not value:
        return ""
    if not re.fullmatch(r"[a-z0-9._-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", value):
        raise ImproperlyConfigured(
            f"INBOUND_ADDRESS is {value!r}; it is an address such as desk@in.example.org"
        )
    if len(value.partition("@")[0]) > 64 - _SIGN_LENGTH:
        raise ImproperlyConfigured(
            "INBOUND_ADDRESS has a mailbox that is too long: a case's sign is added to it"
        )
    return value


def mailbox(value: str, *, inbound: str) -> Mailbox | None:
    """The mailbox that ``IMAP_URL`` names; None where mail is not fetched. Raises: ImproperlyConfigured."""
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("imap", "imaps") or not (parts.hostname and parts.username and parts.password):
        raise ImproperlyConfigured("IMAP_URL is imaps://user:password@host/INBOX")
    if parts.scheme == "imap" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ImproperlyConfigured("IMAP_URL would send its password without TLS: write imaps://")
    if not inbound:
        raise ImproperlyConfigured(
            "IMAP_URL is set and INBOUND_ADDRESS is not: no letter would name the mailbox"
        )
    return Mailbox(
        host=parts.hostname,
        port=parts.port or (993 if parts.scheme == "imaps" else 143),
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=parts.scheme == "imaps",
    )


def _by_smtp(url: str) -> Outgoing:
    try:
        found = environ.Env().email_url_config(url)
    except (KeyError, ImproperlyConfigured) as error:
        known = ", ".join(f"{name}://" for name in PROVIDERS)
        raise ImproperlyConfigured(
            f"EMAIL_URL names nothing that the desk can send by; it is smtp+tls://…, smtp+ssl://… or one of {known}"
        ) from error
    return Outgoing(backend=str(found["EMAIL_BACKEND"]), smtp=found)


def _webhook_secret(value: str) -> str:
    user, _, password = value.partition(":")
    if value and not (user and len(password) >= _SHORTEST_SECRET):
        raise ImproperlyConfigured(
            f"MAIL_WEBHOOK_SECRET is user:password, the password random and {_SHORTEST_SECRET} characters or more"
        )
    return value
