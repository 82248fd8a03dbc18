"""Information requests under paragraph 23: the act that starts the clock."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.models.matter import ComplianceMatter
from cases.models.party import Party
from cases.querysets import InformationRequestQuerySet
from compliance.rules import loader
from compliance.rules.types import Answer, RuleSet


class InformationRequest(models.Model):
    """What the Secretariat asks of one Party, pinned for good to the rule set it was sent under.

    ``next_due_on``, ``qualifies_on``, ``answer`` and the days on which steps were met are what ``compliance.rules``
    says of the facts on record, written by ``cases.services.deadlines.project``
    each time a fact is recorded, so that lists can be read by index. Whether a
    date is past is never stored.
    """

    class Stage(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        SENT = "SENT", _("Sent")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    class AnswerGiven(models.TextChoices):
        """How far the information itself has come."""

        NONE = Answer.NONE.value, _("No information received")
        AWAITING_ASSESSMENT = Answer.AWAITING_ASSESSMENT.value, _("Information awaiting assessment")
        ADEQUATE = Answer.ADEQUATE.value, _("Assessed as adequate")
        INADEQUATE = Answer.INADEQUATE.value, _("Assessed as inadequate")

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="requests", verbose_name=_("Party"))
    matter = models.ForeignKey(
        ComplianceMatter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("compliance matter"),
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("follow-up of"),
    )
    """The earlier request to the same Party that this one takes up."""
    subject = models.CharField(_("subject"), max_length=200)
    questions = models.TextField(_("questions"))
    rule_set_code = models.CharField(_("rule set"), max_length=40, default=loader.DEFAULT)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("case officer")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    opened_at = models.DateTimeField(_("opened at"))
    sent_on = models.DateField(_("date of the request"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("reason of the withdrawal"), blank=True)

    next_due_on = models.DateField(_("earliest open due date"), null=True, blank=True, editable=False)
    qualifies_on = models.DateField(_("qualifies under 23 d) from"), null=True, blank=True, editable=False)
    answer = models.CharField(
        _("answer"), max_length=20, choices=AnswerGiven.choices, default=AnswerGiven.NONE, editable=False
    )

    replied_on = models.DateField(_("reply received on"), null=True, blank=True, editable=False)
    justified_on = models.DateField(_("justification received on"), null=True, blank=True, editable=False)
    responded_on = models.DateField(_("information received on"), null=True, blank=True, editable=False)
    """The day of the complete information that meets the response, adequate or not assessed yet."""

    objects = InformationRequestQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("information request")
        verbose_name_plural = _("information requests")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage="DRAFT", sent_on__isnull=True)
                | models.Q(~models.Q(stage="DRAFT"), sent_on__isnull=False),
                name="request_sent_has_its_date",
                violation_error_code="sent_on",
                violation_error_message=_(
                    "A request that was sent has the date from which its periods count."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(stage="WITHDRAWN", withdrawn_on__isnull=False)
                | models.Q(~models.Q(stage="WITHDRAWN"), withdrawn_on__isnull=True),
                name="request_withdrawn_has_its_date",
                violation_error_code="withdrawn_on",
                violation_error_message=_("A request that was withdrawn has the date of its withdrawal."),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True)
                | models.Q(withdrawn_on__gte=models.F("sent_on")),
                name="request_withdrawn_after_sent",
                violation_error_code="withdrawn_on",
                violation_error_message=_("A request is withdrawn on or after the day it was sent."),
            ),
        ]
        indexes = [
            # read by the Secretariat's list of the most urgent and the counts of the dashboard
            models.Index(
                fields=["next_due_on", "id"],
                condition=models.Q(next_due_on__isnull=False),
                name="request_next_due",
            ),
            # read by cases.services.sweep and the proposals under 23 d)
            models.Index(
                fields=["qualifies_on", "id"],
                condition=models.Q(qualifies_on__isnull=False),
                name="request_qualifies",
            ),
            # read by the lists of one officer's work
            models.Index(
                fields=["officer", "next_due_on", "id"],
                condition=models.Q(next_due_on__isnull=False),
                name="request_next_due_of_officer",
            ),
            # read by the trends: requests by the month in which they were sent
            models.Index(
                fields=["sent_on", "id"], condition=models.Q(sent_on__isnull=False), name="request_sent"
            ),
            # read by the Party's list
            models.Index(fields=["party", "-sent_on", "-id"], name="request_of_party"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def rule_set(self) -> RuleSet:
        """The text that this request was sent under, or would be sent under while it is a draft."""
        return loader.get(code=self.rule_set_code)
