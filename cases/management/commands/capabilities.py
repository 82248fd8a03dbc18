"""Prints the table of who does what, from the code that decides it."""

from __future__ import annotations

from typing import Any

from cases.access import TABLE
from compliance.accounts.models import Role
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Prints who may do what, and at which stage, as docs/security.md shows it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        payload = {
            act.value: {"roles": sorted(roles), "stages": sorted(stages) if stages else None}
            for act, (roles, stages) in TABLE.items()
        }
        self.answer(payload=payload, text=_markdown(), options=options)


def _markdown() -> str:
    head = ["act", *(role.value.lower().replace("_", " ") for role in Role), "stage of the request or matter"]
    lines = [_row(head), _row(["---"] * len(head))]
    for act, (roles, stages) in TABLE.items():
        marks = ["yes" if role in roles else "" for role in Role]
        stage = ", ".join(sorted(stages)).lower() if stages else "any"
        lines.append(_row([act.value.lower().replace("_", " "), *marks, stage]))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
