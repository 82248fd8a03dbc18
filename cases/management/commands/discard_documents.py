"""Discards uploads that nobody sent; the same that beat does every night."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandParser

from cases.services import document_keeping
from compliance import clock
from compliance.management.plain import PlainCommand

LONGEST_DAYS = 3650


class Command(PlainCommand):
    help = (
        "Removes documents that were uploaded and never sent with an answer, and files that belong to none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--unsent-for",
            type=_days,
            default=document_keeping.KEPT_UNSENT.days,
            metavar="DAYS",
            help="how many days an upload may wait for its answer (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        before = clock.now() - timedelta(days=options["unsent_for"])
        done = document_keeping.discard_abandoned(before=before)
        self.answer(
            payload={"before": before.isoformat(), "documents": done.documents, "files": done.files},
            text=f"{done.documents} documents that nobody sent discarded, and {done.files} files without one",
            options=options,
        )


def _days(text: str) -> int:
    """A number of days. Raises: ArgumentTypeError, for argparse to name the argument."""
    if not (text.isascii() and text.isdigit()) or int(text) > LONGEST_DAYS:
        raise ArgumentTypeError(f"{text!r} is not a number of days, 0 to {LONGEST_DAYS}")
    return int(text)
