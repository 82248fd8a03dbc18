"""A reminder to the Party that somebody at the Secretariat sends, beside those of the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access, selectors
from cases.access import Act, Actor
from cases.models import Deadline, InformationRequest
from cases.services import addressing, requests
from cases.services.refusals import Refused
from compliance import clock
from notifications import outbox
from notifications.letters import ActCode
from notifications.models import Notice


class NotReminded(Refused):
    """There is nothing to remind of, or the Party was reminded today."""


@transaction.atomic
def remind(*, actor: Actor, request: InformationRequest, at: datetime) -> Notice:
    """One letter to the Party about the open steps of a request, at most one a day for its earliest step.

    ``at`` is the present instant. Raises: PermissionDenied;
    InformationRequest.DoesNotExist for what the actor does not see; NotAwaitingAnswer;
    NotReminded.
    """
    access.require(actor=actor, act=Act.REMIND_PARTY)
    request, on = requests.locked(actor=actor, request=request), clock.legal_day(at=at)
    step = selectors.next_steps(actor=actor, requests=[request], on=on).get(request.pk)
    reminded = reminded_on(requests=[request], on=on).get(request.pk)
    step = require_remindable(request=request, step=step, reminded_of=reminded)
    notice = outbox.record_act(
        code=ActCode.PARTY_REMINDED, request_id=request.pk, about_on=on, at=at, step=step.step
    )
    addressing.write(notice=notice, at=at)
    return notice


def reminded_on(*, requests: Iterable[InformationRequest], on: date) -> dict[int, str]:
    """The step of which the Party was reminded on a day, by the key of the request; one query."""
    found = Notice.objects.filter(
        request__in=[one.pk for one in requests], code=ActCode.PARTY_REMINDED.value, about_on=on
    )
    return dict(found.values_list("request", "step"))


def require_remindable(
    *, request: InformationRequest, step: Deadline | None, reminded_of: str | None
) -> Deadline:
    """The earliest open step, where the Party can be reminded of it.

    Raises: NotAwaitingAnswer for a draft or a withdrawn request; NotReminded.
    """
    requests.require_awaiting_answer(request)
    if step is None:
        raise NotReminded(_("No step is open: there is nothing to remind the Party of."))
    if reminded_of == step.step:
        raise NotReminded(_("The Party was reminded today; the next reminder can go tomorrow."))
    return step
