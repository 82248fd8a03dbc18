"""A mail server for the tests: real SMTP on loopback, keeping what it takes and refusing on request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """What arrived, in order; ``answers`` are given instead of taking the next messages."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.answers: list[str] = []
        self.unknown: set[str] = set()

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        if self.answers:
            answer = self.answers.pop(0)
            if answer.startswith("taken, then "):
                self._keep(content)
                return answer.removeprefix("taken, then ")
            return answer
        self._keep(content)
        return "250 taken"

    def _keep(self, content: bytes) -> None:
        self.raw.append(content)
        self.taken.append(message_from_bytes(content, _class=EmailMessage, policy=policy.default))


@contextmanager
def running(*, port: int) -> Iterator[MailServer]:
    """A mail server on loopback, ended on leaving."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
