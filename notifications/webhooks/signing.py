"""Signatures in the form of Standard Webhooks: HMAC-SHA256 over the id, the instant and the body."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """A secret as its holder is shown it, once."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def headers(*, key: str, body: bytes, at: datetime, secrets: Sequence[str]) -> dict[str, str]:
    """The three headers of a call; a signature for each secret that is valid, so that a receiver needs to know one."""
    timestamp = str(int(at.timestamp()))
    signatures = [f"v1,{signature(secret=one, key=key, timestamp=timestamp, body=body)}" for one in secrets]
    return {"Webhook-Id": key, "Webhook-Timestamp": timestamp, "Webhook-Signature": " ".join(signatures)}


def signature(*, secret: str, key: str, timestamp: str, body: bytes) -> str:
    """In base64."""
    signed = f"{key}.{timestamp}.".encode() + body
    known = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(known, signed, hashlib.sha256)).decode()
