"""Deadlines that the Committee set, in their three forms, and the dates that they had before."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.matter_querysets import CommitteeDeadlineQuerySet, MovedDateQuerySet
from cases.models.matter import ComplianceMatter
from cases.models.measure import Measure, PlanStep
from cases.models.meeting import Meeting
from compliance.rules import committee_deadlines
from compliance.rules.committee_deadlines import AfterDecision, BeforeMeeting, FixedDate, Terms
from compliance.rules.types import Outcome, Period, Status, Unit


class CommitteeDeadline(models.Model):
    """Until when the Party is to do or report something, in the form in which the Committee said it.

    ``due_on`` and ``remind_on`` are what ``compliance.rules.committee_deadlines``
    says of the form, written by ``cases.services.committee_deadlines`` alone; for
    a date before a meeting ``counted_from`` is the day on which the meeting was to
    begin. Dates that were in force before are ``MovedDate`` rows. Being overdue is
    never stored.
    """

    class Form(models.TextChoices):
        FIXED = "FIXED", _("A fixed date")
        AFTER_DECISION = "AFTER_DECISION", _("A period from the decision")
        BEFORE_MEETING = "BEFORE_MEETING", _("Days before a meeting")

    class InUnits(models.TextChoices):
        DAYS = Unit.DAYS.value, _("days")
        MONTHS = Unit.MONTHS.value, _("months")

    matter = models.ForeignKey(ComplianceMatter, models.PROTECT, related_name="deadlines")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="deadlines", verbose_name=_("measure")
    )
    plan_step = models.OneToOneField(
        PlanStep, models.PROTECT, null=True, blank=True, related_name="deadline", verbose_name=_("plan step")
    )
    what = models.CharField(_("what is due"), max_length=300)
    form = models.CharField(_("form"), max_length=16, choices=Form.choices)
    fixed_on = models.DateField(_("date"), null=True, blank=True)
    count = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    unit = models.CharField(_("days or months"), max_length=6, choices=InUnits.choices, blank=True)
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deadlines",
        verbose_name=_("meeting"),
    )
    counted_from = models.DateField(_("counted from"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    set_on = models.DateField(_("set on"))
    set_at = models.DateTimeField(_("recorded at"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("due on"))
    remind_on = models.DateField(_("reminder from"), null=True, blank=True)
    in_force_from = models.DateField(_("this date in force from"))
    met_on = models.DateField(_("met on"), null=True, blank=True)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)

    objects = CommitteeDeadlineQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("deadline of the Committee")
        verbose_name_plural = _("deadlines of the Committee")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    form="FIXED", fixed_on__isnull=False, count__isnull=True, meeting__isnull=True
                )
                | models.Q(
                    form="AFTER_DECISION",
                    fixed_on__isnull=True,
                    count__isnull=False,
                    unit__in=["days", "months"],
                    counted_from__isnull=False,
                    meeting__isnull=True,
                )
                | models.Q(
                    form="BEFORE_MEETING",
                    fixed_on__isnull=True,
                    count__isnull=False,
                    unit="days",
                    counted_from__isnull=False,
                    meeting__isnull=False,
                ),
                name="committee_deadline_has_the_parts_of_its_form",
                violation_error_message=_("The parts of the deadline do not make one of the three forms."),
            ),
            models.CheckConstraint(
                condition=~models.Q(what=""),
                name="committee_deadline_says_what",
                violation_error_code="what",
                violation_error_message=_("Say what is due."),
            ),
        ]
        indexes = [
            # read by cases.services.sweep: what is overdue
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(met_on__isnull=True, lifted_on__isnull=True),
                name="committee_deadline_open_due",
            ),
            # read by cases.services.sweep: reminders
            models.Index(
                fields=["remind_on", "id"],
                condition=models.Q(met_on__isnull=True, lifted_on__isnull=True, remind_on__isnull=False),
                name="committee_deadline_open_remind",
            ),
            # read by cases.services.committee_deadlines: what moves with a meeting
            models.Index(
                fields=["meeting", "id"],
                condition=models.Q(met_on__isnull=True, lifted_on__isnull=True, meeting__isnull=False),
                name="committee_deadline_of_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.due_on}"

    @property
    def terms(self) -> Terms:
        """The deadline as the value of the rules that its date comes from; the meeting must be at hand."""
        if self.form == self.Form.FIXED and self.fixed_on:
            return FixedDate(self.fixed_on)
        assert self.count is not None  # noqa: S101  # the named constraint of the three forms
        assert self.counted_from is not None  # noqa: S101
        if self.form == self.Form.AFTER_DECISION:
            return AfterDecision(Period(self.count, Unit(self.unit)), self.counted_from)
        assert self.meeting is not None  # noqa: S101
        return BeforeMeeting(self.count, self.meeting.code, self.counted_from)

    @property
    def outcome(self) -> Outcome:
        return committee_deadlines.outcome(due_on=self.due_on, met_on=self.met_on, lifted_on=self.lifted_on)

    def status(self, *, on: date) -> Status:
        """Where it stands on a day."""
        return committee_deadlines.status(
            due_on=self.due_on, met_on=self.met_on, lifted_on=self.lifted_on, on=on
        )


class MovedDate(models.Model):
    """A date that a deadline had, from ``in_force_from`` until the day before ``in_force_until``, and why it moved."""

    deadline = models.ForeignKey(CommitteeDeadline, models.PROTECT, related_name="moved")
    due_on = models.DateField(_("was due on"))
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until"))
    reason = models.TextField(_("why it moved"))
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = MovedDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier date of a deadline")
        verbose_name_plural = _("earlier dates of deadlines")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(in_force_until__gte=models.F("in_force_from")), name="moved_date_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id}: {self.due_on}"
