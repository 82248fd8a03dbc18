"""Reads the messages that the demonstration's mail server kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

_NAME = re.compile(r"\d+-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as received."""

    name: str
    received_at: datetime
    sender: str
    to: str
    subject: str
    message_id: str
    body: str


def recent(*, folder: Path, to: str = "", limit: int = 100) -> list[Mail]:
    """The last messages received, the newest first; those to one address where it is given."""
    found = []
    for path in sorted(folder.glob("*.eml"), reverse=True):
        mail = _read(path)
        if not to or to.lower() == mail.to.lower():
            found.append(mail)
        if len(found) == limit:
            break
    return found


def one(*, folder: Path, name: str) -> Mail | None:
    """The message of this name; None where there is none."""
    path = folder / f"{name}.eml"
    return _read(path) if _NAME.fullmatch(name) and path.is_file() else None


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    return Mail(
        name=path.stem,
        received_at=datetime.fromtimestamp(int(path.stem.split("-")[0]) / 1e9, tz=UTC),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        message_id=str(message["Message-ID"] or ""),
        body=body.get_content() if body else "",
    )
