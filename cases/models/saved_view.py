"""Lists as their readers like them: filters kept under a name, and the columns shown."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.querysets import ChosenColumnsQuerySet, SavedViewQuerySet


class SavedView(models.Model):
    """The filters and the order of a list under a name; its owner's, and the colleagues' where it is shared."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filters"), max_length=2000, blank=True)
    """The query string of the list, as ``QueryDict`` encodes it; without a page."""
    shared = models.BooleanField(_("shared with colleagues"), default=False)
    saved_at = models.DateTimeField(_("saved at"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_view_once_under_a_name",
                violation_error_code="name",
                violation_error_message=_("You have a view of this name; choose another."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns of the list of requests that one person wants to see."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    columns = models.JSONField(_("columns"), default=list)

    objects = ChosenColumnsQuerySet.as_manager()

    class Meta:
        verbose_name = _("chosen columns")
        verbose_name_plural = _("chosen columns")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.columns}"
