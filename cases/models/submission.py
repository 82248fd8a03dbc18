"""What came from a Party, and what the Secretariat made of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.models.information_request import InformationRequest
from cases.querysets import AssessmentQuerySet, SubmissionQuerySet


class Submission(models.Model):
    """One communication from a Party; it can carry several things at once.

    ``received_on`` is the legal day at the seat: the day of an online submission,
    the day on which paper was received. ``recorded_at`` is the instant at which
    it entered this record.
    """

    class Channel(models.TextChoices):
        ONLINE = "ONLINE", _("Online, by the Party")
        PAPER = "PAPER", _("Recorded by the Secretariat")

    class Information(models.TextChoices):
        NONE = "NONE", _("No information yet")
        PARTIAL = "PARTIAL", _("Part of the information")
        COMPLETE = "COMPLETE", _("All the information requested")

    request = models.ForeignKey(
        InformationRequest, models.PROTECT, related_name="submissions", verbose_name=_("information request")
    )
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    """Given by the form that sent it: the same form sent twice is one submission."""
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    received_on = models.DateField(_("received on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    acknowledgement = models.BooleanField(_("acknowledges the request"), default=False)
    approximate_date = models.DateField(_("approximate date"), null=True, blank=True)
    justification = models.TextField(_("justification"), blank=True)
    information = models.CharField(
        _("information"), max_length=10, choices=Information.choices, default=Information.NONE
    )
    text = models.TextField(_("information in words"), blank=True)

    objects = SubmissionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approximate_date__isnull=True)
                | models.Q(approximate_date__gte=models.F("received_on")),
                name="submission_approximate_date_not_past",
                violation_error_code="approximate_date",
                violation_error_message=_(
                    "An approximate date is not before the day on which it is given (paragraph 23 a))."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(acknowledgement=True)
                | models.Q(approximate_date__isnull=False)
                | ~models.Q(justification="")
                | ~models.Q(information="NONE"),
                name="submission_carries_something",
                violation_error_message=_(
                    "A submission carries an approximate date, a justification, information, "
                    "or at least an acknowledgement (paragraph 23 a) and b))."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(information="NONE") | ~models.Q(text=""),
                name="submission_information_has_words",
                violation_error_code="text",
                violation_error_message=_("Information is given in words (paragraph 23 b))."),
            ),
        ]
        indexes = [models.Index(fields=["request", "received_on", "id"], name="submission_of_request")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.received_on}"


class Assessment(models.Model):
    """Whether complete information is adequate, in the Secretariat's view (paragraph 23 d)).

    A later assessment of the same submission corrects the earlier one; both stay.
    """

    class Verdict(models.TextChoices):
        ADEQUATE = "ADEQUATE", _("Adequate")
        INADEQUATE = "INADEQUATE", _("Inadequate")

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="assessments", verbose_name=_("submission")
    )
    verdict = models.CharField(_("assessment"), max_length=10, choices=Verdict.choices)
    assessed_on = models.DateField(_("assessed on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assessed by")
    )
    reasons = models.TextField(_("reasons"))
    shared_with_party = models.BooleanField(_("the Party may read the reasons"), default=True)

    objects = AssessmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reasons=""),
                name="assessment_has_reasons",
                violation_error_code="reasons",
                violation_error_message=_("An assessment gives its reasons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.assessed_on}"
