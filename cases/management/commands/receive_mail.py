"""Takes in mail to the inbound address: by LMTP or SMTP, from a mailbox, a Maildir, or standard input."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from cases.services.incoming import fetching, keeping, listening
from compliance import clock
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = (
        "Keeps mail to INBOUND_ADDRESS with its case. One of: a server that speaks LMTP or SMTP until it is "
        "ended; the unseen mail of IMAP_URL or the new mail of a Maildir, once or every so many seconds; one "
        "mail from standard input, for a mail server to pipe to (exit code 75 asks it to try again)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_mutually_exclusive_group(required=True)
        ways.add_argument("--lmtp", metavar="HOST:PORT", help="listen and speak LMTP")
        ways.add_argument("--smtp", metavar="HOST:PORT", help="listen and speak SMTP")
        ways.add_argument("--imap", action="store_true", help="fetch from the mailbox of IMAP_URL")
        ways.add_argument("--maildir", type=Path, metavar="FOLDER", help="fetch from a Maildir")
        ways.add_argument("--stdin", action="store_true", help="one mail from standard input")
        parser.add_argument("--to", metavar="ADDRESS", default="", help="with --stdin: whom it went to")
        parser.add_argument("--every", type=int, metavar="SECONDS", help="with --imap, --maildir: go on")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.INBOUND_ADDRESS:
            self.refuse("INBOUND_ADDRESS is not set: no letter says where to write to")
        if listen := options["lmtp"] or options["smtp"]:
            self._serve(listen, speaks_lmtp=bool(options["lmtp"]))
        elif options["stdin"]:
            self._one(to=options["to"], options=options)
        else:
            self._fetch(options)

    def _serve(self, listen: str, *, speaks_lmtp: bool) -> None:
        host, _, port = listen.rpartition(":")
        if not host or not port.isdecimal():
            self.refuse(f"{listen!r} is not HOST:PORT, such as 127.0.0.1:2424")
        asyncio.run(listening.serve(host=host, port=int(port), now=clock.now, speaks_lmtp=speaks_lmtp))

    def _one(self, *, to: str, options: dict[str, Any]) -> None:
        content = sys.stdin.buffer.read(keeping.MAX_BYTES + 1)
        try:
            mail = keeping.receive(
                content=content, recipient=to or fetching.address_in(content), at=clock.now()
            )
        except keeping.NotKept as error:
            self.refuse(str(error))
        except Exception as error:
            self.stderr.write(f"receive_mail: not kept, try again: {type(error).__name__}")
            sys.exit(75)  # what sysexits.h calls a temporary failure
        self.answer(payload={"mail": mail.pk}, text=f"mail {mail.pk} is kept", options=options)

    def _fetch(self, options: dict[str, Any]) -> None:
        if options["imap"] and settings.IMAP_MAILBOX is None:
            self.refuse("IMAP_URL is not set")
        while True:
            try:
                count = self._fetch_once(options)
                self.answer(payload={"kept": count}, text=f"{count} kept", options=options)
            except fetching.CannotFetch as error:
                if not options["every"]:
                    self.refuse(str(error))
                self.stderr.write(f"receive_mail: {error}")
            if not options["every"]:
                return
            time.sleep(options["every"])

    def _fetch_once(self, options: dict[str, Any]) -> int:
        if options["maildir"]:
            return fetching.from_maildir(folder=options["maildir"], now=clock.now)
        assert settings.IMAP_MAILBOX is not None  # noqa: S101  # looked at before
        return fetching.from_imap(mailbox=settings.IMAP_MAILBOX, now=clock.now)
