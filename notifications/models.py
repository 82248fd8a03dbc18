"""Notices, each once for what it is about; messages, each once for whom it goes to.

The schema refers to the case file by key; the code here never imports it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.letters import NoticeKind, Recipient
from notifications.querysets import DeliveryPauseQuerySet, MessageQuerySet, NoticeQuerySet
from notifications.webhooks import models as webhooks  # noqa: F401  (Django looks for models here)
from notifications.wording_models import LetterPdf, Wording

__all__ = ["DeliveryEvent", "DeliveryPause", "LetterPdf", "Message", "Notice", "Wording"]


class Notice(models.Model):
    """That something is to be said, about a date or an act of one case, or a day of one person: exactly once.

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
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Whose digest it is, where it is one: it is about no one case."""
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
            models.UniqueConstraint(
                fields=["person", "code", "about_on"],
                condition=models.Q(person__isnull=False),
                name="notice_of_person_exactly_once",
            ),
            models.CheckConstraint(
                condition=models.Q(request__isnull=False, matter__isnull=True, person__isnull=True)
                | models.Q(request__isnull=True, matter__isnull=False, person__isnull=True)
                | models.Q(request__isnull=True, matter__isnull=True, person__isnull=False),
                name="notice_about_one_of_three",
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
    time_zone = models.CharField(max_length=40, blank=True)
    """Where its recipient works: it is handed over in the working day there. "" where it never waits for one."""
    message_id = models.CharField(max_length=120, unique=True)
    in_reply_to = models.CharField(max_length=120, blank=True)
    """The Message-ID of the first letter about the same request to the same address, frozen with the text."""
    reply_to = models.CharField(max_length=254, blank=True)
    """Where a reply goes: the address of the case, frozen with the text. "" where replies are not read."""
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(_("text as HTML"), blank=True)
    pdf = models.ForeignKey(LetterPdf, models.PROTECT, null=True, blank=True, related_name="messages")
    """What is attached to a formal letter, and frozen with it."""
    wording = models.ForeignKey(Wording, models.PROTECT, null=True, blank=True, related_name="messages")
    """The version that it was written from; None for the wording that shipped when it was frozen."""
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


class DeliveryEvent(models.Model):
    """What became of a letter after a mail server took it, by the report of a mail server.

    The letter itself is on record and stays as it is. The same report read twice
    is one event: ``source`` is the Message-ID of the report.
    """

    class Kind(models.TextChoices):
        BOUNCED = "BOUNCED", _("Came back")
        DELAYED = "DELAYED", _("Delayed on its way")
        COMPLAINED = "COMPLAINED", _("Called unwanted by its reader")
        DELIVERED = "DELIVERED", _("Arrived in the mailbox")
        OPENED = "OPENED", _("Shown by a mail program")

    message = models.ForeignKey(Message, models.PROTECT, related_name="events")
    kind = models.CharField(_("event"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("reported at"))
    status = models.CharField(_("status of RFC 3463"), max_length=11, blank=True)
    detail = models.TextField(_("what the mail server said"), blank=True)
    source = models.CharField(max_length=250)
    settled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("delivery event")
        verbose_name_plural = _("delivery events")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "kind", "source"], name="delivery_event_once_for_each_report"
            ),
        ]
        indexes = [
            # read by the list of letters that came back
            models.Index(
                fields=["message"],
                condition=models.Q(kind="BOUNCED", settled_at__isnull=True),
                name="delivery_event_bounced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"


class DeliveryPause(models.Model):
    """That letters wait, from when until when, by whose decision and why.

    A pause of everything holds every letter. One of a Party or of a request holds
    the letters to the Party; the Secretariat goes on being told.
    """

    class Scope(models.TextChoices):
        ALL = "ALL", _("Every letter")
        PARTY = "PARTY", _("The letters to one Party")
        REQUEST = "REQUEST", _("The letters to the Party about one request")

    scope = models.CharField(_("what waits"), max_length=8, choices=Scope.choices)
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, blank=True, related_name="+")
    request = models.ForeignKey(
        "cases.InformationRequest", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300)
    began_at = models.DateTimeField(_("since"))
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Nobody where a command did it, such as one that restores a backup."""
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = models.Manager.from_queryset(DeliveryPauseQuerySet)()

    class Meta:
        verbose_name = _("pause of delivery")
        verbose_name_plural = _("pauses of delivery")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope="ALL", party__isnull=True, request__isnull=True)
                | models.Q(scope="PARTY", party__isnull=False, request__isnull=True)
                | models.Q(scope="REQUEST", party__isnull=True, request__isnull=False),
                name="delivery_pause_names_its_scope",
                violation_error_message=_("Name the Party or the request whose letters wait."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[field],
                    condition=models.Q(scope=scope, ended_at__isnull=True),
                    name=f"delivery_pause_one_live_{scope.lower()}",
                    violation_error_message=_("These letters wait already."),
                )
                for scope, field in (("ALL", "scope"), ("PARTY", "party"), ("REQUEST", "request"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} since {self.began_at}"
