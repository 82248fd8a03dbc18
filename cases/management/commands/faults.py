"""Proves that no notice is lost or doubled: the desk as it runs, with everything beneath it failing."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from cases.faults import place, proof
from cases.faults.proof import Plan
from compliance.management import arguments
from compliance.management.plain import PlainCommand
from compliance.processes import CannotStart
from compliance.servers import postgresql


class Command(PlainCommand):
    help = (
        "Runs the desk on servers of its own, makes them fail while it works, and counts notices, letters and "
        "what the mail server accepted. Ends with 0 where every promise was kept, with 1 where one was broken."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        whole = arguments.whole_number
        parser.add_argument("--seed", type=whole(0), default=1, help="the same seed chooses the same faults")
        parser.add_argument("--notices", type=whole(1), default=30_000, help="how many fall due")
        parser.add_argument("--faults", type=whole(0), default=10, help="how many faults land")
        parser.add_argument(
            "--variant", choices=("desk", "naive"), default="desk",
            help="the desk's engine, or a naive one that the checker must fail",
        )  # fmt: skip
        parser.add_argument("--sweep-every", type=whole(1), default=10, help="seconds between two sweeps")
        parser.add_argument("--longest-fault", type=whole(1), default=6, help="seconds")
        parser.add_argument("--json", action="store_true", help="the same as --format json")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            here = place.inside()
            if here is None:
                sys.exit(place.run_inside(words=sys.argv[1:]))
        except (place.NotOurOwn, postgresql.Missing, RuntimeError) as error:
            self.refuse(str(error))
        plan = Plan(
            seed=options["seed"], notices=options["notices"], faults=options["faults"],
            variant=options["variant"], sweep_every=options["sweep_every"],
            longest_fault=options["longest_fault"],
        )  # fmt: skip
        call_command("migrate", verbosity=0)
        try:
            verdict, told = proof.run(plan=plan, place=here)
        except CannotStart as error:
            self.refuse(str(error))
        payload = {
            "seed": plan.seed,
            "variant": plan.variant,
            "holds": verdict.holds,
            **told,
            "figures": verdict.as_data(),
        }
        options["format"] = "json" if options["json"] else options["format"]
        self.answer(payload=payload, text=_as_text(payload), options=options)
        if not verdict.holds:
            sys.exit(1)


def _as_text(payload: dict[str, Any]) -> str:
    figures = "\n".join(f"  {name.replace('_', ' ')}: {count}" for name, count in payload["figures"].items())
    faults = "\n".join(f"  {json.dumps(one)}" for one in payload["faults"])
    kept = "every promise was kept" if payload["holds"] else "A PROMISE WAS BROKEN"
    return (
        f"seed {payload['seed']}, {payload['variant']}: {kept}\n{figures}\nfaults:\n{faults}\n"
        f"{payload['seconds_working']} seconds of work"
    )
