"""The table of ``docs/asvs.md`` is whole, counts right, and names only what exists; its verdicts are people's."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "asvs.md").read_text()
MET, UNTESTED, OUTSIDE, NOT_MET = "met", "met, no test of its own", "does not apply", "**not met**"
VERDICTS = (MET, UNTESTED, OUTSIDE, NOT_MET)
PUBLISHED = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}
"""How many requirements of levels 1 and 2 each chapter of version 5.0.0 has."""
_NUMBER = re.compile(r"V(\d{1,2})\.(\d{1,2})\.(\d{1,2})", re.ASCII)
_TEST = re.compile(r"`tests/[\w/]+\.py::test_\w+`", re.ASCII)


class Row(NamedTuple):
    chapter: int
    number: str
    level: str
    asks: str
    verdict: str
    how: str
    tests: str

    @property
    def order(self) -> tuple[int, ...]:
        found = _NUMBER.fullmatch(self.number)
        assert found, self.number
        return tuple(int(part) for part in found.groups())


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _rows() -> list[Row]:
    found = []
    for chapter in re.split(r"^## V", PAGE, flags=re.MULTILINE)[1:]:
        number = int(chapter.split(maxsplit=1)[0])
        lines = [line for line in chapter.splitlines() if line.startswith("|")]
        found += [Row(number, *_cells(line)) for line in lines[2:]]
    return found


ROWS = _rows()


@cache
def _sources() -> str:
    """What the desk is made of, without its pages of documentation and its tests."""
    folders = ("cases", "compliance", "notifications", "templates", "static")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file() and path.suffix != ".lock"]
    readable = [
        path for path in files if path.suffix not in (".pyc", ".mo", ".svg", ".png", ".ico", ".woff2")
    ]
    return "\n".join(path.read_text(errors="replace") for path in readable)


def _is_there(name: str) -> bool:
    if "::" in name:
        path, _, test = name.partition("::")
        return (ROOT / path).is_file() and bool(re.search(rf"^def {test}\(", (ROOT / path).read_text(), re.M))
    if "/" in name:
        return (ROOT / name).is_file()
    return (ROOT / name).is_file() or bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", _sources()))


def test_every_requirement_stands_once_in_its_chapter_and_in_order() -> None:
    assert Counter(row.chapter for row in ROWS) == PUBLISHED
    orders = [row.order for row in ROWS]
    assert orders == sorted(set(orders))
    assert [row.number for row in ROWS if row.order[0] != row.chapter] == []


def test_each_row_has_its_level_a_verdict_and_what_the_verdict_rests_on() -> None:
    assert [row.number for row in ROWS if row.level not in ("1", "2")] == []
    assert [row.number for row in ROWS if row.verdict not in VERDICTS] == []
    assert [row.number for row in ROWS if not (row.asks and row.how)] == []
    for row in ROWS:
        named = [name for name in row.tests.split(", ") if name]
        assert all(_TEST.fullmatch(name) for name in named), row.number
        assert bool(named) == (row.verdict == MET), f"{row.number}: a test is named where it is met by one"


def test_the_counts_are_right() -> None:
    head = PAGE.split("\n## ", 1)[0]
    shown = {cells[0]: cells[1:] for line in head.splitlines() if len(cells := _cells(line)) == 4}
    by_level = Counter((row.verdict, row.level) for row in ROWS)
    for verdict in VERDICTS:
        first, second = by_level[verdict, "1"], by_level[verdict, "2"]
        assert shown[verdict] == [str(first), str(second), str(first + second)], verdict
    levels = Counter(row.level for row in ROWS)
    assert shown["together"] == [str(levels["1"]), str(levels["2"]), str(len(ROWS))]


def test_what_is_named_is_there() -> None:
    """Every test, every file, and every setting or name of the code."""
    named = sorted(set(re.findall(r"`([^`]+)`", PAGE)))
    assert named
    assert [name for name in named if not _is_there(name)] == []


@pytest.mark.parametrize(
    "name",
    [
        "cases/nowhere.py",
        "NO_SUCH_SETTING",
        "tests/security/test_asvs_table.py::test_no_such_test",
        "tests/security/no_such_file.py::test_the_counts_are_right",
    ],
)
def test_what_is_not_there_is_found_out(name: str) -> None:
    assert not _is_there(name)
