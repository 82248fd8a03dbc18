"""A portfolio on its way into the record: its files, its rows as they were read, and what is wrong with them."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.document import generated_name
from cases.querysets import (
    ImportFaultQuerySet,
    ImportFileQuerySet,
    ImportRowQuerySet,
    PortfolioImportQuerySet,
)


class Sheet(models.TextChoices):
    """The tables of a portfolio, in the order in which they are read: what is referred to comes first."""

    PARTIES = "parties", _("Parties")
    FOCAL_POINTS = "focal_points", _("Focal points")
    MATTERS = "matters", _("Compliance matters")
    REQUESTS = "requests", _("Information requests")
    SUBMISSIONS = "submissions", _("Submissions")
    ASSESSMENTS = "assessments", _("Assessments")


def stored_as(file: ImportFile, name: str) -> str:
    """Where the bytes are kept, as those of documents are."""
    return generated_name()


class PortfolioImport(models.Model):
    """One import: checked a chunk at a time, looked at by a person, then written as a whole or not at all.

    ``cursor`` says where the check is: the sheet, the file, and the last row that
    was read of it. Whoever goes on takes it from there, and the row is written
    with the chunk that it is about.
    """

    class State(models.TextChoices):
        CHECKING = "CHECKING", _("Being checked")
        CHECKED = "CHECKED", _("Checked")
        IMPORTING = "IMPORTING", _("Being imported")
        DONE = "DONE", _("Imported")
        FAILED = "FAILED", _("Not imported")
        DISCARDED = "DISCARDED", _("Discarded")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CHECKING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    language = models.CharField(_("language"), max_length=2, default="en")
    """In which the faults are told: that of whoever asked."""
    on = models.DateField(_("as of"))
    """The day of the check, which nothing of the portfolio may be later than."""
    cursor = models.JSONField(default=dict)
    chunks_done = models.PositiveIntegerField(default=0)
    """By which a worker knows whether somebody else has gone on meanwhile."""
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_in_all = models.PositiveIntegerField(_("rows in all"), default=0)
    """As far as the files tell before they are read; 0 where they do not."""
    faults_found = models.PositiveIntegerField(_("faults"), default=0)
    figures = models.JSONField(_("figures"), default=dict)
    worked_at = models.DateTimeField(null=True)
    """The last sign of whoever works on it: a worker that was killed gives none."""
    finished_at = models.DateTimeField(_("finished at"), null=True)
    why_failed = models.TextField(_("why it failed"), blank=True)

    objects = PortfolioImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a portfolio")
        verbose_name_plural = _("imports of portfolios")

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.IMPORTING)


class ImportFile(models.Model):
    """A file of an import, kept as it came."""

    portfolio = models.ForeignKey(PortfolioImport, models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")])
    file = models.FileField(_("file"), upload_to=stored_as, max_length=100, unique=True, editable=False)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an import")
        verbose_name_plural = _("files of imports")

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """One row that was read: what names it, what it refers to, and its values; no values where it has faults.

    ``record`` is the key of what was made of it; its values are forgotten then.
    """

    portfolio = models.ForeignKey(PortfolioImport, models.CASCADE, related_name="rows")
    sheet = models.CharField(_("sheet"), max_length=12, choices=Sheet.choices)
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="+")
    row = models.PositiveIntegerField(_("row"))
    key = models.CharField(_("named"), max_length=254, blank=True)
    about = models.CharField(_("refers to"), max_length=254, blank=True)
    values = models.JSONField(null=True)
    record = models.BigIntegerField(null=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        indexes = [
            # read by the check: is the name taken, and what does a reference name
            models.Index(fields=["portfolio", "sheet", "key"], name="import_row_by_key"),
            # read by the preview and the writing: the answers to some requests
            models.Index(fields=["portfolio", "sheet", "about"], name="import_row_by_about"),
            models.Index(fields=["portfolio", "sheet", "id"], name="import_row_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}: {self.key}"


class ImportFault(models.Model):
    """What is wrong with one cell, row or file: the rule in words, and the paragraph that it comes from."""

    portfolio = models.ForeignKey(PortfolioImport, models.CASCADE, related_name="faults")
    file_name = models.CharField(_("file"), max_length=255)
    sheet = models.CharField(_("sheet"), max_length=60, blank=True)
    row = models.PositiveIntegerField(_("row"), null=True)
    """As a spreadsheet numbers it; empty where the fault is one of the whole sheet or file."""
    column = models.CharField(_("column"), max_length=60, blank=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    rule = models.TextField(_("rule"))
    paragraph = models.CharField(_("paragraph"), max_length=200, blank=True)

    objects = ImportFaultQuerySet.as_manager()

    class Meta:
        verbose_name = _("fault in an import")
        verbose_name_plural = _("faults in imports")
        indexes = [models.Index(fields=["portfolio", "id"], name="import_fault_in_order")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row} {self.column}: {self.rule}"
