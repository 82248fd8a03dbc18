"""The registry of events: what other systems can ask to be told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from compliance.rules.notices import NoticeCode
from notifications.letters import ActCode


class Event(models.TextChoices):
    """One kind of thing that happens. The codes are for good; receivers go by them."""

    REQUEST_SENT = "request.sent", _("A request was sent to a Party")
    REQUEST_WITHDRAWN = "request.withdrawn", _("A request was withdrawn")
    ANSWER_RECEIVED = "answer.received", _("An answer was received")
    INFORMATION_ASSESSED = "information.assessed", _("Information was assessed")
    STEP_OVERDUE = "step.overdue", _("A step was noticed to be overdue")
    MATTER_BROUGHT = "matter.brought", _("A matter was brought to the Committee")
    MEASURE_DECIDED = "measure.decided", _("A measure was decided")
    MEASURE_WITHDRAWN = "measure.withdrawn", _("A measure ended")
    REGISTER_CHANGED = "register.changed", _("The public register changed")


TEST = "test"
"""What the button that tries an endpoint sends: nobody chooses it."""

OF_NOTICES: dict[str, Event] = {
    ActCode.REQUEST_SENT.value: Event.REQUEST_SENT,
    ActCode.REQUEST_WITHDRAWN.value: Event.REQUEST_WITHDRAWN,
    ActCode.SUBMISSION_RECEIVED.value: Event.ANSWER_RECEIVED,
    ActCode.INFORMATION_ASSESSED.value: Event.INFORMATION_ASSESSED,
    NoticeCode.STEP_OVERDUE.value: Event.STEP_OVERDUE,
}
"""The events that are told where their notice is made: exactly once, as the notice is."""
