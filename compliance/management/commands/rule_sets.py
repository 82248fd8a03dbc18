"""Every rule set: its steps, its citations and the hash of its file."""

from __future__ import annotations

from typing import Any

from compliance.management.plain import PlainCommand
from compliance.rules import explain, loader
from compliance.rules.types import Period, RuleSet, StepRule


class Command(PlainCommand):
    help = "Lists the texts of paragraph 23 that requests can be sent under."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        rule_sets = loader.all_rule_sets()
        payload = {"default": loader.DEFAULT, "rule_sets": [_as_data(one) for one in rule_sets]}
        self.answer(payload=payload, text="\n\n".join(_as_text(one) for one in rule_sets), options=options)


def _as_data(rule_set: RuleSet) -> dict[str, Any]:
    return {
        "code": rule_set.code,
        "title": rule_set.title,
        "source": rule_set.source,
        "note": rule_set.note,
        "reminder_days": rule_set.reminder_days,
        "steps": [_step(step) for step in rule_set.steps],
        "referral": {"after": rule_set.referral_after.value, "source": rule_set.referral_source}
        if rule_set.referral_after
        else None,
        "sha256": rule_set.sha256,
    }


def _step(step: StepRule) -> dict[str, Any]:
    return {
        "code": step.code.value,
        "period": _period(step.period),
        "source": step.source,
        "latest_approximate_date": _period(step.latest_approximate_date),
        "midway_reminder": _period(step.midway_reminder),
        "midway_source": step.midway_source or None,
    }


def _period(period: Period | None) -> dict[str, int] | None:
    return {period.unit.value: period.count} if period else None


def _as_text(rule_set: RuleSet) -> str:
    lines = [f"{rule_set.code}: {rule_set.title}", f"  {rule_set.note}", f"  Source: {rule_set.source}"]
    for step in rule_set.steps:
        lines.append(f"  {step.code}: {explain.say([explain.period(step.period)]).lower()}. {step.source}")
        if step.latest_approximate_date:
            latest = explain.say([explain.period(step.latest_approximate_date)]).lower()
            lines.append(f"    An approximate date is not later than {latest} after the request.")
    lines.append(f"  SHA-256: {rule_set.sha256}")
    return "\n".join(lines)
