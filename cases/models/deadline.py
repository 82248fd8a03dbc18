"""Due dates as rows: what the rules say of the facts on record, for the sweep and the lists to read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.information_request import InformationRequest
from cases.querysets import DeadlineQuerySet
from compliance.rules.types import Outcome, Standing, Status, StepCode


class Step(models.TextChoices):
    """The labels of the steps; what they mean is in ``compliance.rules``."""

    REPLY = StepCode.REPLY.value, _("Reply or approximate date")
    JUSTIFICATION = StepCode.JUSTIFICATION.value, _("Justification")
    RESPONSE = StepCode.RESPONSE.value, _("Response")
    APPROXIMATE_DATE = StepCode.APPROXIMATE_DATE.value, _("Date given by the Party")


class StepStatus(models.TextChoices):
    """The labels of a status. Silence is never called a refusal."""

    UPCOMING = Status.UPCOMING.value, _("Upcoming")
    DUE_SOON = Status.DUE_SOON.value, _("Due soon")
    MET = Status.MET.value, _("Met")
    MET_LATE = Status.MET_LATE.value, _("Met late")
    NOT_REQUIRED = Status.NOT_REQUIRED.value, _("Not required")
    OVERDUE = Status.OVERDUE.value, _("Overdue")
    MISSED = Status.MISSED.value, _("Not received")
    WITHDRAWN = Status.WITHDRAWN.value, _("Withdrawn")


class Deadline(models.Model):
    """One spell of one step: from ``in_force_from`` until the day before ``in_force_until`` it stood so.

    A projection of ``compliance.rules.timeline.spells``, rewritten by
    ``cases.services.deadlines.project`` and by nothing else. Being overdue is
    not stored: ``DeadlineQuerySet.with_status`` says it for any day.
    """

    request = models.ForeignKey(
        InformationRequest, models.CASCADE, related_name="deadlines", verbose_name=_("information request")
    )
    step = models.CharField(_("step"), max_length=20, choices=Step.choices)
    counted_from = models.DateField(_("counted from"))
    due_on = models.DateField(_("due on"))
    remind_on = models.DateField(_("reminder from"), null=True)
    midway_on = models.DateField(_("reminder of paragraph 32 from"), null=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=[(o.value, o.value) for o in Outcome])
    met_on = models.DateField(_("met on"), null=True)
    source = models.CharField(_("source"), max_length=200)
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until"), null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "step"],
                condition=models.Q(in_force_until__isnull=True),
                name="deadline_one_in_force",
            ),
            models.UniqueConstraint(fields=["request", "step", "in_force_from"], name="deadline_one_a_day"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("counted_from")), name="deadline_due_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_until__isnull=True)
                | models.Q(in_force_until__gt=models.F("in_force_from")),
                name="deadline_spell_has_days",
            ),
            models.CheckConstraint(
                condition=models.Q(met_on__isnull=False, outcome__in=["MET", "MET_LATE"])
                | models.Q(met_on__isnull=True, outcome__in=["OPEN", "NOT_REQUIRED", "MISSED", "WITHDRAWN"]),
                name="deadline_met_has_its_day",
            ),
        ]
        indexes = [
            # read by cases.services.sweep: what is overdue
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(outcome="OPEN", in_force_until__isnull=True),
                name="deadline_open_due",
            ),
            # read by cases.services.sweep: reminders
            models.Index(
                fields=["remind_on", "id"],
                condition=models.Q(outcome="OPEN", in_force_until__isnull=True, remind_on__isnull=False),
                name="deadline_open_remind",
            ),
            # read by cases.services.sweep: the reminder of paragraph 32
            models.Index(
                fields=["midway_on", "id"],
                condition=models.Q(outcome="OPEN", in_force_until__isnull=True, midway_on__isnull=False),
                name="deadline_open_midway",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.step} {self.due_on}"

    @property
    def standing(self) -> Standing:
        """The row as the value of the rules that it was written from."""
        return Standing(
            step=StepCode(self.step),
            counted_from=self.counted_from,
            due_on=self.due_on,
            source=self.source,
            outcome=Outcome(self.outcome),
            met_on=self.met_on,
            remind_on=self.remind_on,
            midway_on=self.midway_on,
        )
