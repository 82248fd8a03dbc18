"""Notices, each once for what it is about; messages, each once for whom it goes to.

The schema refers to the case file by key; the code here never imports it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.letters import NoticeKind, Recipient
from notifications.querysets import MessageQuerySet, NoticeQuerySet


class Notice(models.Model):
    """That something is to be said, about one date or act of one request or one matter: exactly once.

    The unique key carries the date that the notice is about, so that a date that
    moves gets its own notice, and the act (a submission, an assessment) where
    there can be several on one day; it is 0 for the notices of the calendar. A
    notice about a deadline of the Committee carries the matter, and the deadline as its act.
    """

    code = models.CharField(_("notice"), max_length=30, choices=NoticeKind.choices)
    request = models.ForeignKey(
        "cases.InformationRequest", models.PROTECT, null=True, blank=True, related_name="notices"
    )
    matter = models.ForeignKey(
        "cases.ComplianceMatter", models.PROTECT, null=True, blank=True, related_name="notices"
    )
    step = models.CharField(_("step"), max_length=20, blank=True)
    about_on = models.DateField(_("about the date"))
    act = models.BigIntegerField(default=0)
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(_("issued at"))
    addressed_at = models.DateTimeField(null=True)
    context = models.JSONField(default=dict)

    objects = models.Manager.from_queryset(NoticeQuerySet)()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "code", "step", "about_on", "act"], name="notice_exactly_once"
            ),
            models.UniqueConstraint(
                fields=["matter", "code", "about_on", "act"],
                condition=models.Q(matter__isnull=False),
                name="notice_of_matter_exactly_once",
            ),
            models.CheckConstraint(
                condition=models.Q(request__isnull=False, matter__isnull=True)
                | models.Q(request__isnull=True, matter__isnull=False),
                name="notice_about_a_request_or_a_matter",
            ),
        ]
        indexes = [
            # read by cases.services.addressing
            models.Index(
                fields=["id"], condition=models.Q(addressed_at__isnull=True), name="notice_unaddressed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.about_on}"


class Message(models.Model):
    """One letter to one recipient: its text frozen before the first attempt, the same bytes on every retry."""

    class State(models.TextChoices):
        PENDING = "PENDING", _("Waiting to be handed over")
        SENT = "SENT", _("Handed to the mail server")
        FAILED = "FAILED", _("Not delivered")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="messages")
    recipient = models.CharField(_("recipient"), max_length=12, choices=Recipient.choices)
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=2, default="en")
    message_id = models.CharField(max_length=120, unique=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    body = models.TextField(_("text"), blank=True)
    frozen_at = models.DateTimeField(null=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("next attempt"))
    claim = models.UUIDField(null=True)
    sent_at = models.DateTimeField(_("handed over at"), null=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = models.Manager.from_queryset(MessageQuerySet)()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "recipient", "address"], name="message_once_for_each_recipient"
            ),
            models.CheckConstraint(
                condition=models.Q(state="SENT", sent_at__isnull=False)
                | models.Q(~models.Q(state="SENT"), sent_at__isnull=True),
                name="message_sent_has_its_instant",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="SENT") | models.Q(frozen_at__isnull=False),
                name="message_sent_was_frozen",
            ),
        ]
        indexes = [
            # read by notifications.delivery
            models.Index(
                fields=["not_before", "id"], condition=models.Q(state="PENDING"), name="message_pending"
            ),
            # read by the list of what was not delivered
            models.Index(fields=["id"], condition=models.Q(state="FAILED"), name="message_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.recipient}"
