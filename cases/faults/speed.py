"""How fast delivery is, beside a bare loop of smtplib over the same letters to the same mail server."""

from __future__ import annotations

import random
import smtplib
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as time_of_day
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from cases.faults import world
from cases.faults.machine import Machine
from cases.faults.place import Place
from cases.services import sweep
from compliance import clock
from notifications import delivery, mailing
from notifications.models import Message

_LATER = timedelta(days=3650)


def measure(*, place: Place, letters: int, rounds: int) -> dict[str, Any]:
    """Letters a second of the desk and of the bare loop, round by round in turn, and the ratio of the medians.

    The desk's own figure has in it what makes a letter survive: claiming it,
    freezing its text and writing down that it went, each committed.
    """
    at, desk, bare = clock.now(), [], []
    machine = Machine(place, "desk", sweep_every=3600)
    try:
        for name in ("broker", "mail"):
            machine.begin(name)
        _write_letters(count=letters * rounds, at=at)
        for _ in range(rounds):
            due = list(Message.objects.unsent().order_by("pk").values_list("pk", flat=True)[:letters])
            Message.objects.filter(pk__in=due).update(not_before=at)
            desk.append(_timed(lambda: delivery.deliver(now=clock.now), letters))
            sent = Message.objects.filter(pk__in=due, state=Message.State.SENT)
            if sent.count() != letters:
                raise RuntimeError("the mail server did not take every letter: nothing was measured")
            ready = _as_bytes(sent)
            bare.append(_timed(lambda ready=ready: _bare_loop(ready), letters))  # type: ignore[misc]
    finally:
        machine.stop()
    return {
        "letters": letters,
        "rounds": rounds,
        "desk_letters_per_second": [round(one) for one in desk],
        "smtplib_letters_per_second": [round(one) for one in bare],
        "ratio": round(statistics.median(desk) / statistics.median(bare), 2),
    }


def _write_letters(*, count: int, at: datetime) -> None:
    """Real letters, of notices that a sweep makes; all of them for later."""
    day = clock.legal_day(at=at)
    world.fill(chance=random.Random(1), day=day, notices=count, outage=False, drafts=0)  # noqa: S311
    noon = datetime.combine(day, time_of_day(12), tzinfo=clock.SEAT)
    sweep.issue_due_notices(on=day, at=noon)
    Message.objects.update(not_before=at + _LATER)


def _as_bytes(sent: QuerySet[Message]) -> list[tuple[str, bytes]]:
    """The same letters, ready to be sent: the loop does nothing but send."""
    ready = []
    for one in sent.select_related("pdf"):
        letter = mailing.of(message=one, connection=None).message()
        ready.append((one.address, letter.as_bytes(linesep="\r\n")))  # type: ignore[call-arg]
    return ready


def _bare_loop(letters: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for to, content in letters:
            server.sendmail("desk@localhost", [to], content)


def _timed(act: Callable[[], object], letters: int) -> float:
    began = time.perf_counter()
    act()
    return letters / (time.perf_counter() - began)
