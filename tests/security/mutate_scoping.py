"""Takes each scoping call away in turn, in a copy of the tree, and expects the tests to notice.

    python -m tests.security.mutate_scoping [--every N] [--only WORDS] [--jobs N] [--list]

In the copy every call stands behind a switch. The tests run once as they are, and
then, for each call, those that met it; what they let pass is asked once more of
the matrix, made anew without the call. Prints ``caught N of N`` and what was not;
ends with 1 where anything survived that is not on the list of justified
equivalents (``equivalents.py``).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from queue import Queue

from compliance.servers import postgresql
from tests.security import mutants, switched
from tests.security.equivalents import EQUIVALENT
from tests.security.mutants import Mutant
from tests.services import addresses, broker

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis")
QUICK = [
    *(
        f"tests/security/test_{name}.py"
        for name in ("services_refuse", "behind_the_door", "counts", "letters")
    ),
    *("tests/security/test_scope_of_queries.py", "tests/security/test_scope_of_the_party.py"),
    *("tests/accounts", "tests/cases/web", "tests/cases/test_services.py", "tests/cases/test_documents.py"),
]
"""What is run in one process for all mutants."""
ANEW = ["tests/security/test_matrix.py"]
"""What is run anew for one: its answers are gathered before its tests begin."""
_FAILED = 1
"""What pytest ends with where a test failed; anything above is no verdict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    mutant: Mutant
    caught: bool
    by: str
    """The test that noticed, or what went wrong."""


class Bench:
    """A place to run tests of the switched tree, with a database of its own."""

    def __init__(self, folder: Path, environment: dict[str, str], number: int, server: str) -> None:
        self.tree = folder / "tree"
        self.numbers, self.verdicts = folder / f"numbers-{number}", folder / f"verdicts-{number}"
        self.environment = environment | {
            "DATABASE_URL": f"{server}{number}",
            "MUTANTS": str(self.numbers),
            "VERDICTS": str(self.verdicts),
        }

    def judge_quickly(self, numbers: list[int]) -> dict[int, str]:
        """By which test each was caught; "" for what was not. Raises: SystemExit where the tests fail of themselves."""
        self.numbers.write_text(json.dumps(numbers))
        code, said = self._pytest(QUICK, "--create-db", "-p", "tests.security.judging")
        if code or not self.verdicts.exists():
            raise SystemExit(f"the tests do not pass as the tree is: {said[-3000:]}")
        found = [json.loads(line) for line in self.verdicts.read_text().splitlines()]
        return {one["number"]: one["by"] for one in found}

    def judge_anew(self, number: int, mutant: Mutant) -> Verdict:
        """By the matrix, made without this call from the beginning."""
        code, said = self._pytest(ANEW, "--exitfirst", TAKEN_AWAY=str(number))
        if code == _FAILED:
            return Verdict(mutant, True, _first_failure(said))
        return Verdict(
            mutant, False, f"no verdict, pytest ended with {code}: {said[-300:]}" if code else "survived"
        )

    def _pytest(self, tests: list[str], *options: str, **environment: str) -> tuple[int, str]:
        words = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--tb=no",
            "--reuse-db",
            "-o",
            "addopts=-p tests.services",
        ]
        done = subprocess.run(
            [*words, "-p", "no:cacheprovider", *options, *tests],
            cwd=self.tree,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=3600,
        )
        return done.returncode, done.stdout + done.stderr[-2000:]


def _first_failure(said: str) -> str:
    lines = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return lines[0].split(" - ")[0] if lines else said[-200:]


def _copy(tree: Path, numbered: Sequence[tuple[int, Mutant]]) -> None:
    """The tree, with a switch at each mutant."""
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
    by_path = sorted(numbered, key=lambda one: one[1].path)
    for path, group in groupby(by_path, key=lambda one: one[1].path):
        file = tree / path
        file.write_bytes(switched.source_of(file.read_bytes(), group))


