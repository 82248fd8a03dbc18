"""Where a step stands, in words: the same on pages, in files and in the record of a case."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models.deadline import StepStatus
from compliance.rules.types import Status


def status_words(*, status: Status, days_left: int) -> str:
    """Where a step stands, in words, without its name: "Overdue, 12 days"."""
    if status is Status.OVERDUE:
        days = -days_left
        return ngettext("Overdue, %(days)d day", "Overdue, %(days)d days", days) % {"days": days}
    if status in (Status.UPCOMING, Status.DUE_SOON):
        if days_left == 0:
            return _("Due today")
        return ngettext("Due in %(days)d day", "Due in %(days)d days", days_left) % {"days": days_left}
    return str(StepStatus(status).label)
