"""The daily work of the demonstration's staff: notes that name a colleague, tasks, and a history on its own days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from simple_history.signals import pre_create_historical_record

from cases import access
from cases.models import InformationRequest
from cases.services import desk_tasks, notes
from compliance import clock
from compliance.accounts.models import User

_NOTES = (
    (
        "officer",
        "Their Scientific Authority answered by phone that the file is being copied. @Sam please read.",
        2,
    ),
    (
        "supervisor",
        "Read, thank you. Ask for the register of the second year as well, should it not come. @Olive",
        1,
    ),
)
_ACTS = ("recorded", "assessed", "uploaded", "created")
_TASKS = (
    ("supervisor", "officer", "Compare the permits with the trade database", 3),
    ("officer", "officer", "Ask the Management Authority for the pages that are hard to read", 7),
    ("officer", "supervisor", "Read the draft letter before it goes", None),
)


def add(*, at: datetime) -> None:
    """Notes and tasks on the requests that wait, by and for the two people of the Secretariat."""
    people = {name: User.objects.get(email=f"{name}@desk.example") for name in ("officer", "supervisor")}
    actors = {name: access.actor_of(user_id=one.pk) for name, one in people.items()}
    waiting = list(
        InformationRequest.objects.visible_to(actors["officer"])
        .filter(stage=InformationRequest.Stage.SENT, next_due_on__isnull=False)
        .order_by("next_due_on", "pk")[:2]
    )
    for number, request in enumerate(waiting):
        for by, text, days_ago in _NOTES[: 2 - number]:
            then = at - timedelta(days=days_ago)
            notes.write(actor=actors[by], request=request, text=text, at=then)
        for by, whom, title, wanted_in in _TASKS[number:]:
            then = at - timedelta(days=1)
            wanted_by = clock.legal_day(at=at) + timedelta(days=wanted_in) if wanted_in else None
            with history_of(at=then, by=people[by]):
                desk_tasks.ask(
                    actor=actors[by],
                    request=request,
                    title=title,
                    assigned_to=people[whom],
                    wanted_by=wanted_by,
                    at=then,
                )


@contextmanager
def history_of(*, at: datetime, by: User) -> Iterator[None]:
    """Dates the history of what happens within as the day that is played, by whom the row names or else ``by``."""

    def date_it(history_instance: Any, **_others: Any) -> None:
        history_instance.history_date = at
        named = (getattr(history_instance, f"{act}_by_id", None) for act in _ACTS)
        history_instance.history_user_id = next(filter(None, named), by.pk)

    pre_create_historical_record.connect(date_it)
    try:
        yield
    finally:
        pre_create_historical_record.disconnect(date_it)
