"""Fetches mail from where it waits: an IMAP mailbox or a Maildir. It is marked there once it is kept here."""

from __future__ import annotations

import imaplib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from cases.services.incoming import keeping, parsing
from compliance.mail_settings import Mailbox
from notifications import reply_address

logger = logging.getLogger(__name__)

Now = Callable[[], datetime]
_TIMEOUT_SECONDS = 30


class CannotFetch(Exception):
    """The mailbox does not answer, or not as it should; the next run tries again."""


def from_imap(*, mailbox: Mailbox, now: Now) -> int:
    """Keeps what is unseen in a mailbox, and then marks it as seen; returns how many mails.

    A crash between the two brings the mail again, which is then the mail that there
    is. Raises: CannotFetch.
    """
    count = 0
    try:
        with _opened(mailbox) as server:
            for uid in _unseen(server):
                content = _content(server, uid)
                if content is not None and _take(content=content, now=now):
                    count += 1
                server.uid("STORE", uid, "+FLAGS", r"(\Seen)")
    except (OSError, imaplib.IMAP4.error) as error:
        raise CannotFetch(f"the mailbox on {mailbox.host} cannot be read: {type(error).__name__}") from error
    return count


def from_maildir(*, folder: Path, now: Now) -> int:
    """Keeps what is new in a Maildir and then moves it to what was seen; returns how many mails."""
    count = 0
    for path in sorted((folder / "new").glob("*")):
        count += _take(content=path.read_bytes(), now=now)
        (folder / "cur").mkdir(exist_ok=True)
        path.rename(folder / "cur" / f"{path.name}:2,S")
    return count


def address_in(content: bytes) -> str:
    """The address of the desk that a mail says it went to, one of a case before the mailbox itself."""
    ours = [one for one in parsing.recipients(content=content) if reply_address.is_ours(address=one)]
    of_a_case = (one for one in ours if any(reply_address.case_of(address=one)))
    return next(of_a_case, ours[0] if ours else settings.INBOUND_ADDRESS)


def _take(*, content: bytes, now: Now) -> bool:
    """Whatever is in the mailbox came for the desk, also where no head says so."""
    try:
        keeping.receive(content=content, recipient=address_in(content), at=now())
    except keeping.NotKept as error:
        logger.warning("a mail stays where it was fetched from: %s", error)
        return False
    return True


@contextmanager
def _opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    kind = imaplib.IMAP4_SSL if mailbox.tls else imaplib.IMAP4
    server = kind(mailbox.host, mailbox.port, timeout=_TIMEOUT_SECONDS)
    try:
        server.login(mailbox.user, mailbox.password)
        answer, _ = server.select(f'"{mailbox.folder}"')
        if answer != "OK":
            raise CannotFetch(f"there is no folder {mailbox.folder} in the mailbox")
        yield server
    finally:
        server.logout()


def _unseen(server: imaplib.IMAP4) -> list[str]:
    _, found = server.uid("SEARCH", "UNSEEN")
    return found[0].decode().split() if found and found[0] else []


def _content(server: imaplib.IMAP4, uid: str) -> bytes | None:
    _, parts = server.uid("FETCH", uid, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)
