"""The rules load the standard library and nothing else, and read no clock."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import compliance.rules

RULES = Path(compliance.rules.__file__).parent
SCRIPT = """
import importlib, json, sys
before = set(sys.modules)
importlib.import_module(sys.argv[1])
print(json.dumps([sorted(set(sys.modules) - before), sorted(sys.modules)]))
"""
ENTRANCES = [
    *("timeline", "lateness", "loader", "notices", "explain", "periods", "types"),
    *("stages", "stage_table", "committee_deadlines"),
]


def modules_after_importing(name: str) -> tuple[list[str], list[str]]:
    """What importing a module loads, and everything that is loaded then, in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, f"compliance.rules.{name}"],
        cwd=RULES.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded, everything = json.loads(done.stdout)
    return loaded, everything


@pytest.mark.parametrize("name", ENTRANCES)
def test_importing_the_rules_loads_the_standard_library_alone(name: str) -> None:
    loaded, everything = modules_after_importing(name)
    assert f"compliance.rules.{name}" in loaded
    roots = {module.partition(".")[0] for module in loaded}
    assert roots - set(sys.stdlib_module_names) == {"compliance"}
    assert not {"django", "celery"} & {module.partition(".")[0] for module in everything}


@pytest.mark.parametrize("name", ENTRANCES)
def test_importing_the_rules_loads_no_other_room_of_the_house(name: str) -> None:
    loaded, _ = modules_after_importing(name)
    ours = [module for module in loaded if module.startswith("compliance.")]
    assert [module for module in ours if not f"{module}.".startswith("compliance.rules.")] == []


def test_every_module_of_the_rules_is_an_entrance_or_the_package() -> None:
    assert {path.stem for path in RULES.glob("*.py")} == {*ENTRANCES, "__init__"}


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.name)
def test_the_rules_read_no_clock(path: Path) -> None:
    tree = ast.parse(path.read_text())
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not read & {"today", "now", "utcnow", "time_ns", "monotonic"}
    assert not imported & {"time"}
