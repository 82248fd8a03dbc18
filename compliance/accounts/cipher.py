"""What is kept encrypted: secrets of second factors and of webhooks, by keys made of the site's secret.

Each purpose has a key of its own: what was encrypted for one cannot be read as another's.

AES-256 in GCM, with a new nonce each time. What an earlier version wrote with
Fernet is still read; ``manage.py reencrypt_factors`` writes it anew.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_MARK = "gcm1:"
"""What is written today begins with it; Fernet's own begins otherwise."""
_KEY_BYTES, _NONCE_BYTES = 32, 12
_PURPOSE = b"compliance desk: secrets of second factors"


class Unreadable(Exception):
    """Encrypted with a key that this site does not have, or altered."""


def encrypt(*, text: str, purpose: bytes = _PURPOSE) -> str:
    """With the present key of a purpose."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_key(settings.SECRET_KEY, purpose)).encrypt(nonce, text.encode(), None)
    return _MARK + base64.urlsafe_b64encode(nonce + sealed).decode()


def decrypt(*, encrypted: str, purpose: bytes = _PURPOSE) -> str:
    """With the present key, or one that was in use before (``SECRET_KEY_FALLBACKS``). Raises: Unreadable."""
    for site_secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _decrypted(encrypted, str(site_secret), purpose)
        except (InvalidTag, InvalidToken, ValueError):
            continue
    raise Unreadable


def is_of_today(*, encrypted: str) -> bool:
    """Whether it was written with the present key in the present manner."""
    try:
        return encrypted.startswith(_MARK) and bool(_decrypted(encrypted, settings.SECRET_KEY, _PURPOSE))
    except (InvalidTag, ValueError):
        return False


def _decrypted(encrypted: str, site_secret: str, purpose: bytes) -> str:
    if not encrypted.startswith(_MARK):
        return Fernet(_fernet_key(site_secret)).decrypt(encrypted.encode()).decode()
    raw = base64.urlsafe_b64decode(encrypted.removeprefix(_MARK))
    return AESGCM(_key(site_secret, purpose)).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None).decode()


def _key(site_secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=purpose).derive(site_secret.encode())


def _fernet_key(site_secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"factors:" + site_secret.encode()).digest())
