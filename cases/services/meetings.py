"""Meetings that move: their dates, and every deadline counted from them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from cases import access
from cases.access import Act, Actor
from cases.models import Meeting
from cases.models.meeting import Precision
from cases.services import committee_deadlines
from cases.services.refusals import clean


@transaction.atomic
def move(*, actor: Actor, meeting: Meeting, starts_on: date, ends_on: date | None, at: datetime) -> Meeting:
    """A meeting with other days, known to the day; the deadlines before it move with it.

    Raises: PermissionDenied; Refused. Source: procedure, section 3.
    """
    access.require(actor=actor, act=Act.MOVE_MEETING)
    found: Meeting = Meeting.objects.visible_to(actor).select_for_update().get(pk=meeting.pk)
    found.starts_on, found.ends_on, found.precision = starts_on, ends_on, Precision.DAY
    clean(found)
    found.save()
    committee_deadlines.follow_meetings(at=at, meeting=found)
    return found
