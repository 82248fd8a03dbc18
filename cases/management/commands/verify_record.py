"""Says whether the record is what it was when it was sealed."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import CommandParser
from django.db import connection

from cases.record import protected, triggers, verification
from cases.record.verification import Head, Verdict
from compliance.management.plain import PlainCommand

_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})", re.ASCII)


class Command(PlainCommand):
    help = "Walks the chain of the record; where a row is broken, exit code 1 and one line that names it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", type=_head, help="a head that was kept elsewhere, POSITION:DIGEST")
        parser.add_argument(
            "--after", type=_position, default=0, help="go on after this link, past a known fault"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verification.verify(after=options["after"], kept=options["head"])
        unguarded = triggers.unguarded(tables=[table.table for table in protected.guarded()])
        self.answer(payload=_payload(verdict, unguarded), text=_text(verdict, unguarded), options=options)
        if verdict.fault or unguarded:
            sys.exit(1)


def _payload(verdict: Verdict, unguarded: list[str]) -> dict[str, Any]:
    fault = verdict.fault
    return {
        "intact": fault is None,
        "fault": fault
        and {
            "kind": fault.kind,
            "position": fault.position,
            "table": fault.table,
            "row": fault.row,
            "words": fault.words,
        },
        "head": str(verdict.head),
        "links": verdict.head.position,
        "unsealed": verdict.unsealed,
        "unguarded": unguarded,
    }


def _text(verdict: Verdict, unguarded: list[str]) -> str:
    if verdict.fault:
        return f"BROKEN: {verdict.fault}"
    if unguarded:
        return (
            f"UNGUARDED: no row is broken, but the trigger is missing or disabled on {', '.join(unguarded)}"
        )
    triggers = (
        "" if connection.vendor == "postgresql" else " This database has no triggers: only the chain tells."
    )
    return (
        f"Intact: {verdict.head.position} rows are as they were sealed; "
        f"{verdict.unsealed} not sealed yet.{triggers}\n"
        f"Head of the chain, to be kept elsewhere: {verdict.head}"
    )


def _head(text: str) -> Head:
    """A head as the commands print it. Raises: ArgumentTypeError, for argparse to name the argument."""
    if not (match := _HEAD.fullmatch(text)):
        raise ArgumentTypeError(f"{text!r} is not POSITION:DIGEST as verify_record prints it")
    return Head(int(match[1]), match[2])


def _position(text: str) -> int:
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise ArgumentTypeError(f"{text!r} is not the position of a link")
    return int(text)
