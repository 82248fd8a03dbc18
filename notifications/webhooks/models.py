"""Where calls go, which are to be made, and what became of each attempt."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.webhooks.querysets import CallQuerySet, EndpointQuerySet


class WebhookEndpoint(models.Model):
    """An address of another system, the events that it is told of, and the secret that calls are signed with.

    Secrets are kept encrypted. After a rotation both sign until ``old_secret_until``.
    Off means: no event is kept for it; what waited before goes on once it is on again.
    """

    class Off(models.TextChoices):
        BY_HAND = "BY_HAND", _("Switched off by an administrator")
        FAILING = "FAILING", _("Switched off: it did not answer for days")
        GONE = "GONE", _("Switched off: it said that it is gone for good")

    name = models.CharField(_("name"), max_length=100, unique=True)
    url = models.CharField(_("address"), max_length=500)
    events = models.JSONField(_("events"), default=list)
    secret = models.CharField(max_length=200)
    secret_made_at = models.DateTimeField(_("secret made at"))
    old_secret = models.CharField(max_length=200, blank=True)
    old_secret_until = models.DateTimeField(_("old secret valid until"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    """The first failure after the last success."""
    off_at = models.DateTimeField(_("switched off at"), null=True, blank=True)
    off_because = models.CharField(_("switched off because"), max_length=8, choices=Off.choices, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    """When administrators were told that it was switched off by itself."""

    objects = models.Manager.from_queryset(EndpointQuerySet)()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(off_at__isnull=True, off_because="")
                | models.Q(models.Q(off_at__isnull=False), ~models.Q(off_because="")),
                name="webhook_off_has_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(old_secret="", old_secret_until__isnull=True)
                | models.Q(~models.Q(old_secret=""), old_secret_until__isnull=False),
                name="webhook_old_secret_has_its_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WebhookCall(models.Model):
    """One event to be told to one endpoint: its body frozen when it happened, the same on every attempt."""

    class State(models.TextChoices):
        PENDING = "PENDING", _("Waiting to be sent")
        SENT = "SENT", _("Taken by the receiver")
        FAILED = "FAILED", _("Given up")

    endpoint = models.ForeignKey(WebhookEndpoint, models.PROTECT, related_name="calls")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    """Sent as ``Webhook-Id``: by it a receiver knows what it has had already."""
    event = models.CharField(_("event"), max_length=30)
    about = models.CharField(max_length=100)
    """What happened, so that it is told once: with the event, exactly one thing on record."""
    body = models.TextField()
    made_at = models.DateTimeField(_("happened at"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("next attempt"))
    claim = models.UUIDField(null=True)
    sent_at = models.DateTimeField(_("taken at"), null=True)

    objects = models.Manager.from_queryset(CallQuerySet)()

    class Meta:
        verbose_name = _("webhook call")
        verbose_name_plural = _("webhook calls")
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event", "about"], name="webhook_call_once"),
        ]
        indexes = [
            # read by notifications.webhooks.calling
            models.Index(
                fields=["not_before", "id"], condition=models.Q(state="PENDING"), name="webhook_call_pending"
            ),
            # read by the page of an endpoint
            models.Index(fields=["endpoint", "-id"], name="webhook_call_of_endpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.about}"


class WebhookAttempt(models.Model):
    """What one attempt came to: the status and the first bytes of the answer, or why there was none."""

    call = models.ForeignKey(WebhookCall, models.CASCADE, related_name="tried")
    at = models.DateTimeField(_("at"))
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("webhook attempt")
        verbose_name_plural = _("webhook attempts")

    def __str__(self) -> str:
        return f"{self.call_id}: {self.status or self.error}"
