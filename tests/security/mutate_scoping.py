"""Takes each scoping call away in turn, in a copy of the tree, and expects the tests to notice.

    python -m tests.security.mutate_scoping [--every N] [--only WORDS] [--jobs N] [--list]

Prints ``caught N of N`` and what was not; ends with 1 where anything survived that
is not on the list of justified equivalents (``equivalents.py``).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from compliance.servers import postgresql
from tests.security import mutants
from tests.security.equivalents import EQUIVALENT
from tests.security.mutants import Mutant
from tests.services import addresses, broker

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis")
_SECURITY = "tests/security/test_{}.py"
QUERIES = [_SECURITY.format(name) for name in ("scope_of_queries", "scope_of_the_api", "services_refuse")]
DOORS = [_SECURITY.format("matrix")]
PAGES = [_SECURITY.format(name) for name in ("behind_the_door", "counts", "letters")]
PROGRAMS = [_SECURITY.format("matrix_api"), "tests/cases/api/test_changes.py"]
WEB = ["tests/accounts", "tests/cases/web", "tests/cases/test_services.py", "tests/cases/test_documents.py"]
_FAILED = 1
"""What pytest ends with where a test failed; anything above is no verdict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    mutant: Mutant
    caught: bool
    by: str
    """The test that noticed, or what went wrong."""


class Bench:
    """A copy of the tree with a database of its own."""

    def __init__(self, folder: Path, environment: dict[str, str], number: int, server: str) -> None:
        self.tree = folder / f"tree-{number}"
        shutil.copytree(ROOT, self.tree, ignore=LEFT_OUT)
        self.environment = environment | {"DATABASE_URL": f"{server}{number}"}

    def prepare(self, tests: list[str]) -> None:
        """Makes the database, and expects these tests to pass while nothing is taken away."""
        code, said = self._pytest(tests, "--create-db")
        if code:
            raise SystemExit(f"the tests do not pass as the tree is: {_first_failure(said)}")
        self.environment["PYTHONDONTWRITEBYTECODE"] = "1"

    def judge(self, mutant: Mutant) -> Verdict:
        file = self.tree / mutant.path
        source, times = file.read_bytes(), file.stat()
        file.write_bytes(mutant.applied(source))
        try:
            return self._judge(mutant)
        finally:
            file.write_bytes(source)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    def _judge(self, mutant: Mutant) -> Verdict:
        """The tests that most likely notice come first; what is on the list is asked of the queries alone."""
        stages = [DOORS, QUERIES, PAGES, WEB] if mutant.is_door else [QUERIES, PAGES, DOORS, WEB]
        stages = [QUERIES, PROGRAMS] if mutant.path.startswith("cases/api/") else [*stages, PROGRAMS]
        for tests in [QUERIES] if mutant.name in EQUIVALENT else stages:
            code, said = self._pytest(tests, "--exitfirst")
            if code == _FAILED:
                return Verdict(mutant, True, _first_failure(said))
            if code:
                return Verdict(mutant, False, f"no verdict, pytest ended with {code}: {said[-300:]}")
        return Verdict(mutant, False, "survived")

    def _pytest(self, tests: list[str], *options: str) -> tuple[int, str]:
        words = [sys.executable, "-m", "pytest", "-q", "--tb=no", "--reuse-db", *options, "-o", "addopts="]
        done = subprocess.run(
            [*words, "-p", "no:cacheprovider", *tests],
            cwd=self.tree,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=1800,
        )
        return done.returncode, done.stdout + done.stderr[-2000:]


def _first_failure(said: str) -> str:
    lines = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return lines[0].split(" - ")[0] if lines else said[-200:]


@contextmanager
def benches(jobs: int) -> Iterator[list[Bench]]:
    """One PostgreSQL and one broker for all, static files collected once, a tree and a database for each job."""
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
            }
        )
        made = [Bench(folder, environment, number, given["DATABASE_URL"]) for number in range(jobs)]
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(command, cwd=made[0].tree, env=environment, check=True)
        with ThreadPoolExecutor(jobs) as pool:
            # Between them, the benches show that nothing fails of itself.
            shares = [[*QUERIES, *PAGES], DOORS] if jobs > 1 else [[*QUERIES, *PAGES, *DOORS]]
            list(pool.map(Bench.prepare, made, shares + [QUERIES] * (jobs - len(shares))))
        yield made


def judge_all(chosen: list[Mutant], jobs: int) -> Iterator[Verdict]:
    """The verdicts as they come."""
    with benches(jobs) as made:
        free: Queue[Bench] = Queue()
        for bench in made:
            free.put(bench)

        def judge(mutant: Mutant) -> Verdict:
            bench = free.get()
            try:
                return bench.judge(mutant)
            finally:
                free.put(bench)

        with ThreadPoolExecutor(jobs) as pool:
            for done in as_completed([pool.submit(judge, one) for one in chosen]):
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
