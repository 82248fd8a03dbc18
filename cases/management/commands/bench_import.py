"""Imports a made-up portfolio, with or without planted faults, on servers of its own."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from cases.faults import place, portfolio
from compliance.management import arguments
from compliance.management.plain import PlainCommand
from compliance.processes import CannotStart
from compliance.servers import postgresql


class Command(PlainCommand):
    help = "Measures an import: whether each planted fault is named, how long it takes, and how much memory."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        whole = arguments.whole_number
        parser.add_argument("--requests", type=whole(1), default=10_000, help="2.2 rows for each")
        parser.add_argument("--faults", type=whole(0), default=50, help="0 imports what was checked")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if place.inside() is None:
                sys.exit(place.run_inside(words=sys.argv[1:]))
            call_command("migrate", verbosity=0)
            told = portfolio.measure(requests=options["requests"], faults=options["faults"])
        except (place.NotOurOwn, postgresql.Missing, CannotStart, RuntimeError) as error:
            self.refuse(str(error))
        text = "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in told.items())
        self.answer(payload=told, text=text, options=options)
        if told["not_named"] or told["not_planted"]:
            sys.exit(1)
