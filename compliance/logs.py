"""How the log writes: one line for each event, its instant in UTC."""

from __future__ import annotations

import logging
import time


class InUTC(logging.Formatter):
    """``2026-11-24T07:00:00Z INFO security event=...``: the same instant on every machine."""

    converter = time.gmtime  # type: ignore[assignment]  # typed as if it had to take an instant
    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = ""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
