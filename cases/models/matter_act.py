"""The legal record of a matter: what took it from stage to stage, and what its Party said in it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.matter_querysets import MatterActQuerySet, MatterReportQuerySet
from cases.models.committee_deadline import CommitteeDeadline
from cases.models.matter import ComplianceMatter
from cases.models.measure import Measure, PlanStep
from cases.models.meeting import Meeting
from compliance.rules.stage_table import DONE_WORDS, STAGE_WORDS

_STAGES = [(stage.value, _(words)) for stage, words in STAGE_WORDS.items()]


class MatterAct(models.Model):
    """One action of the procedure on a matter: by whom, on which day, in which words, and where it led."""

    matter = models.ForeignKey(ComplianceMatter, models.PROTECT, related_name="acts")
    action = models.CharField(
        _("action"),
        max_length=24,
        choices=[(action.value, _(words)) for action, words in DONE_WORDS.items()],
    )
    at_stage = models.CharField(_("at the stage"), max_length=20, choices=_STAGES)
    led_to = models.CharField(_("led to the stage"), max_length=20, choices=_STAGES)
    on = models.DateField(_("on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meeting")
    )
    text = models.TextField(_("in words"), blank=True)

    objects = MatterActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act in a matter")
        verbose_name_plural = _("acts in matters")
        indexes = [models.Index(fields=["matter", "on", "id"], name="act_of_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.action} {self.on}"


class MatterReport(models.Model):
    """What a Party reported in a matter: facts, remedial action that it proposes, or what a measure asked of it.

    The first complete report against a deadline of the Committee meets it, whatever
    is then made of it; one that carries a part does not. Source: Article XIII,
    paragraph 2; the Guide to compliance procedures.
    """

    class Kind(models.TextChoices):
        FACTS = "FACTS", _("Facts of the matter")
        REMEDIAL_ACTION = "REMEDIAL_ACTION", _("Remedial action proposed by the Party")
        REPORT = "REPORT", _("Report against a measure or a plan")

    class Channel(models.TextChoices):
        ONLINE = "ONLINE", _("Online, by the Party")
        PAPER = "PAPER", _("Recorded by the Secretariat")

    matter = models.ForeignKey(ComplianceMatter, models.PROTECT, related_name="reports")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    """Given by the form that sent it: the same form sent twice is one report."""
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    text = models.TextField(_("in the Party's words"))
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("measure")
    )
    plan_step = models.ForeignKey(
        PlanStep, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("plan step")
    )
    deadline = models.ForeignKey(
        CommitteeDeadline,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("deadline"),
    )
    complete = models.BooleanField(_("carries all that was asked"), default=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    received_on = models.DateField(_("received on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = MatterReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a Party")
        verbose_name_plural = _("reports of Parties")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="matter_report_has_words",
                violation_error_code="text",
                violation_error_message=_("Write the report in words."),
            ),
        ]
        indexes = [models.Index(fields=["matter", "received_on", "id"], name="report_of_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.received_on}"
