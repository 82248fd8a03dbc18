"""What a colleague of the Secretariat is asked to do about a request, until it is done."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import InformationRequest, PersonalNotice, Task
from cases.services import notes, personal_notices, requests
from cases.services.refusals import Refused, clean
from cases.services.sent_twice import SAME_FORM
from compliance import clock
from compliance.accounts.models import User


@transaction.atomic
def ask(
    *,
    actor: Actor,
    request: InformationRequest,
    title: str,
    assigned_to: User,
    at: datetime,
    wanted_by: date | None = None,
) -> Task:
    """Asks a colleague, or oneself, to do something about a request.

    ``wanted_by`` is a wish of the Secretariat's and no due date of paragraph 23.
    The same task asked for by the same person within a minute is one task. ``at``
    is the present instant. Raises: PermissionDenied;
    InformationRequest.DoesNotExist; Refused for a day that is past, or for
    somebody who does not work on requests.
    """
    access.require(actor=actor, act=Act.KEEP_TASK)
    request = requests.locked(actor=actor, request=request)
    task = Task(
        request=request,
        title=" ".join(title.split()),
        assigned_to=assigned_to,
        wanted_by=wanted_by,
        created_by_id=actor.user_id,
        created_at=at,
    )
    clean(task)
    if wanted_by and wanted_by < clock.legal_day(at=at):
        raise Refused(_("This day is past. Choose today or a later day, or none."), field="wanted_by")
    if not notes.colleagues(actor=actor).filter(pk=assigned_to.pk).exists():
        raise Refused(_("Choose somebody of the Secretariat who works on requests."), field="assigned_to")
    if twin := _asked_just_now(task):
        return twin
    task.save()
    personal_notices.tell(
        kind=PersonalNotice.Kind.ASKED,
        source=task.pk,
        users=[assigned_to.pk],
        request=request,
        at=at,
        by=actor.user_id,
    )
    return task


@transaction.atomic
def done(*, actor: Actor, task: Task, at: datetime) -> Task:
    """Records that it is done, by whoever says so; a task that was done already stays as it is.

    Raises: PermissionDenied; Task.DoesNotExist.
    """
    task = _locked(actor, task)
    if task.done_at is None:
        task.done_at, task.done_by_id = at, actor.user_id
        task.save()
    return task


@transaction.atomic
def reopen(*, actor: Actor, task: Task) -> Task:
    """Puts a task that was done back among those to do; its history keeps both.

    Raises: PermissionDenied; Task.DoesNotExist.
    """
    task = _locked(actor, task)
    if task.done_at is not None:
        task.done_at, task.done_by = None, None
        task.save()
    return task


def _locked(actor: Actor, task: Task) -> Task:
    access.require(actor=actor, act=Act.KEEP_TASK)
    found: Task = Task.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=task.pk)
    return found


def _asked_just_now(task: Task) -> Task | None:
    """The task that the same form made a moment ago, when it is sent twice; the request is held."""
    twin: Task | None = Task.objects.filter(
        request=task.request,
        title=task.title,
        assigned_to=task.assigned_to,
        wanted_by=task.wanted_by,
        created_by=task.created_by_id,
        created_at__range=(task.created_at - SAME_FORM, task.created_at),
    ).first()
    return twin
