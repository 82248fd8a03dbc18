"""Takes mail in by LMTP or SMTP, as the last step of a mail server's own way."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.db import close_old_connections

from cases.services.incoming import keeping
from notifications import reply_address

logger = logging.getLogger(__name__)

Now = Callable[[], datetime]


class _Taker:
    """Says that a mail was taken once its bytes are kept, and not before."""

    def __init__(self, now: Now) -> None:
        self.now = now

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if not reply_address.is_ours(address=address):
            return "550 5.1.1 nobody reads this address here"
        if envelope.rcpt_tos:
            # LMTP wants an answer for each recipient after the text; one at a time is always right.
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 go on"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        return await asyncio.to_thread(self._take, envelope.content, envelope.rcpt_tos[0])

    def _take(self, content: bytes, recipient: str) -> str:
        close_old_connections()
        try:
            keeping.receive(content=content, recipient=recipient, at=self.now())
        except keeping.NotKept as error:
            return f"552 5.3.4 {error}"
        except Exception:
            logger.exception("a mail cannot be kept now; whoever brought it tries again")
            return "451 4.3.0 it cannot be kept now, try again"
        finally:
            close_old_connections()
        return "250 2.0.0 kept"


async def serve(*, host: str, port: int, now: Now, speaks_lmtp: bool = True) -> None:
    """Serves until the process is told to end. A mail in hand is finished."""
    loop = asyncio.get_running_loop()
    kind, taker = LMTP if speaks_lmtp else SMTP, _Taker(now)
    server = await loop.create_server(
        lambda: kind(taker, data_size_limit=keeping.MAX_BYTES, enable_SMTPUTF8=True), host, port
    )
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with server:
        await ended.wait()
