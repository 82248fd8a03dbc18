"""What colleagues ask each other to do about a request, and a person's own list of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import internal, paging, selectors
from cases.access import Act, Audience, may, require
from cases.models import Task
from cases.selectors import COUNT_CAP
from cases.services import desk_tasks, notes
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import inside, requests
from cases.web.secretariat.forms_desk import TaskForm
from compliance import clock

MOST = 200
"""A request has a handful of tasks; a page shows no more than this."""

_BY_WISH = paging.Order("wanted_by", is_date=True, may_lack=True)


@desk(Audience.SECRETARIAT)
def tasks(request: HttpRequest, reference: str) -> HttpResponse:
    """Every task of a request, and one more."""
    actor, at = actor_of(request), clock.now()
    record = requests.find(actor, reference)
    if request.method == "POST":
        require(actor=actor, act=Act.KEEP_TASK)
    form = TaskForm(request.POST or None, colleagues=notes.colleagues(actor=actor))
    if request.method == "POST" and form.is_valid():
        try:
            task = desk_tasks.ask(actor=actor, request=record, at=at, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            text = _("%(name)s is asked to do it, and finds it under “My work”.")
            messages.success(request, text % {"name": task.assigned_to.name})
            return redirect(reverse("secretariat:request", args=[reference]) + "#tasks")
    found = list(internal.tasks_of(actor=actor, request=record)[:MOST])
    context = {
        "record": record,
        "form": form,
        "tasks": inside.lines(found, on=clock.legal_day(at=at)),
        "may_write": may(actor=actor, act=Act.KEEP_TASK),
    }
    return render(request, "secretariat/tasks.html", context)


@require_POST
@desk(Audience.SECRETARIAT)
def done(request: HttpRequest, task: int) -> HttpResponse:
    """Records that a task is done."""
    actor = actor_of(request)
    found = get_object_or_404(Task.objects.visible_to(actor).select_related("request"), pk=task)
    desk_tasks.done(actor=actor, task=found, at=clock.now())
    messages.success(request, _("Done: %(title)s") % {"title": found.title})
    return _back(request, found)


@require_POST
@desk(Audience.SECRETARIAT)
def reopen(request: HttpRequest, task: int) -> HttpResponse:
    """Puts a task back among those to do."""
    actor = actor_of(request)
    found = get_object_or_404(Task.objects.visible_to(actor).select_related("request"), pk=task)
    desk_tasks.reopen(actor=actor, task=found)
    messages.success(request, _("To do again: %(title)s") % {"title": found.title})
    return _back(request, found)


@desk(Audience.SECRETARIAT)
def my_work(request: HttpRequest) -> HttpResponse:
    """What the reader is asked to do, and the notes that name them."""
    actor, on = actor_of(request), clock.today()
    to_do, named = internal.my_tasks(actor=actor), internal.my_mentions(actor=actor)
    task_page = paging.page(found=to_do, after=request.GET.get("tasks", ""), order=_BY_WISH)
    note_page = paging.page(found=named, after=request.GET.get("notes", ""), order=paging.NEWEST_FIRST)
    url = reverse("secretariat:my_work")
    context = {
        "on": on,
        "tasks": inside.lines(task_page.rows, on=on),
        "task_page": task_page,
        "task_count": _count(to_do),
        "note_page": note_page,
        "note_count": _count(named),
        "url": url,
        "next_tasks": f"{url}?tasks={task_page.next_key}",
        "next_notes": f"{url}?notes={note_page.next_key}",
        "may_keep": may(actor=actor, act=Act.KEEP_TASK),
    }
    return render(request, "secretariat/my_work.html", context)


def _count(found: QuerySet[Any]) -> tuple[int, bool]:
    """How many, and whether it was counted no further."""
    count = selectors.capped_count(found=found)
    return count, count >= COUNT_CAP


def _back(request: HttpRequest, task: Task) -> HttpResponse:
    """To the page that the button was on."""
    if request.POST.get("stay"):
        return redirect("secretariat:my_work")
    return redirect(reverse("secretariat:request", args=[task.request.reference]) + "#tasks")
