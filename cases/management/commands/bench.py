"""How fast the desk is, as ratios in one run, on servers of its own."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from cases.bench import sweep
from cases.faults import place
from compliance.management import arguments
from compliance.management.plain import PlainCommand
from compliance.processes import CannotStart
from compliance.servers import postgresql

_DAY = date(2027, 3, 10)
"""The day of the benchmarks: what is due on it depends on no day on which they run."""


class Command(PlainCommand):
    help = "Measures the sweep beside what the database could do at best, on a PostgreSQL of its own."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        whole = arguments.whole_number
        parser.add_argument("what", choices=["sweep"], help="what is measured")
        parser.add_argument("--requests", type=whole(1000), default=100_000, help="on record")
        parser.add_argument("--sample", type=whole(1), default=2000, help="requests of the loop")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            here = place.inside()
            if here is None:
                sys.exit(place.run_inside(words=sys.argv[1:]))
            call_command("migrate", verbosity=0)
            told = sweep.measure(place=here, requests=options["requests"], sample=options["sample"], day=_DAY)
        except (place.NotOurOwn, postgresql.Missing, CannotStart, RuntimeError) as error:
            self.refuse(str(error))
        self.answer(
            payload=told, text="\n".join(f"{name}: {value}" for name, value in told.items()), options=options
        )
