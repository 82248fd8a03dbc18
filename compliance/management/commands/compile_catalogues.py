"""Compiles the catalogues of the three languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from compliance import catalogues
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Compiles the catalogues that changed; needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compiled = catalogues.compile_all(folder=settings.LOCALE_PATHS[0])
        self.answer(
            payload={"compiled": compiled}, text=f"Compiled: {', '.join(compiled) or 'none'}", options=options
        )
