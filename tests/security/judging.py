"""A plugin of pytest: runs the tests once as they are, then takes away each scoping call and runs those that met it.

    MUTANTS=numbers.json VERDICTS=verdicts.jsonl pytest -p tests.security.judging ...

The code under test is a copy in which every call stands behind its switch
(``switched``). A test that met a call in the first run meets it again; the
shortest are asked first, until one fails.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.security import switches

PATIENCE = 40.0
"""Seconds of tests, as the first run took them, that are asked about one mutant."""


@dataclass(frozen=True)
class _Run:
    """What one test did in the first run."""

    item: pytest.Item
    took: float
    reached: frozenset[int]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of pytest's own loop."""
    asked = json.loads(Path(os.environ["MUTANTS"]).read_text())
    runs = [_first(session, item) for item in session.items]
    if session.testsfailed:
        return True
    with Path(os.environ["VERDICTS"]).open("a") as out:
        for number in asked:
            out.write(json.dumps({"number": number, **_verdict(session, number, runs)}) + "\n")
            out.flush()
    session.testsfailed = 0
    return True


def _first(session: pytest.Session, item: pytest.Item) -> _Run:
    switches.reached.clear()
    reports = _run(session, item)
    if any(report.failed for report in reports):
        session.testsfailed += 1
    took = sum(report.duration for report in reports if report.when != "teardown")
    return _Run(item, took, frozenset(switches.reached))


def _verdict(session: pytest.Session, number: int, runs: list[_Run]) -> dict[str, Any]:
    """By which test it was caught, if by any, and how many met it."""
    met = sorted((run for run in runs if number in run.reached), key=lambda run: run.took)
    switches.take_away(number)
    try:
        for run in _within(PATIENCE, met):
            if any(report.failed for report in _run(session, run.item)):
                return {"by": run.item.nodeid, "met": len(met)}
    finally:
        switches.take_away(switches.NONE)
    return {"by": "", "met": len(met)}


def _within(seconds: float, runs: list[_Run]) -> Iterator[_Run]:
    for run in runs:
        seconds -= run.took
        if seconds < 0:
            return
        yield run


def _run(session: pytest.Session, item: pytest.Item) -> list[pytest.TestReport]:
    """One test with fixtures of its own; what its module shares stays for the next of the same module."""
    session._setupstate.teardown_exact(item)
    return runtestprotocol(item, log=False, nextitem=_sibling(session, item))


def _sibling(session: pytest.Session, item: pytest.Item) -> pytest.Item | None:
    """Another test of the same module, for whose sake pytest keeps what the module shares."""
    return next((one for one in session.items if one.parent is item.parent and one is not item), None)
