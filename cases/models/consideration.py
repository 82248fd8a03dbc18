"""How a matter is worked on with the Party: the Chair consulted, help offered, the Committee's direct contacts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.matter_querysets import AssistanceQuerySet, CommitteeContactQuerySet, ConsultationQuerySet
from cases.models.matter import ComplianceMatter


class Consultation(models.Model):
    """The Chair of the Standing Committee consulted on a matter, and what the Chair answered (paragraph 23 c))."""

    matter = models.ForeignKey(ComplianceMatter, models.PROTECT, related_name="consultations")
    question = models.TextField(_("what the Chair is asked"))
    sent_on = models.DateField(_("sent on"))
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField(_("answer of the Chair"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer_recorded_at = models.DateTimeField(null=True, blank=True)
    answer_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConsultationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("consultation of the Chair")
        verbose_name_plural = _("consultations of the Chair")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(question=""),
                name="consultation_asks_something",
                violation_error_code="question",
                violation_error_message=_("Write what the Chair is asked."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_on__isnull=True)
                | models.Q(~models.Q(answer=""), answered_on__isnull=False),
                name="consultation_answered_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.sent_on}"


class Assistance(models.Model):
    """Advice or technical assistance offered to the Party, and what came of it (paragraph 23 c))."""

    class Kind(models.TextChoices):
        ADVICE = "ADVICE", _("Advice")
        TECHNICAL = "TECHNICAL", _("Technical assistance")

    matter = models.ForeignKey(ComplianceMatter, models.PROTECT, related_name="assistance")
    kind = models.CharField(_("what is offered"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("the offer in words"))
    offered_on = models.DateField(_("offered on"))
    offered_at = models.DateTimeField(_("recorded at"))
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.TextField(_("what came of it"), blank=True)
    outcome_on = models.DateField(_("outcome known on"), null=True, blank=True)

    objects = AssistanceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("offer of assistance")
        verbose_name_plural = _("offers of assistance")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="assistance_has_words",
                violation_error_code="text",
                violation_error_message=_("Write what is offered."),
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", outcome_on__isnull=True)
                | models.Q(~models.Q(outcome=""), outcome_on__isnull=False),
                name="assistance_outcome_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.get_kind_display()}"


class CommitteeContact(models.Model):
    """A direct contact of the Committee with the Party, with a view to finding a solution (paragraph 23 d))."""

    matter = models.ForeignKey(ComplianceMatter, models.PROTECT, related_name="contacts")
    on = models.DateField(_("on"))
    by_whom = models.CharField(_("who was in contact"), max_length=200)
    text = models.TextField(_("what was said"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CommitteeContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of the Committee")
        verbose_name_plural = _("contacts of the Committee")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="contact_has_words",
                violation_error_code="text",
                violation_error_message=_("Write what was said."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.on}"
