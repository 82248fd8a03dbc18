"""A client made from the description: a focal point answers in a dozen lines, those of docs/api.md."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from cases.models import Submission
from compliance.accounts.models import User
from tests.cases.api.conftest import token_of
from tests.conftest import MakeRequest

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def _dozen_lines() -> str:
    found = re.search(r"<!-- dozen lines -->\n```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def made_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that openapi-python-client makes of the description, where Python finds it."""
    description, settings = tmp_path / "api.json", tmp_path / "settings.json"
    description.write_bytes(Client().get("/api/v1/schema/").content)
    settings.write_text(json.dumps({"package_name_override": "desk_client", "post_hooks": []}))
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"]
    options = ["--path", description, "--config", settings, "--output-path", tmp_path / "made"]
    made = subprocess.run([*command, *options], capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(str(tmp_path / "made"))
    importlib.invalidate_caches()


@pytest.mark.usefixtures("made_client")
def test_a_focal_point_answers_with_the_client_that_was_made(
    transactional_db: None, live_server: object, focal_point: User, make_request: MakeRequest
) -> None:
    from compliance import clock

    sent = make_request(sent_on=clock.today())
    lines = _dozen_lines()
    assert len([line for line in lines.splitlines() if line.strip()]) <= 12
    told: list[str] = []
    names = {
        "address": str(live_server),
        "token": token_of(focal_point),
        "print": lambda *of: told.append(of),
    }
    exec(compile(lines, str(DOCUMENT), "exec"), names)  # noqa: S102  (the lines of our own document)
    submission = Submission.objects.get()
    assert (submission.request, submission.recorded_by) == (sent, focal_point)
    assert submission.text
    assert told
