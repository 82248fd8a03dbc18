"""Second factors as they are kept: written anew when the site's secret has changed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from compliance.accounts import cipher

logger = logging.getLogger(__name__)

_SECRETS = ("secret", "seed")
_LISTS = ("migrated_codes",)
"""Where the library keeps what is encrypted: an app's secret, the seed of recovery codes, codes of another system.

A security key leaves nothing secret here.
"""


@dataclass(frozen=True, slots=True)
class Reencrypted:
    """How many factors were written anew, were so already, and cannot be read (their numbers)."""

    anew: int
    already: int
    unreadable: tuple[int, ...]


def reencrypt() -> Reencrypted:
    """Writes every secret of a factor with the present key; one that cannot be read does not stop the rest."""
    anew = already = 0
    unreadable: list[int] = []
    for key in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        try:
            if _reencrypt(key):
                anew += 1
            else:
                already += 1
        except cipher.Unreadable:
            logger.warning("factor %s cannot be read with any key of this site", key)
            unreadable.append(key)
    return Reencrypted(anew, already, tuple(unreadable))


@transaction.atomic
def _reencrypt(key: int) -> bool:
    """Whether something was to be done. Held meanwhile: a code that is used writes to the same row."""
    factor = Authenticator.objects.select_for_update().filter(pk=key).first()
    if factor is None or all(cipher.is_of_today(encrypted=one) for one in _encrypted(factor.data)):
        return False
    for name in _SECRETS:
        if name in factor.data:
            factor.data[name] = _again(factor.data[name])
    for name in _LISTS:
        if name in factor.data:
            factor.data[name] = [_again(one) for one in factor.data[name]]
    factor.save(update_fields=["data"])
    return True


def _encrypted(data: dict[str, Any]) -> list[str]:
    return [data[name] for name in _SECRETS if name in data] + [
        one for name in _LISTS for one in data.get(name, [])
    ]


def _again(encrypted: str) -> str:
    return cipher.encrypt(text=cipher.decrypt(encrypted=encrypted))
