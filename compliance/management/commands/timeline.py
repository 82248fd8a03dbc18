"""Every step of a request, its date and why, for any facts and any day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from compliance import clock
from compliance.management import arguments
from compliance.management.plain import PlainCommand
from compliance.rules import explain, loader, timeline
from compliance.rules.types import Deadline, RuleError


class Command(PlainCommand):
    help = "Says when each step of paragraph 23 is due, its status on a day, and where the date comes from."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sent-on", type=arguments.day, required=True, help="date of the request, YYYY-MM-DD"
        )
        parser.add_argument(
            "--rule-set",
            type=arguments.rule_set,
            default=loader.DEFAULT,
            help=f"code of the text (default: {loader.DEFAULT})",
        )
        parser.add_argument(
            "--fact",
            type=arguments.fact,
            action="append",
            default=[],
            dest="facts",
            metavar="DATE:KIND[:DATE]",
            help="something that happened; may be given several times",
        )
        parser.add_argument(
            "--on",
            type=arguments.day,
            help="the day asked about (default: today at the seat, or the day of the last fact if that is later)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rule_set, sent_on, facts = options["rule_set"], options["sent_on"], options["facts"]
        on = options["on"] or max([clock.today(), *(fact.on for fact in facts)])
        try:
            timeline.in_order(sent_on=sent_on, facts=facts)
        except RuleError as error:
            self.refuse(f"argument --fact: {error}")
        try:
            steps = timeline.timeline(rule_set=rule_set, sent_on=sent_on, facts=facts, on=on)
        except RuleError as error:
            self.refuse(f"argument --sent-on: {error}")
        payload = {
            "rule_set": rule_set.code,
            "sent_on": sent_on.isoformat(),
            "on": on.isoformat(),
            "steps": [_as_data(step) for step in steps],
        }
        self.answer(payload=payload, text="\n\n".join(_as_text(step) for step in steps), options=options)


def _as_data(step: Deadline) -> dict[str, Any]:
    standing = step.standing
    return {
        "code": standing.step.value,
        "due_on": standing.due_on.isoformat(),
        "status": step.status.value,
        "met_on": standing.met_on.isoformat() if standing.met_on else None,
        "source": standing.source,
        "explanation": explain.say(step.explanation),
    }


def _as_text(step: Deadline) -> str:
    standing = step.standing
    return f"{standing.due_on}  {standing.step:<16}  {step.status}\n{explain.say(step.explanation)}"
