"""What concerns one person on the desk: told once, read or not, and never more than they may see."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.information_request import InformationRequest
from cases.models.matter import ComplianceMatter
from cases.notice_querysets import PersonalNoticeQuerySet


class PersonalNotice(models.Model):
    """That something happened which concerns a person: exactly once for what caused it.

    It keeps no words. The page and the digest write them from the case as it is
    then, in their reader's language; who no longer sees the case sees no notice of it.
    """

    class Kind(models.TextChoices):
        TOLD = "TOLD", _("A letter of the desk")
        ASSIGNED = "ASSIGNED", _("A request was given to you")
        MENTIONED = "MENTIONED", _("You were named in a note")
        ASKED = "ASKED", _("You were asked to do something")
        MAIL_CAME = "MAIL_CAME", _("Mail came")
        CAME_BACK = "CAME_BACK", _("A letter came back")
        DRAFT_CONTINUED = "DRAFT_CONTINUED", _("A colleague continued your draft")
        BROUGHT = "BROUGHT", _("A matter was brought to the Committee")
        RELEASED = "RELEASED", _("Documents were released to the Committee")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    kind = models.CharField(_("what happened"), max_length=16, choices=Kind.choices)
    source = models.BigIntegerField()
    """The key of what caused it: the notice, the note, the task, the mail, the report."""
    request = models.ForeignKey(InformationRequest, models.CASCADE, null=True, blank=True, related_name="+")
    matter = models.ForeignKey(ComplianceMatter, models.CASCADE, null=True, blank=True, related_name="+")
    notice = models.ForeignKey(
        "notifications.Notice", models.CASCADE, null=True, blank=True, related_name="+"
    )
    """What a letter of the desk is about, where it is of that kind."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("told at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    waits_for_digest = models.BooleanField(default=False)
    """Whether it goes into the next digest, by the wish of the person when it was told."""

    objects = PersonalNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to a person")
        verbose_name_plural = _("notices to persons")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "source"], name="personal_notice_exactly_once"),
            models.CheckConstraint(
                condition=models.Q(request__isnull=False, matter__isnull=True)
                | models.Q(request__isnull=True, matter__isnull=False),
                name="personal_notice_about_a_request_or_a_matter",
            ),
        ]
        indexes = [
            # read by the page of one's notices
            models.Index(fields=["user", "-id"], name="personal_notice_of_user"),
            # read by the head of every page
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="personal_notice_unread"),
            # read by cases.services.digests
            models.Index(
                fields=["user"], condition=models.Q(waits_for_digest=True), name="personal_notice_digest"
            ),
            # read by the case: who opened a letter
            models.Index(
                fields=["notice"], condition=models.Q(read_at__isnull=False), name="personal_notice_opened"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}: {self.user_id}"
