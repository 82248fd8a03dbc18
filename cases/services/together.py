"""Several requests at once: what an act would do to each, and then each in a transaction of its own.

Nothing is done to all or none: a refusal of one leaves the others as they are, and each is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases import selectors
from cases.access import Actor
from cases.models import Deadline, InformationRequest
from cases.services import assignments, reminders
from cases.services import requests as service
from cases.services.refusals import Refused


@dataclass(frozen=True, slots=True)
class Line:
    """One request: why the act is refused, with its paragraph, or empty where it is not.

    ``step`` is the step that a reminder is about.
    """

    request: InformationRequest
    refusal: str = ""
    step: Deadline | None = None


def foresee_assignment(*, requests: Iterable[InformationRequest]) -> list[Line]:
    """Which of these requests can be given to a colleague, whoever it is."""
    return [_foreseen(one, lambda one: assignments.require_assignable(request=one)) for one in requests]


def foresee_withdrawal(*, requests: Iterable[InformationRequest]) -> list[Line]:
    """Which of these requests can be withdrawn."""
    return [_foreseen(one, service.require_awaiting_answer) for one in requests]


def foresee_reminder(*, actor: Actor, requests: list[InformationRequest], on: date) -> list[Line]:
    """Of which step each Party would be reminded on a day; two queries, however many they are."""
    steps = selectors.next_steps(actor=actor, requests=requests, on=on)
    reminded = reminders.reminded_on(requests=requests, on=on)

    def require(one: InformationRequest) -> None:
        step = steps.get(one.pk)
        reminders.require_remindable(request=one, step=step, reminded_of=reminded.get(one.pk))

    lines = [_foreseen(one, require) for one in requests]
    return [Line(one.request, one.refusal, steps.get(one.request.pk)) for one in lines]


def each(*, requests: Iterable[InformationRequest], do: Callable[[InformationRequest], Any]) -> list[Line]:
    """Does one service call for each request, and says of each whether it was done or why not.

    Raises: PermissionDenied, before anything is done to the first.
    """
    return [_foreseen(one, do) for one in requests]


def _foreseen(request: InformationRequest, do: Callable[[InformationRequest], Any]) -> Line:
    try:
        do(request)
    except Refused as error:
        return Line(request, str(error))
    except InformationRequest.DoesNotExist:
        return Line(request, _("It is not there any more."))
    return Line(request)
