"""Writes the words by which requests are found anew; after an upgrade from a release without search."""

from __future__ import annotations

from typing import Any

from cases.services import search
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Makes requests, answers, documents' names and notes on record findable, however often it is run."

    def handle(self, *args: Any, **options: Any) -> None:
        written = search.rebuild()
        text = ", ".join(f"{count} {kind.lower()}s" for kind, count in written.items())
        self.answer(payload=dict(written), text=f"Can be found: {text}", options=options)
