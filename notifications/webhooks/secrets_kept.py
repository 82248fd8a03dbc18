"""The secrets of an endpoint: kept encrypted, two of them valid for a while after a rotation."""

from __future__ import annotations

from datetime import datetime, timedelta

from compliance.accounts import cipher
from notifications.webhooks import signing
from notifications.webhooks.models import WebhookEndpoint

OVERLAP = timedelta(days=7)
"""How long the old secret signs beside the new one. Our choice."""
_PURPOSE = b"compliance desk: secrets of webhooks"


def give(*, endpoint: WebhookEndpoint, at: datetime) -> str:
    """A new secret on the endpoint, which is not saved here; one that it had goes on for the overlap.

    Returns it as its holder is shown it, this once.
    """
    secret = signing.new_secret()
    if endpoint.secret:
        endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, at + OVERLAP
    endpoint.secret, endpoint.secret_made_at = cipher.encrypt(text=secret, purpose=_PURPOSE), at
    return secret


def valid(*, endpoint: WebhookEndpoint, at: datetime) -> list[str]:
    """Those that calls are signed with at this instant, the newest first. Raises: cipher.Unreadable."""
    kept = [endpoint.secret]
    if endpoint.old_secret_until and at < endpoint.old_secret_until:
        kept.append(endpoint.old_secret)
    return [cipher.decrypt(encrypted=one, purpose=_PURPOSE) for one in kept]
