"""Several programs as one: started in order, ended in reverse, none left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

GRACE_SECONDS = 15


class CannotStart(Exception):
    """A program ended at once, or never began to listen; the message names it and its log."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program of the tree: its name, its command line, and the port on which it listens, if it does."""

    name: str
    command: Sequence[str]
    port: int | None = None


@dataclass(slots=True)
class Tree:
    """Running programs, each in a session of its own so that Ctrl-C reaches only this process."""

    logs: Path
    environment: Mapping[str, str]
    running: list[tuple[Program, subprocess.Popen[bytes]]] = field(default_factory=list)

    def start(self, program: Program) -> None:
        """Starts a program and waits until it listens. Raises: CannotStart."""
        if program.port and _listens(program.port):
            raise CannotStart(f"port {program.port} is taken by another program; {program.name} needs it")
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{program.name}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, **self.environment},
            )
        self.running.append((program, process))
        if program.port and not _wait_for(lambda: _listens(program.port) or process.poll() is not None, 30):
            raise CannotStart(f"{program.name} does not listen on port {program.port}; see {log}")
        if process.poll() is not None:
            raise CannotStart(f"{program.name} ended at once with exit code {process.returncode}; see {log}")

    def end(self, name: str, *, number: signal.Signals = signal.SIGTERM) -> None:
        """Ends one program and whatever it started, by a signal; with SIGKILL as a crash does."""
        for entry in [one for one in self.running if one[0].name == name]:
            self.running.remove(entry)
            if entry[1].poll() is None:
                os.killpg(entry[1].pid, number)
            entry[1].wait()

    def ended(self) -> list[Program]:
        """The programs that ended by themselves; they are no longer counted among the running."""
        found = [(program, process) for program, process in self.running if process.poll() is not None]
        for entry in found:
            self.running.remove(entry)
        return [program for program, _ in found]

    def wait(self) -> str:
        """Waits until this process is told to end, or one of the programs ends; says which."""
        told: list[int] = []

        def tell(number: int, frame: FrameType | None) -> None:
            told.append(number)

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, tell)
        while not told:
            for program, process in self.running:
                if process.poll() is not None:
                    return f"{program.name} ended by itself with exit code {process.returncode}"
            time.sleep(0.2)
        return ""

    def stop(self) -> None:
        """Ends the programs, the last started first, and waits for each; kills what does not end in time."""
        for _, process in reversed(self.running):
            _signal(process, signal.SIGTERM)
            try:
                process.wait(timeout=GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        self.running.clear()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(number)


def _listens(port: int | None) -> bool:
    if port is None:
        return False
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
