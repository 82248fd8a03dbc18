"""The same bad values on the command line: exit code 2 and one line that names the argument."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
DAYS = [
    pytest.param("2026-02-30", id="30 February"),
    pytest.param("2027-02-29", id="29 February of a common year"),
    pytest.param("0000-01-01", id="year 0"),
    pytest.param("10000-01-01", id="the year 10000"),
    pytest.param("-2026-01-01", id="a year below zero"),
    pytest.param("2026-13-01", id="month 13"),
    pytest.param("2026-01-01\n", id="with a line end"),
    pytest.param("2026-01-01\0", id="with NUL"),
    pytest.param("\ud800", id="half a character"),
    pytest.param("\u202e2026-01-01", id="override of direction"),
    pytest.param("٢٠٢٦-٠١-٠١", id="other digits"),
    pytest.param("9" * 100_000, id="endless digits"),
    pytest.param("", id="nothing"),
]
SENT = ["timeline", "--sent-on", "2026-11-30"]
OTHERS = [
    pytest.param(
        [*SENT, "--rule-set", "X\nY"],
        "--rule-set",
        id="rule set of two lines",
    ),
    pytest.param([*SENT, "--rule-set", "\udcff"], "--rule-set", id="rule set of bytes"),
    pytest.param([*SENT, "--fact", ":::::"], "--fact", id="a fact of colons"),
    pytest.param([*SENT, "--fact", "2026-12-01:\0"], "--fact", id="a fact of NUL"),
    pytest.param(
        [*SENT, "--fact", "2026-12-01:approximate_date:2027-02-29"],
        "--fact",
        id="a promise of no day",
    ),
    pytest.param(["timeline", "--sent-on", "9999-12-31"], "--sent-on", id="due after the last day there is"),
    pytest.param(["compare_rule_sets", "--region", "ATLANTIS"], "--region", id="no region"),
    pytest.param(["compare_rule_sets", "--on", "9999-12-31"], "a day that has come", id="as of the last day"),
    pytest.param(["sweep", "--format", "a\nb"], "--format", id="a format of two lines"),
    pytest.param(["sweep", "--until", "2027-01-01"], "--until", id="no such argument"),
    pytest.param(
        ["sweep", "a\nb"],
        "unrecognized",
        id="a stray argument of two lines",
    ),
]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("command", "argument"),
    [("timeline", "--sent-on"), ("sweep", "--on"), ("compare_rule_sets", "--sent-from")],
)
def test_a_day_that_is_none(
    capsys: pytest.CaptureFixture[str], command: str, argument: str, day: str
) -> None:
    _refuses(capsys, [command, f"{argument}={day}"], argument)


@pytest.mark.parametrize(("words", "names"), OTHERS)
def test_another_argument_that_is_none(
    capsys: pytest.CaptureFixture[str], words: list[str], names: str
) -> None:
    _refuses(capsys, words, names)


def _refuses(capsys: pytest.CaptureFixture[str], words: list[str], names: str) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command(*words)
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert names in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["timeline", "--sent-on", b"\xff\xfe"], id="timeline"),
        pytest.param(["sweep", "--on", b"2026-\xff-30"], id="sweep"),
    ],
)
def test_the_command_line_takes_bytes_that_are_no_text(words: list[str | bytes]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=os.environ, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2028-02-29", "2027-03-28", "2027-10-31"])
def test_a_sweep_of_any_day_that_there_is_ends(day: str) -> None:
    call_command("sweep", "--on", day)
