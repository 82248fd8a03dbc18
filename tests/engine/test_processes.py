"""The engine as it runs: a worker with beat, a broker, PostgreSQL and a mail server, each a real process or server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from compliance import clock
from notifications.models import Message, Notice
from tests.conftest import MakeRequest
from tests.services import addresses, given, smtp

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def _worker(*, mail_port: int, folder: Path) -> Iterator[None]:
    """A worker with beat ticking every second, on the test database and the test broker."""
    environment = os.environ | {
        "DATABASE_URL": given.url_of_test_database(settings.DATABASES["default"]),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "SWEEP_EVERY_SECONDS": "1",
        "DELIVERY_EVERY_SECONDS": "1",
    }
    command = [sys.executable, "-m", "celery", "-A", "compliance", "worker", "-B", "--pool", "threads"]
    command += ["--concurrency", "2", "--schedule", str(folder / "beat"), "--loglevel", "INFO"]
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0, (folder / "worker.log").read_text()


def _wait(condition: Callable[[], bool], seconds: float = 45) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


@pytest.mark.skipif(not given.postgresql(), reason=given.NEEDS_POSTGRESQL)
@pytest.mark.django_db(transaction=True)
def test_beat_sweeps_and_delivery_delivers(make_request: MakeRequest, tmp_path: Path) -> None:
    """A request sent forty days ago: the engine itself finds that the reply is overdue and says so by mail."""
    request = make_request(sent_on=clock.today() - timedelta(days=40))
    port = addresses.free_port()
    with smtp.running(port=port) as mail_server, _worker(mail_port=port, folder=tmp_path):
        assert _wait(lambda: Notice.objects.filter(code="STEP_OVERDUE", request=request).exists())
        assert _wait(lambda: not Message.objects.exclude(state="SENT").exists()), "everything was handed over"
        time.sleep(2.5)  # two more ticks, which must change nothing

    subjects = [mail["Subject"] for mail in mail_server.taken]
    assert sum("was due on" in subject for subject in subjects) == 2, (
        "the mailbox and the focal point, once each"
    )
    ids = [mail["Message-ID"] for mail in mail_server.taken]
    assert len(ids) == len(set(ids)) == Message.objects.count()
    connection.close()
