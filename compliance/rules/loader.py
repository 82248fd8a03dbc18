"""Reads the rule sets: one TOML file for each text, checked when it is read."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from compliance.rules.types import Period, RuleError, RuleSet, StepCode, StepRule, Unit

DEFAULT = "SC78-DOC-37-ANNEX"


class UnknownRuleSet(RuleError):
    """No published text has this code."""


@cache
def all_rule_sets() -> tuple[RuleSet, ...]:
    """Every published rule set, the default first, then by code.

    Raises: RuleError naming the file and the fault when a text does not read.
    """
    files = [
        entry
        for entry in resources.files("compliance.rules").joinpath("rulesets").iterdir()
        if entry.name.endswith(".toml")
    ]
    rule_sets = [parse(content=entry.read_bytes(), name=entry.name) for entry in files]
    if len({rule_set.code for rule_set in rule_sets}) != len(rule_sets):
        raise RuleError("two rule set files carry the same code")
    return tuple(sorted(rule_sets, key=lambda one: (one.code != DEFAULT, one.code)))


def get(*, code: str) -> RuleSet:
    """The rule set with this code.

    Raises: UnknownRuleSet, naming the codes that exist.
    """
    for rule_set in all_rule_sets():
        if rule_set.code == code:
            return rule_set
    known = ", ".join(rule_set.code for rule_set in all_rule_sets())
    raise UnknownRuleSet(f"no rule set {code!r}; there are {known}")


def parse(*, content: bytes, name: str) -> RuleSet:
    """A rule set from the bytes of its file.

    Raises: RuleError naming the file when a field is missing, unknown or of the wrong form.
    """
    try:
        data = tomllib.loads(content.decode())
        referral = data.get("referral", {})
        rule_set = RuleSet(
            code=data["code"],
            title=data["title"],
            source=data["source"],
            note=data["note"],
            steps=tuple(_step(entry) for entry in data["steps"]),
            reminder_days=_positive(data["reminder_days"]),
            referral_after=StepCode(referral["after"]) if referral else None,
            referral_source=referral["source"] if referral else "",
            sha256=hashlib.sha256(content).hexdigest(),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RuleError(f"{name}: {error!r}") from error
    if rule_set.referral_after and not rule_set.step(rule_set.referral_after):
        raise RuleError(f"{name}: referral.after names a step that the text does not have")
    return rule_set


def _step(entry: Mapping[str, Any]) -> StepRule:
    latest = entry.get("latest_approximate_date")
    midway = entry.get("midway_reminder")
    return StepRule(
        code=StepCode(entry["code"]),
        period=_period(entry),
        source=entry["source"],
        latest_approximate_date=_period(latest) if latest else None,
        midway_reminder=_period(midway) if midway else None,
        midway_source=midway["source"] if midway else "",
    )


def _period(entry: Mapping[str, Any]) -> Period:
    units = [unit for unit in Unit if unit.value in entry]
    if len(units) != 1:
        raise RuleError("a period is given in months or in days, one of the two")
    return Period(_positive(entry[units[0].value]), units[0])


def _positive(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise RuleError(f"{value!r} is not a whole number of one or more")
    return value
