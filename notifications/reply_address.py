"""Where a reply to a letter goes: an address of the case, which nobody can guess."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from notifications.letters import Recipient
from notifications.models import Message

_TOKEN = re.compile(r"([rm])([1-9][0-9]{0,17})-([0-9a-f]{24})")
_SALT = "notifications.reply_address"


def of(*, message: Message) -> str:
    """The address for replies to a letter; "" where replies are not read, and for letters that go to no Party.

    ``desk@in.example.org`` becomes ``desk+r42-0f3c…@in.example.org``. The sign is made
    from the case and the site's secret: nothing is stored, and whoever has the
    address can only write to this one case.
    """
    notice = message.notice
    if not settings.INBOUND_ADDRESS or message.recipient != Recipient.PARTY:
        return ""
    case = f"r{notice.request_id}" if notice.request_id else f"m{notice.matter_id}"
    mailbox, _, domain = settings.INBOUND_ADDRESS.partition("@")
    return f"{mailbox}+{case}-{_sign(case, settings.SECRET_KEY)}@{domain}"


def case_of(*, address: str) -> tuple[int | None, int | None]:
    """The request and the matter, one of them None, that an address is of; twice None where it is of neither.

    Addresses that were made with a secret before the present one are read as well.
    """
    _, _, token = address.lower().partition("@")[0].partition("+")
    found = _TOKEN.fullmatch(token)
    if not found or not is_ours(address=address):
        return None, None
    kind, key, sign = found.groups()
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(sign, _sign(f"{kind}{key}", secret)) for secret in secrets):
        return None, None
    return (int(key), None) if kind == "r" else (None, int(key))


def is_ours(*, address: str) -> bool:
    """Whether mail to this address is for the desk: its mailbox, with or without what follows a plus sign."""
    mailbox, _, domain = address.lower().partition("@")
    own, _, own_domain = settings.INBOUND_ADDRESS.lower().partition("@")
    return bool(own) and domain == own_domain and mailbox.partition("+")[0] == own


def _sign(case: str, secret: str) -> str:
    return salted_hmac(_SALT, case, secret=secret, algorithm="sha256").hexdigest()[:24]
