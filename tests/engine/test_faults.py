"""The proof itself, short: the desk keeps its promises under faults, and the checker fails an engine that does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from cases.faults import place

ROOT = Path(__file__).resolve().parents[2]


def _run(*words: str) -> tuple[int, dict[str, Any]]:
    """In a process of its own, on servers of its own: what the tests run on is not told to it."""
    outside = ("DATABASE_URL", "BROKER_URL", "EMAIL_URL", "DESK_VAR_DIR", place.INSIDE)
    environment = {name: value for name, value in os.environ.items() if name not in outside}
    done = subprocess.run(
        [sys.executable, "manage.py", "faults", "--json", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_no_notice_is_lost_or_doubled() -> None:
    """Seed 5 brings the database restarted mid-sweep, two beats, both misbehaviours of the mail server and a kill."""
    code, told = _run(
        "--seed", "5", "--notices", "200", "--faults", "5", "--sweep-every", "3", "--longest-fault", "2"
    )
    figures = told["figures"]
    assert (code, told["holds"]) == (0, True), figures
    assert len(told["faults"]) == 5
    assert figures["notices_found"] >= figures["notices_expected"] >= 200
    assert figures["accepted"] == figures["letters_found"] + figures["copies_with_the_same_message_id"]


def test_the_checker_sees_what_a_naive_engine_does() -> None:
    code, told = _run(
        "--seed", "5", "--notices", "120", "--faults", "5", "--sweep-every", "3", "--longest-fault", "2",
        "--variant", "naive",
    )  # fmt: skip
    assert (code, told["holds"]) == (1, False)
    assert told["figures"]["copies_with_another_message_id"] > 0, "two sweeps at once sent the same letters"
    assert told["figures"]["notices_doubled"] > 0


def test_the_naive_engine_passes_where_nothing_fails() -> None:
    """What the checker fails above is what the faults bring about, and not the engine's being another."""
    code, told = _run(
        "--seed", "5", "--notices", "30", "--faults", "0", "--sweep-every", "9", "--variant", "naive"
    )
    assert (code, told["holds"]) == (0, True), told["figures"]


def test_it_touches_no_database_but_its_own() -> None:
    """Told that the tests' own database is the one of its run, it asks that server and does not believe it."""
    environment = os.environ | {
        place.INSIDE: "/tmp/desk-faults-made-up",  # noqa: S108  (nothing is written there)
        "DESK_FAULTS_PORTS": "1 2 3",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "faults"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "nothing was touched" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
