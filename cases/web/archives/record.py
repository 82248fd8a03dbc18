"""A case for machines: every list that belongs to it, by the stable codes of the columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cases import audit
from cases.exports import lists, writers
from cases.exports.lists import List, Taking
from cases.models import InformationRequest, Task
from cases.web.steps import StepView
from compliance import clock

MOST_CHANGES = 5000
"""Of the history of one request; nobody has come near it."""


def written(
    *, about: Mapping[str, Any], members: Iterable[tuple[str, Iterable[Mapping[str, Any]]]]
) -> Iterator[bytes]:
    """One JSON object: what it is, then each list with a row on each line, read as it is written."""
    yield f'{{"about": {_json(dict(about))}'.encode()
    for name, rows in members:
        yield f',\n"{name}": ['.encode()
        before = "\n"
        for row in rows:
            yield f"{before}{_json(row)}".encode()
            before = ",\n"
        yield b"]"
    yield b"}\n"


def rows(*, of: List, taking: Taking, where: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a list that belong to a case, as its reader sees them."""
    table = lists.table(of=of, taking=taking, found=of.found(taking.actor).filter(**where))
    return (writers.as_object(table, line) for line in table.lines)


def of_steps(steps: Sequence[StepView]) -> Iterator[dict[str, Any]]:
    """Each date with what it is counted from, how it stands and why."""
    for one in steps:
        yield {
            "step": one.code,
            "step_words": one.label,
            "counted_from": one.counted_from,
            "due_on": one.due_on,
            "status": one.status,
            "status_words": one.status_words,
            "met_on": one.met_on,
            "source": one.source,
            "explanation": one.explanation,
        }


def of_history(*, taking: Taking, request: InformationRequest, with_tasks: bool) -> Iterator[dict[str, Any]]:
    """Every change of the rows of a request, the earliest first; the Secretariat's to read."""
    changes = audit.of_request(actor=taking.actor, request=request, most=MOST_CHANGES)
    for change in reversed(changes.found):
        row, kind = change.after, change.after.instance_type
        if kind is Task and not with_tasks:
            continue
        yield {
            "what": kind._meta.model_name,
            "row": str(row.id),
            "at": row.history_date,
            "by": row.history_user.name if row.history_user else None,
            "values": {
                field.name: getattr(row, field.attname)
                for field in row.tracked_fields
                if field.name != "file" and _changed(change, field.attname)
            },
        }


def _changed(change: audit.Change, name: str) -> bool:
    return change.before is None or getattr(change.before, name) != getattr(change.after, name)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(clock.SEAT).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
