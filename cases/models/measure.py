"""What the Committee is asked to recommend, what it decided, and the steps of an action plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.matter_querysets import MeasureQuerySet, PlanStepQuerySet, RecommendationQuerySet
from cases.models.matter import ComplianceMatter, SpeciesConcerned
from cases.models.meeting import Meeting, Precision


class MeasureKind(models.TextChoices):
    """Every measure of the Guide to compliance procedures, from the mildest on (procedure, section 3)."""

    ADVICE = "ADVICE", _("Advice and assistance")
    REPORTING = "REPORTING", _("Special reporting")
    CAUTION = "CAUTION", _("Written caution")
    CAPACITY = "CAPACITY", _("Capacity-building actions")
    IN_COUNTRY = "IN_COUNTRY", _("In-country assistance, technical assessment or verification mission")
    PUBLIC_NOTIFICATION = (
        "PUBLIC_NOTIFICATION",
        _("Public notification that no satisfactory response has come"),
    )
    WARNING = "WARNING", _("Warning of non-compliance")
    ACTION_PLAN = "ACTION_PLAN", _("Compliance action plan")
    SUSPENSION = "SUSPENSION", _("Recommendation to suspend trade")


class Recommendation(models.Model):
    """What the Secretariat would have the Committee recommend: a draft until it is released (paragraph 23 e))."""

    matter = models.ForeignKey(ComplianceMatter, models.PROTECT, related_name="recommendations")
    kind = models.CharField(_("measure"), max_length=20, choices=MeasureKind.choices)
    text = models.TextField(_("draft text"))
    drafted_on = models.DateField(_("drafted on"))
    drafted_at = models.DateTimeField(_("recorded at"))
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    dropped_because = models.TextField(_("dropped because"), blank=True)

    objects = RecommendationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("draft recommendation")
        verbose_name_plural = _("draft recommendations")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="recommendation_has_words",
                violation_error_code="text",
                violation_error_message=_("Write the draft recommendation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.get_kind_display()}"


class Measure(models.Model):
    """What the Standing Committee decided: its text, its scope, and the Notifications that announced and ended it."""

    class Scope(models.TextChoices):
        COMMERCIAL = "COMMERCIAL", _("Commercial trade")
        ALL = "ALL", _("All trade")

    matter = models.ForeignKey(ComplianceMatter, models.PROTECT, related_name="measures")
    recommendation = models.ForeignKey(
        Recommendation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("draft recommendation"),
    )
    kind = models.CharField(_("measure"), max_length=20, choices=MeasureKind.choices)
    text = models.TextField(_("text"))
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("decided at"),
    )
    decided_on = models.DateField(_("decided on"))
    decided_precision = models.CharField(
        _("precision"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scope = models.CharField(_("scope"), max_length=12, choices=Scope.choices, blank=True)
    all_species = models.BooleanField(_("all species"), default=False)
    species = models.ManyToManyField(
        SpeciesConcerned, blank=True, related_name="measures", verbose_name=_("species")
    )
    invited_on = models.DateField(_("invitation of the Party"), null=True, blank=True)
    notification = models.CharField(_("Notification to the Parties"), max_length=40, blank=True)
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    ends_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by_notification = models.CharField(_("Notification that withdrew it"), max_length=40, blank=True)
    ended_because = models.TextField(_("why it ended"), blank=True)

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="measure_has_words",
                violation_error_code="text",
                violation_error_message=_("Write the text of the measure."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="SUSPENSION", scope__in=["COMMERCIAL", "ALL"])
                | models.Q(~models.Q(kind="SUSPENSION"), scope=""),
                name="measure_scope_of_a_suspension",
                violation_error_code="scope",
                violation_error_message=_(
                    "A suspension, and no other measure, says whether it is of commercial or of all trade."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("decided_on")),
                name="measure_ends_after_its_decision",
                violation_error_code="ends_on",
                violation_error_message=_("A measure ends on or after the day of its decision."),
            ),
            models.CheckConstraint(
                condition=models.Q(invited_on__isnull=True) | models.Q(kind="IN_COUNTRY"),
                name="measure_on_invitation",
                violation_error_code="invited_on",
                violation_error_message=_("An invitation belongs to assistance or a mission in the country."),
            ),
        ]
        indexes = [
            # read by the register of recommendations in force
            models.Index(
                fields=["kind", "id"], condition=models.Q(ends_on__isnull=True), name="measure_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.decided_on}"


class PlanStep(models.Model):
    """One step of a compliance action plan: what is to be done, until when, and how it is assessed."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="plan_steps")
    text = models.TextField(_("what is to be done"))
    assessed_by = models.TextField(_("means of assessment"), blank=True)
    wanted_by = models.DateField(_("by"), null=True, blank=True)
    """The Party's own timetable. A date that the Committee set is a deadline of the measure."""
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.TextField(_("what was found"), blank=True)

    objects = PlanStepQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("step of an action plan")
        verbose_name_plural = _("steps of action plans")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="plan_step_has_words",
                violation_error_code="text",
                violation_error_message=_("Write what is to be done."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
