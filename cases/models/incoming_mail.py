"""Mail that came to the desk: kept as it came, and no answer until somebody records it as one."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.models.document import Scan
from cases.models.information_request import InformationRequest
from cases.models.matter import ComplianceMatter
from cases.models.submission import Submission
from cases.notice_querysets import IncomingMailQuerySet

HANDLED_LATER = (
    *("scan", "state", "request_id", "matter_id", "matched_by", "from_party"),
    *("submission_id", "handled_at", "handled_by_id", "reason"),
)
"""The columns that may change once a mail is on record: what was made of it, never what came."""


def raw_name(mail: IncomingMail, name: str) -> str:
    """Where the bytes are kept, apart from documents and by a name of our own."""
    generated = uuid.uuid4().hex
    return f"incoming/{generated[:2]}/{generated[2:4]}/{generated}"


class IncomingMail(models.Model):
    """One mail to one address of the desk. Its bytes are kept before anything in them is read.

    Whether it is an answer, an officer says: ``form_key`` is the key under which it is
    recorded, so that the submission with that key is this mail.
    """

    class Kind(models.TextChoices):
        LETTER = "LETTER", _("Written by somebody")
        AUTOMATIC = "AUTOMATIC", _("Automatic reply")
        REPORT = "REPORT", _("Report of a mail server")

    class State(models.TextChoices):
        NEW = "NEW", _("Waits for an officer")
        RECORDED = "RECORDED", _("Recorded as a submission")
        SET_ASIDE = "SET_ASIDE", _("Not an answer")

    class MatchedBy(models.TextChoices):
        ADDRESS = "ADDRESS", _("by the address that it was sent to")
        THREAD = "THREAD", _("by the letter that it replies to")
        HAND = "HAND", _("by hand")

    key = models.CharField(max_length=64, unique=True, editable=False)
    """Of its Message-ID, its recipient and the head that the sender wrote: the same mail again is the same."""
    recipient = models.CharField(_("sent to"), max_length=254)
    received_at = models.DateTimeField(_("received at"))
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")])
    file = models.FileField(_("mail as it came"), upload_to=raw_name, max_length=100, editable=False)
    scan = models.CharField(_("virus scan"), max_length=8, choices=Scan.choices, default=Scan.UNKNOWN)

    sorted_at = models.DateTimeField(_("read at"), null=True, editable=False)
    """When the desk read what came, and wrote down the fields below; until then they are empty."""
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.LETTER)
    message_id = models.CharField(max_length=250, blank=True)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    attachments = models.JSONField(default=list, blank=True)
    """For each attachment its ``name`` and ``size``; the bytes are in the mail."""

    request = models.ForeignKey(
        InformationRequest, models.PROTECT, null=True, blank=True, related_name="incoming_mail"
    )
    matter = models.ForeignKey(
        ComplianceMatter, models.PROTECT, null=True, blank=True, related_name="incoming_mail"
    )
    matched_by = models.CharField(max_length=8, choices=MatchedBy.choices, blank=True)
    from_party = models.BooleanField(_("from an address of the Party on record"), default=False)
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="came_by_mail"
    )
    reason = models.CharField(_("why it is no answer"), max_length=300, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = IncomingMailQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["text", "attachments"])

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mail")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(request__isnull=True) | models.Q(matter__isnull=True),
                name="incoming_mail_about_one_case",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="SET_ASIDE") | ~models.Q(reason=""),
                name="incoming_mail_set_aside_with_reason",
                violation_error_code="reason",
                violation_error_message=_("Say why this mail is not an answer."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="RECORDED", submission__isnull=False)
                | models.Q(~models.Q(state="RECORDED"), submission__isnull=True),
                name="incoming_mail_recorded_has_its_submission",
            ),
        ]
        indexes = [
            models.Index(fields=["request", "received_at", "id"], name="incoming_mail_of_request"),
            # read by the tray
            models.Index(fields=["id"], condition=models.Q(state="NEW"), name="incoming_mail_new"),
            # read by cases.services.incoming.sorting
            models.Index(
                fields=["id"], condition=models.Q(sorted_at__isnull=True), name="incoming_mail_unsorted"
            ),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self._meta.verbose_name} {self.pk}"
