"""What the Secretariat's staff keep for themselves about requests: notes, who is named in them, and tasks."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Prefetch, QuerySet

from cases.access import Actor
from cases.models import InformationRequest, InternalNote, Mention, Task


def notes_of(
    *, actor: Actor, request: InformationRequest, known_by: datetime | None = None
) -> QuerySet[InternalNote]:
    """The notes of a request with whom they name, the newest first; those written before ``known_by``."""
    written = {"written_at__lt": known_by} if known_by else {}
    named = Prefetch("mentions", Mention.objects.visible_to(actor).select_related("user").order_by("pk"))
    found = InternalNote.objects.visible_to(actor).filter(request=request, **written)
    return found.select_related("written_by").prefetch_related(named).order_by("-pk")


def tasks_of(
    *, actor: Actor, request: InformationRequest, known_by: datetime | None = None
) -> QuerySet[Task]:
    """The tasks of a request, those to do first, the earliest wish first; those asked for before ``known_by``."""
    asked = {"created_at__lt": known_by} if known_by else {}
    found: QuerySet[Task] = (
        Task.objects.visible_to(actor)
        .filter(request=request, **asked)
        .select_related("assigned_to", "created_by", "done_by")
        .order_by(F("done_at").desc(nulls_first=True), F("wanted_by").asc(nulls_last=True), "pk")
    )
    return found


def my_tasks(*, actor: Actor) -> QuerySet[Task]:
    """What the actor is to do. In no order."""
    found: QuerySet[Task] = Task.objects.visible_to(actor).open().filter(assigned_to=actor.user_id)
    return found.select_related("request__party", "created_by")


def my_mentions(*, actor: Actor) -> QuerySet[Mention]:
    """The notes that name the actor and that they have not seen. In no order."""
    found = Mention.objects.visible_to(actor).waiting_for(user_id=actor.user_id)
    return found.select_related("note__request__party", "note__written_by")
