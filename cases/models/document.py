"""Documents: what a Party or the Secretariat attached to an answer, or a Party to a report in a matter."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.models.information_request import InformationRequest
from cases.models.matter import ComplianceMatter
from cases.models.matter_act import MatterReport
from cases.models.party import Party
from cases.models.submission import Submission
from cases.querysets import DocumentQuerySet

MAX_FILE_BYTES = 25 * 1024 * 1024
"""The longest document; our choice."""


def storage_name(document: Document, name: str) -> str:
    """Where the bytes of a document are kept."""
    return generated_name()


def generated_name() -> str:
    """A name in the storage: nothing of the name that was given, in folders that stay small."""
    generated = uuid.uuid4().hex
    return f"{generated[:2]}/{generated[2:4]}/{generated}"


class ContentType(models.TextChoices):
    """The kinds that are accepted; a download is served as one of these."""

    PDF = "application/pdf", _("PDF")
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _("Word document")
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _("Excel workbook")
    ODT = "application/vnd.oasis.opendocument.text", _("OpenDocument text")
    ODS = "application/vnd.oasis.opendocument.spreadsheet", _("OpenDocument spreadsheet")
    CSV = "text/csv", _("CSV table")
    TXT = "text/plain", _("plain text")
    PNG = "image/png", _("PNG image")
    JPEG = "image/jpeg", _("JPEG image")


class Scan(models.TextChoices):
    """What a virus scanner said; unknown where none was asked or none answered."""

    UNKNOWN = "UNKNOWN", _("Not scanned")
    CLEAN = "CLEAN", _("Scanned, nothing found")
    INFECTED = "INFECTED", _("Infected")


class Document(models.Model):
    """A file attached to an answer or to a report in a matter, with what it was found to be.

    It belongs to an answer or a report before that exists: ``form_key`` is the hidden
    key of the form, which becomes ``Submission.key`` or ``MatterReport.key``. Until then
    only the audience that uploaded it sees it and can remove it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(
        InformationRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("information request"),
    )
    matter = models.ForeignKey(
        ComplianceMatter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("compliance matter"),
    )
    """Set where it goes with a report in a matter; then there is no request."""
    form_key = models.UUIDField(editable=False)
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("submission"),
    )
    report = models.ForeignKey(
        MatterReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("report of a Party"),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Party that uploaded"),
    )
    """Set where a Party uploaded it; empty where the Secretariat did."""
    name = models.CharField(_("name"), max_length=255)
    content_type = models.CharField(_("type"), max_length=100, choices=ContentType.choices)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")])
    scan = models.CharField(_("virus scan"), max_length=8, choices=Scan.choices, default=Scan.UNKNOWN)
    file = models.FileField(_("file"), upload_to=storage_name, max_length=100, unique=True, editable=False)

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size__gte=1, size__lte=MAX_FILE_BYTES),
                name="document_size_within_limits",
                violation_error_code="size",
                violation_error_message=_("A document has at least 1 byte and at most 25 MB."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="document_has_a_name",
                violation_error_code="name",
                violation_error_message=_("A document has a name."),
            ),
            models.CheckConstraint(
                condition=models.Q(content_type__in=ContentType.values),
                name="document_type_is_accepted",
                violation_error_code="content_type",
                violation_error_message=_("This kind of document is not accepted."),
            ),
            models.CheckConstraint(
                condition=models.Q(request__isnull=False, matter__isnull=True, report__isnull=True)
                | models.Q(request__isnull=True, matter__isnull=False, submission__isnull=True),
                name="document_of_an_answer_or_a_report",
            ),
        ]
        indexes = [
            # read by cases.services.documents: what waits for its answer, and what waited too long
            models.Index(
                fields=["request", "form_key"],
                condition=models.Q(submission__isnull=True),
                name="document_waiting",
            ),
            models.Index(
                fields=["matter", "form_key"],
                condition=models.Q(matter__isnull=False, report__isnull=True),
                name="document_waiting_in_matter",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sent(self) -> bool:
        """Whether the answer or the report that it goes with was sent."""
        return self.submission_id is not None or self.report_id is not None
