"""Reads one report of a mail server from standard input: the last step of an inbound mail path."""

from __future__ import annotations

import sys
from typing import Any

from compliance import clock
from compliance.management.plain import PlainCommand
from notifications import reports


class Command(PlainCommand):
    help = (
        "Reads a delivery status notification (RFC 3464) from standard input and keeps with the letter "
        "what became of it. A mail server can pipe reports to it; any other mail is left alone."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = reports.read(content=sys.stdin.buffer.read(reports.LARGEST), at=clock.now())
        payload = {
            "events": [{"letter": one.message_id, "kind": one.kind, "status": one.status} for one in found]
        }
        words = "\n".join(f"letter {one.message_id}: {one.kind} {one.status}" for one in found)
        self.answer(payload=payload, text=words or "no report about a letter of the desk", options=options)
