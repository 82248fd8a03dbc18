"""The commands that staff and scripts use: their JSON, and how they refuse."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from compliance.rules import loader
from tests.conftest import MakeRequest

ROOT = Path(__file__).resolve().parents[2]


def _json(*arguments: str, **options: Any) -> Any:
    out = StringIO()
    call_command(*arguments, "--format", "json", stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(
    ("sent_on", "due"),
    [
        ("2026-11-30", ["2026-12-30", "2027-02-28", "2027-05-30"]),
        ("2027-08-31", ["2027-09-30", "2027-11-30", "2028-02-29"]),
    ],
)
def test_timeline_gives_the_dates(sent_on: str, due: list[str]) -> None:
    told = _json("timeline", "--sent-on", sent_on)
    assert set(told) == {"rule_set", "sent_on", "on", "steps"}
    assert told["rule_set"] == "SC78-DOC-37-ANNEX"
    assert [step["due_on"] for step in told["steps"]] == due
    assert [set(step) for step in told["steps"]] == [
        {"code", "due_on", "status", "met_on", "source", "explanation"}
    ] * 3


def test_timeline_says_why_the_annex_and_the_body_differ() -> None:
    asked = ["timeline", "--sent-on", "2026-11-30", "--fact", "2026-12-20:approximate_date:2027-03-30"]
    asked += ["--on", "2027-01-10"]
    annex = _json(*asked)["steps"][0]
    body = _json(*asked, "--rule-set", "SC78-DOC-37-BODY")["steps"][0]
    assert (annex["status"], annex["met_on"]) == ("MET", "2026-12-20")
    assert (body["status"], body["met_on"]) == ("OVERDUE", None)
    assert "later than 28 February 2027" in body["explanation"]


def test_timeline_as_of_a_day_knows_no_later_fact() -> None:
    asked = ["timeline", "--sent-on", "2026-11-30", "--fact", "2026-12-20:information"]
    assert _json(*asked, "--on", "2026-12-19")["steps"][0]["status"] == "DUE_SOON"
    assert _json(*asked)["on"] == "2026-12-20", "without --on, the day of the last fact"


def test_rule_sets_lists_every_text() -> None:
    told = _json("rule_sets")
    assert told["default"] == loader.DEFAULT
    assert [one["code"] for one in told["rule_sets"]] == [one.code for one in loader.all_rule_sets()]
    assert all(len(one["sha256"]) == 64 and one["steps"] and one["source"] for one in told["rule_sets"])


@pytest.mark.django_db
def test_sweep_says_what_it_did(make_request: MakeRequest) -> None:
    make_request()
    told = _json("sweep", "--on", "2026-12-31")
    assert set(told) == {"on", "notices_created", "by_code", "queries"}
    assert (told["on"], told["notices_created"]) == ("2026-12-31", 0)
    assert 0 < told["queries"] <= 10


REFUSED = [
    pytest.param("timeline", ["--sent-on", "2026-02-30"], "--sent-on", id="30 February"),
    pytest.param("timeline", ["--sent-on", "20261130"], "--sent-on", id="not YYYY-MM-DD"),
    pytest.param("timeline", ["--sent-on", "2026-W48-1"], "--sent-on", id="a week date"),
    pytest.param("timeline", ["--sent-on", "٢٠٢٦-١١-٣٠"], "--sent-on", id="other digits"),
    pytest.param("timeline", ["--sent-on", "9999-12-01"], "--sent-on", id="beyond the calendar"),
    pytest.param("timeline", [], "--sent-on", id="no date"),
    pytest.param(
        "timeline", ["--sent-on", "2026-11-30", "--rule-set", "X"], "--rule-set", id="unknown rule set"
    ),
    pytest.param("timeline", ["--sent-on", "2026-11-30", "--on", "never"], "--on", id="bad day asked about"),
    pytest.param(
        "timeline", ["--sent-on", "2026-11-30", "--fact", "2026-12-01:letter"], "--fact", id="unknown kind"
    ),
    pytest.param("timeline", ["--sent-on", "2026-11-30", "--fact", "2026-12-01"], "--fact", id="no kind"),
    pytest.param(
        "timeline",
        ["--sent-on", "2026-11-30", "--fact", "2026-11-29:information"],
        "--fact",
        id="before the request",
    ),
    pytest.param(
        "timeline",
        ["--sent-on", "2026-11-30", "--fact", "2026-12-01:approximate_date"],
        "--fact",
        id="no date given",
    ),
    pytest.param(
        "timeline",
        ["--sent-on", "2026-11-30", "--fact", "2026-12-01:approximate_date:2026-11-30"],
        "--fact",
        id="a date already past when given",
    ),
    pytest.param("sweep", ["--on", "tomorrow"], "--on", id="sweep on no day"),
    pytest.param("rule_sets", ["--format", "xml"], "--format", id="no such format"),
]


@pytest.mark.parametrize(("command", "arguments", "names"), REFUSED)
def test_a_bad_argument_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], command: str, arguments: list[str], names: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command(command, *arguments)
    assert ended.value.code == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert names in line


def test_the_command_line_itself_refuses_without_a_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "timeline", "--sent-on", "2026-02-30"],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "timeline: argument --sent-on: '2026-02-30' is not a day of the calendar (day is out of range for month)\n"
    )
