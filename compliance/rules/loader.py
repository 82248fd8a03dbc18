"""Reads the rule sets: one TOML file for each text, checked when it is read."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
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
    codes = Counter(rule_set.code for rule_set in rule_sets)
    if twice := [code for code, count in codes.items() if count > 1]:
        raise RuleError(f"two files carry the code {twice[0]}")
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

    Raises: RuleError naming the file when a field is missing, unknown or of the
    wrong form, or the steps do not make a clock.
    """
    try:
        data = _fields(tomllib.loads(content.decode()), _RULE_SET)
        rule_set = RuleSet(
            code=_words(data["code"]),
            title=_words(data["title"]),
            source=_words(data["source"]),
            note=_words(data["note"]),
            steps=tuple(_step(entry) for entry in _tables(data["steps"])),
            reminder_days=_positive(data["reminder_days"]),
            sha256=hashlib.sha256(content).hexdigest(),
            **_referral(data.get("referral")),
        )
        _require_a_clock(rule_set)
    except ValueError as error:
        raise RuleError(f"{name}: {error}") from error
    return rule_set


# The fields of each table: what is required, and what may be there.
_RULE_SET = ({"code", "title", "source", "note", "steps", "reminder_days"}, {"referral"})
_STEP = ({"code", "source"}, {"months", "days", "latest_approximate_date", "midway_reminder"})
_PERIOD: tuple[set[str], set[str]] = (set(), {"months", "days"})
_MIDWAY = ({"source"}, {"months", "days"})
_REFERRAL: tuple[set[str], set[str]] = ({"after", "source"}, set())


def _step(entry: object) -> StepRule:
    step = _fields(entry, _STEP)
    latest, midway = step.get("latest_approximate_date"), step.get("midway_reminder")
    return StepRule(
        code=StepCode(step["code"]),
        period=_period(step),
        source=_words(step["source"]),
        latest_approximate_date=None if latest is None else _period(_fields(latest, _PERIOD)),
        midway_reminder=None if midway is None else _period(_fields(midway, _MIDWAY)),
        midway_source="" if midway is None else _words(midway["source"]),
    )


def _referral(entry: object) -> dict[str, Any]:
    if entry is None:
        return {"referral_after": None, "referral_source": ""}
    referral = _fields(entry, _REFERRAL)
    return {"referral_after": StepCode(referral["after"]), "referral_source": _words(referral["source"])}


def _require_a_clock(rule_set: RuleSet) -> None:
    codes = [step.code for step in rule_set.steps]
    if not codes:
        raise RuleError("the text has no step")
    if len(set(codes)) != len(codes):
        raise RuleError("the text has the same step twice")
    if StepCode.APPROXIMATE_DATE in codes:
        raise RuleError("APPROXIMATE_DATE is the Party's own and no step of a text")
    if rule_set.referral_after and rule_set.referral_after not in codes:
        raise RuleError("referral.after names a step that the text does not have")


def _fields(entry: object, known: tuple[set[str], set[str]]) -> Mapping[str, Any]:
    required, optional = known
    if not isinstance(entry, dict):
        raise RuleError(f"{entry!r} is not a table")
    if missing := required - entry.keys():
        raise RuleError(f"the field {', '.join(sorted(missing))} is missing")
    if unknown := entry.keys() - required - optional:
        raise RuleError(f"there is no field {', '.join(sorted(unknown))}")
    return entry


def _tables(entries: object) -> list[object]:
    if not isinstance(entries, list):
        raise RuleError("steps are written [[steps]], a table for each")
    return entries


def _words(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RuleError(f"{value!r} is not a text in words")
    return value


def _period(entry: Mapping[str, Any]) -> Period:
    units = [unit for unit in Unit if unit.value in entry]
    if len(units) != 1:
        raise RuleError("a period is given in months or in days, one of the two")
    return Period(_positive(entry[units[0].value]), units[0])


def _positive(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise RuleError(f"{value!r} is not a whole number of one or more")
    return value
