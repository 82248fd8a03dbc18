"""Loads the Parties, the meetings and the public record that come with the project."""

from __future__ import annotations

from typing import Any

from cases.services import reference_data
from compliance import clock
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Adds the Parties, meetings and public record that are not on record yet; changes nothing that is."

    def handle(self, *args: Any, **options: Any) -> None:
        added = reference_data.load(at=clock.now())
        text = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in added.items())
        self.answer(payload=dict(added), text=f"Added: {text}", options=options)
