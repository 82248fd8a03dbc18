"""What staff keep for themselves on the page of a request: notes, tasks, and the forms for one more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases import internal
from cases.access import Act, Actor, may
from cases.models import InformationRequest, InternalNote, Task
from cases.services import notes
from cases.web.secretariat.forms_desk import NoteForm, TaskForm

NOTES, TASKS = 10, 20
"""How many a page of a request shows before it leads to the page of all."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as it stood at the end of a day."""

    task: Task
    is_done: bool
    days_left: int | None
    """From the day of the page to the day it is wanted by."""


def of_request(
    *, actor: Actor, record: InformationRequest, on: date, known_by: datetime | None = None
) -> dict[str, Any]:
    """The newest notes and the tasks of a request, as far as they were written before ``known_by``."""
    found = list(internal.notes_of(actor=actor, request=record, known_by=known_by)[: NOTES + 1])
    asked = list(internal.tasks_of(actor=actor, request=record, known_by=known_by)[: TASKS + 1])
    colleagues, tasks = notes.colleagues(actor=actor), lines(asked[:TASKS], on=on, known_by=known_by)
    return {
        "notes": found[:NOTES],
        "more_notes": len(found) > NOTES,
        "unseen": unseen(found, actor=actor),
        "tasks": tasks,
        "tasks_open": sum(not one.is_done for one in tasks),
        "more_tasks": len(asked) > TASKS,
        "note_form": NoteForm(colleagues=colleagues.exclude(pk=actor.user_id)),
        "task_form": TaskForm(colleagues=colleagues, initial={"assigned_to": actor.user_id}),
        "may_write": may(actor=actor, act=Act.WRITE_NOTE),
    }


def lines(found: list[Task], *, on: date, known_by: datetime | None = None) -> list[TaskLine]:
    """Tasks as they stood; what was done later was still to do."""
    return [
        TaskLine(
            task=one,
            is_done=one.done_at is not None and (known_by is None or one.done_at < known_by),
            days_left=(one.wanted_by - on).days if one.wanted_by else None,
        )
        for one in found
    ]


def unseen(found: Iterable[InternalNote], *, actor: Actor) -> set[int]:
    """The keys of those that name the reader and that they have not said they saw."""
    return {
        note.pk
        for note in found
        for one in note.mentions.all()
        if one.user_id == actor.user_id and one.seen_at is None
    }
