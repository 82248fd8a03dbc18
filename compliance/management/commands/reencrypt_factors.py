"""Writes the secrets of second factors with the present key, so that an earlier one can be forgotten."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

from compliance.accounts import factors
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = (
        "Encrypts the secrets of second factors anew with SECRET_KEY; what SECRET_KEY_FALLBACKS can read is read. "
        "Exit code 1 where one can be read with no key."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = factors.reencrypt()
        text = f"{found.anew} factors encrypted anew, {found.already} were so already."
        if found.unreadable:
            numbers = ", ".join(str(number) for number in found.unreadable)
            text += f" No key reads: {numbers}. Their owners need them reset."
        self.answer(payload=asdict(found), text=text, options=options)
        if found.unreadable:
            sys.exit(1)
