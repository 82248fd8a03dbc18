"""How many letters a second delivery hands over, beside a bare loop of smtplib in the same run."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from cases.faults import place, speed
from compliance.management import arguments
from compliance.management.plain import PlainCommand
from compliance.processes import CannotStart
from compliance.servers import postgresql


class Command(PlainCommand):
    help = (
        "Measures delivery on servers of its own: letters a second, and the ratio to a bare loop of smtplib."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        whole = arguments.whole_number
        parser.add_argument("--letters", type=whole(1), default=1000, help="in each round")
        parser.add_argument("--rounds", type=whole(1), default=3, help="of both, in turn")
        parser.add_argument("--json", action="store_true", help="the same as --format json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            here = place.inside()
            if here is None:
                sys.exit(place.run_inside(words=sys.argv[1:]))
            call_command("migrate", verbosity=0)
            told = speed.measure(place=here, letters=options["letters"], rounds=options["rounds"])
        except (place.NotOurOwn, postgresql.Missing, CannotStart, RuntimeError) as error:
            self.refuse(str(error))
        text = (
            f"the desk: {told['desk_letters_per_second']} letters a second\n"
            f"bare smtplib: {told['smtplib_letters_per_second']}\nratio of the medians: {told['ratio']}"
        )
        options["format"] = "json" if options["json"] else options["format"]
        self.answer(payload=told, text=text, options=options)