@contextmanager
def benches(jobs: int, numbered: Sequence[tuple[int, Mutant]]) -> Iterator[list[Bench]]:
    """One PostgreSQL, one broker and one tree for all; a database for each job."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-mutants-")))
        ports = {"DATABASE_URL": addresses.free_port(), "BROKER_URL": addresses.free_port()}
        given = {name: addresses.URLS[name].format(port=port) for name, port in ports.items()}
        stack.enter_context(postgresql.running(folder=folder / "postgresql", port=ports["DATABASE_URL"]))
        stack.enter_context(broker.running(folder=folder / "broker", port=ports["BROKER_URL"]))
        environment = (
            os.environ
            | given
            | {
                "DESK_TEST_SERVICES": str(folder),
                "DESK_VAR_DIR": str(folder),
                "EMAIL_URL": f"smtp://127.0.0.1:{addresses.free_port()}",
                "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
                "DESK_MODE": "embedded",
                "PYTHONDONTWRITEBYTECODE": "1",
            }
        )
        _copy(folder / "tree", numbered)
        for command in (["collectstatic", "--noinput", "--verbosity", "0"], ["compile_catalogues"]):
            words = [sys.executable, "manage.py", *command]
            subprocess.run(words, cwd=folder / "tree", env=environment, check=True, stdout=subprocess.DEVNULL)
        yield [Bench(folder, environment, number, given["DATABASE_URL"]) for number in range(jobs)]


def judge_all(chosen: list[Mutant], jobs: int) -> Iterator[Verdict]:
    """The verdicts as they come: first all that are caught quickly, then the others one by one."""
    numbered = list(enumerate(chosen))
    with benches(jobs, numbered) as made, ThreadPoolExecutor(jobs) as pool:
        shares = [[number for number, _mutant in numbered[at::jobs]] for at in range(jobs)]
        caught: dict[int, str] = {}
        for found in pool.map(Bench.judge_quickly, made, shares):
            caught |= found
        yield from (Verdict(mutant, True, caught[number]) for number, mutant in numbered if caught[number])
        left = [(number, mutant) for number, mutant in numbered if not caught[number]]
        yield from _anew(left, made, pool)


def _anew(left: list[tuple[int, Mutant]], made: list[Bench], pool: ThreadPoolExecutor) -> Iterator[Verdict]:
    free: Queue[Bench] = Queue()
    for bench in made:
        free.put(bench)

    def judge(number: int, mutant: Mutant) -> Verdict:
        if mutant.name in EQUIVALENT:
            return Verdict(mutant, False, "on the list")
        bench = free.get()
        try:
            return bench.judge_anew(number, mutant)
        finally:
            free.put(bench)

    for done in as_completed([pool.submit(judge, *one) for one in left]):
        yield done.result()


def main() -> int:
    """The exit code: 1 where something survived that is on no list."""
    asked = _asked()
    chosen = [one for one in mutants.all_of(ROOT) if asked.only in one.name][:: asked.every]
    if asked.list:
        _say("\n".join(f"{one.path}:{one.line} {one.name.partition(' ')[2]}" for one in chosen))
        return 0
    verdicts = []
    for verdict in judge_all(chosen, asked.jobs):
        verdicts.append(verdict)
        word = "caught" if verdict.caught else "NOT CAUGHT"
        _say(f"{len(verdicts)}/{len(chosen)} {word}: {verdict.mutant.name} ({verdict.by})")
    return _sum_up(verdicts)


def _sum_up(verdicts: list[Verdict]) -> int:
    verdicts.sort(key=lambda one: (one.mutant.path, one.mutant.begin))
    survived = [one for one in verdicts if not one.caught]
    holes = [one for one in survived if one.mutant.name not in EQUIVALENT]
    _say(f"\ncaught {len(verdicts) - len(survived)} of {len(verdicts)}")
    for one in survived:
        why = EQUIVALENT.get(one.mutant.name, "NO TEST NOTICES")
        _say(f"survived: {one.mutant.path}:{one.mutant.line} {one.mutant.name.partition(' ')[2]}\n    {why}")
    for one in verdicts:
        if one.caught and one.mutant.name in EQUIVALENT:
            _say(f"no longer equivalent, take it off the list: {one.mutant.name}")
    return 1 if holes else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.security.mutate_scoping", description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="a sample: each Nth")
    parser.add_argument("--only", default="", metavar="WORDS", help="those whose name contains this")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="how many at a time")
    parser.add_argument("--list", action="store_true", help="print them and judge none")
    return parser.parse_args()


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
