"""Subjects and questions that are asked again and again, in the three languages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.querysets import RequestTemplateQuerySet
from compliance.rules import loader


class RequestTemplate(models.Model):
    """What a request can start from; a draft copies its words, so that a later edit changes no request."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    rule_set_code = models.CharField(_("rule set"), max_length=40, default=loader.DEFAULT)
    subject_en = models.CharField(_("subject in English"), max_length=200)
    subject_fr = models.CharField(_("subject in French"), max_length=200, blank=True)
    subject_es = models.CharField(_("subject in Spanish"), max_length=200, blank=True)
    questions_en = models.TextField(_("questions in English"))
    questions_fr = models.TextField(_("questions in French"), blank=True)
    questions_es = models.TextField(_("questions in Spanish"), blank=True)
    retired_on = models.DateField(_("no longer offered from"), null=True, blank=True)

    objects = RequestTemplateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("template of a request")
        verbose_name_plural = _("templates of requests")

    def __str__(self) -> str:
        return self.name
