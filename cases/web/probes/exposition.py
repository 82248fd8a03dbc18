"""The names under which the figures of the desk are known to Prometheus; deploy/prometheus has the alerts on them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import GaugeMetricFamily

from cases import operations
from cases.operations import Figures
from compliance import clock

GOOD_FOR_SECONDS = 30
"""How long figures stand in one process: they are counted no more often, however often they are asked for."""
_last: tuple[float, datetime, Figures] | None = None


def registry() -> CollectorRegistry:
    """A registry that reads the figures of the desk when it is read."""
    found = CollectorRegistry()
    found.register(_Desk())
    return found


class _Desk:
    def collect(self) -> Iterator[Metric]:
        at, figures = _figures()
        yield _by("desk_steps_overdue", "Open steps of requests that are overdue.", "step", figures.overdue)
        yield _by("desk_failures", "What went wrong and waits for somebody.", "kind", figures.failures)
        for name, words, value in (*_of_engine(figures), *_of_letters(at, figures), *_of_record(figures)):
            if value is not None:
                yield GaugeMetricFamily(name, words, value=value)


Reading = tuple[str, str, float | None]
"""A name, what it means, and its value; None where there is none yet, which alerts tell from zero."""


def _of_engine(figures: Figures) -> tuple[Reading, ...]:
    last = figures.last_success
    took = last.duration.total_seconds() if last and last.duration is not None else None
    return (
        (
            "desk_sweep_last_success_timestamp_seconds",
            "When the last sweep that succeeded ended.",
            last.ended_at.timestamp() if last and last.ended_at else None,
        ),
        ("desk_sweep_duration_seconds", "How long the last sweep that succeeded took.", took),
        (
            "desk_sweep_notices_created",
            "Notices that the last sweep that succeeded made.",
            last.notices_created if last else None,
        ),
    )


def _of_letters(at: datetime, figures: Figures) -> tuple[Reading, ...]:
    outbox = figures.outbox
    age = max(0.0, (at - outbox.oldest_at).total_seconds()) if outbox.oldest_at else 0.0
    return (
        ("desk_outbox_messages", "Letters that wait to be handed over.", outbox.waiting),
        ("desk_outbox_oldest_age_seconds", "How long the oldest that nothing holds back waits.", age),
        ("desk_delivery_paused", "1 where every letter is held back.", float(outbox.paused)),
        ("desk_delivery_pauses", "Pauses that hold letters back.", outbox.pauses),
    )


def _of_record(figures: Figures) -> tuple[Reading, ...]:
    check = figures.last_check
    if check is None:
        return ()
    return (
        (
            "desk_record_intact",
            "1 where the last walk along the record found no fault.",
            float(not check.fault),
        ),
        ("desk_record_checked_timestamp_seconds", "When that walk ended.", check.ended_at.timestamp()),
        ("desk_record_unsealed_rows", "Rows that it found final and not sealed yet.", check.unsealed),
    )


def _by(name: str, words: str, label: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family


def _figures() -> tuple[datetime, Figures]:
    global _last
    if _last is None or time.monotonic() - _last[0] > GOOD_FOR_SECONDS:
        at = clock.now()
        _last = (time.monotonic(), at, operations.figures(on=clock.legal_day(at=at), at=at))
    return _last[1:]
