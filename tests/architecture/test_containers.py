"""The containers' description reads; what runs in them is not tested here, for want of an engine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.services import given

ROOT = Path(__file__).resolve().parents[2]


def test_compose_accepts_the_description(tmp_path: Path) -> None:
    program = given.program("docker-compose")
    for name in ("docker-compose.yml", "Dockerfile"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    done = subprocess.run([program, "config", "-q"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_setting_of_production_is_in_the_example() -> None:
    """A value that the settings require and the example does not name stops a newcomer."""
    import re

    settings = (ROOT / "compliance" / "settings.py").read_text()
    required = set(re.findall(r'_required\("([A-Z_]+)"', settings))
    example = (ROOT / ".env.example").read_text()
    assert required
    assert {name for name in required if f"\n{name}=" not in example} == set()
