"""Tokens with which a person's own programs use the API: made for few things, for a time, and shown once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

PREFIX = "citesdesk_"
"""What every token begins with, so that scanners for secrets find one that was left in a file."""
LONGEST = timedelta(days=366)
"""No token lives longer; our choice."""
MOST = 10
"""Tokens of one person that work at the same time; our choice."""


class Scope(models.TextChoices):
    """What a token is made for; ``cases.access.SCOPES`` says which acts that is."""

    READ = "READ", _("Read what you see on your desk")
    ANSWER = "ANSWER", _("Answer requests, and attach documents to answers")
    REQUESTS = "REQUESTS", _("Open, edit, send and withdraw requests")
    SUBMISSIONS = "SUBMISSIONS", _("Record what came on paper, attach its documents, and assess information")
    MATTERS = "MATTERS", _("Open and describe matters")


class ApiToken(models.Model):
    """One token of one person in one membership: it ends with the membership, when it expires, or when it is ended.

    The secret is known to its owner alone; its digest finds the token again.
    """

    membership = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    scopes = models.JSONField(_("what it may do"), default=list)
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("ends at"))
    revoked_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)
    """To the day: enough to find a token that nobody needs any more."""

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at"))
                & models.Q(expires_at__lte=models.F("made_at") + LONGEST),
                name="api_token_lives_a_year_at_most",
                violation_error_code="expires_at",
                violation_error_message=_("A token ends within a year from today."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def works(self, *, at: datetime) -> bool:
        """Whether it is neither ended nor expired at an instant; whether its owner may act is not asked here."""
        return self.revoked_at is None and at < self.expires_at


def new_secret() -> str:
    """A token as its owner is shown it: the prefix and 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret: so many random bits need no slower hash."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
