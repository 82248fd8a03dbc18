"""How gunicorn serves a node of the desk: several processes, whose figures Prometheus reads as one."""

import os
import shutil
from pathlib import Path
from typing import Any

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_tmp_dir = "/dev/shm"  # noqa: S108  (a heartbeat on a disk would wait for it)
control_socket_disable = True
graceful_timeout = 30
max_requests, max_requests_jitter = 5000, 500

# Before the desk is loaded: the library looks once, when it is imported.
_figures = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", "/tmp/desk-figures"))  # noqa: S108  (the node's own)


def on_starting(server: Any) -> None:
    """The figures of processes that ended with the node before do not count again."""
    shutil.rmtree(_figures, ignore_errors=True)
    _figures.mkdir(parents=True, mode=0o700)


def child_exit(server: Any, worker: Any) -> None:
    """A process that ended leaves its sums, and is no longer among those that live."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)
