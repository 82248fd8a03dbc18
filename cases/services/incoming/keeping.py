"""The one way in, whatever door a mail comes by: its bytes are kept before anything in them is believed."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from cases.models import IncomingMail
from cases.models.incoming_mail import raw_name
from cases.services.incoming import parsing, sorting
from cases.services.uploads import limits
from notifications import reply_address

MAX_BYTES = 40 * limits.MEGABYTE
"""The largest mail: documents of 25 MB, as mail writes them. Our choice."""


class NotKept(Exception):
    """The mail is not for the desk, empty, or too large: whoever brings it is told, and keeps it."""


def receive(*, content: bytes, recipient: str, at: datetime) -> IncomingMail:
    """Keeps a mail and then reads it; a fault while it is read is no reason to refuse it.

    ``recipient`` is the address that it was delivered to, ``at`` the present instant.
    The same mail again is the mail that there is. Raises: NotKept.
    """
    mail = keep(content=content, recipient=recipient, at=at)
    sorting.sort_safely(mail=mail, at=at)
    return mail


def keep(*, content: bytes, recipient: str, at: datetime) -> IncomingMail:
    """Writes the bytes, then the row that names them; a crash between the two leaves a file and no mail.

    Whoever brought it has not been told then that it was taken, and brings it again.
    Raises: NotKept.
    """
    recipient = recipient.strip().lower()[:254]
    if not reply_address.is_ours(address=recipient):
        raise NotKept("this address is not read here")
    if not content.strip():
        raise NotKept("the mail is empty")
    if len(content) > MAX_BYTES:
        raise NotKept(f"the mail is larger than {MAX_BYTES // limits.MEGABYTE} MB")
    key = parsing.identity(content=content, recipient=recipient)
    before = IncomingMail.objects.filter(key=key).first()
    return before or _keep(key=key, content=content, recipient=recipient, at=at)


def _keep(*, key: str, content: bytes, recipient: str, at: datetime) -> IncomingMail:
    mail = IncomingMail(
        key=key,
        recipient=recipient,
        received_at=at,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    name = default_storage.save(raw_name(mail, ""), ContentFile(content))
    mail.file = name
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        default_storage.delete(name)  # another door took it in at the same instant
        return IncomingMail.objects.get(key=key)
    except BaseException:
        default_storage.delete(name)
        raise
    return mail
