"""How fast the desk is, as ratios in one run, on servers of its own."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from cases.bench import pages, sweep
from cases.faults import place
from cases.faults.place import Place
from compliance import clock
from compliance.management import arguments
from compliance.management.plain import PlainCommand
from compliance.processes import CannotStart
from compliance.servers import postgresql

_DAY = date(2027, 3, 10)
"""The day of the benchmarks: what is due on it depends on no day on which they run."""


class Command(PlainCommand):
    help = "Measures the sweep or the pages beside the least that they could take, on servers of its own."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        whole = arguments.whole_number
        parser.add_argument("what", choices=["sweep", "pages"], help="what is measured")
        parser.add_argument("--requests", type=whole(1000), default=100_000, help="on record")
        parser.add_argument("--sample", type=whole(1), default=2000, help="requests of the loop")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            here = place.inside()
            if here is None:
                sys.exit(place.run_inside(words=sys.argv[1:]))
            call_command("migrate", verbosity=0)
            told = self._measure(here, options)
        except (place.NotOurOwn, postgresql.Missing, CannotStart, RuntimeError) as error:
            self.refuse(str(error))
        text = "\n".join(f"{name}: {value}" for name, value in told.items())
        self.answer(payload=told, text=text, options=options)

    def _measure(self, here: Place, options: dict[str, Any]) -> dict[str, Any]:
        requests = options["requests"]
        if options["what"] == "pages":
            return pages.measure(requests=requests, day=clock.today())
        return sweep.measure(place=here, requests=requests, sample=options["sample"], day=_DAY)
