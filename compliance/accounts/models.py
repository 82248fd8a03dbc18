"""Users and their memberships: who somebody is on the desk, from when until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from compliance.accounts.api_token import ApiToken as ApiToken

LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]


class Digest(models.TextChoices):
    """How a person wants to be told of what happens on their cases."""

    EACH = "EACH", _("Each letter as it comes")
    DAILY = "DAILY", _("One digest each working day, in the morning")
    DESK = "DESK", _("On the desk only, without mail")


class UserManager(BaseUserManager["User"]):
    """Makes users; an e-mail address is one person whatever its capitals."""

    def create_user(self, *, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person who can sign in. What they may see and do comes from their membership alone."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    digest = models.CharField(_("letters to me"), max_length=10, choices=Digest.choices, default=Digest.EACH)
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    forgotten_at = models.DateTimeField(_("name and address taken out at"), null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_is_lower_case",
                violation_error_message=_("An e-mail address is kept in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.TextChoices):
    """What a person is on the desk; the codes are stable, the labels may change."""

    OFFICER = "OFFICER", _("Case officer, Secretariat")
    SUPERVISOR = "SUPERVISOR", _("Supervisor, Secretariat")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator, Secretariat")
    FOCAL_POINT = "FOCAL_POINT", _("Focal point of a Party")
    MEMBER = "MEMBER", _("Member of the Standing Committee")
    CHAIR = "CHAIR", _("Chair of the Standing Committee")


FACTOR_ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.MEMBER, Role.CHAIR)
"""Roles that act only with a second factor; it is offered to focal points."""
SECRETARIAT_ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR)
COMMITTEE_ROLES = (Role.MEMBER, Role.CHAIR)


class Team(models.Model):
    """Colleagues of the Secretariat who share their work."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one role, for a Party where the role is of a Party; ended, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    party = models.ForeignKey(
        "cases.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Party")
    )
    region = models.CharField(_("region represented"), max_length=40, blank=True)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("team")
    )
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_one_at_a_time",
                violation_error_message=_("A person has one membership at a time; end the other first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(role="FOCAL_POINT") | models.Q(party__isnull=False),
                name="membership_focal_point_has_party",
                violation_error_message=_("A focal point works for one Party: name it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=["OFFICER", "SUPERVISOR", "ADMINISTRATOR"])
                | models.Q(party__isnull=True),
                name="membership_secretariat_has_no_party",
                violation_error_message=_("Staff of the Secretariat represent no Party."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["OFFICER", "SUPERVISOR", "ADMINISTRATOR"])
                | models.Q(team__isnull=True),
                name="membership_team_is_of_the_secretariat",
                violation_error_code="team",
                violation_error_message=_("Teams are the Secretariat's own."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
                name="membership_ends_after_start",
                violation_error_message=_("A membership ends after it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Invitation(models.Model):
    """That somebody may join in a role: by a link that is random, works once and ends.

    Only the digest of the link's secret is kept. A focal point's proposal of a
    colleague is an invitation that the Secretariat has not sent yet.
    """

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("Proposed, to be decided by the Secretariat")
        SENT = "SENT", _("Sent")
        ACCEPTED = "ACCEPTED", _("Accepted")
        REVOKED = "REVOKED", _("Revoked")

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    party = models.ForeignKey(
        "cases.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Party")
    )
    region = models.CharField(_("region represented"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    secret_digest = models.CharField(max_length=64, blank=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    created_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("accepted or revoked at"), null=True, blank=True)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account")
    )

    history = HistoricalRecords(excluded_fields=["secret_digest"])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(state="SENT"),
                name="invitation_one_open_for_each_address",
                violation_error_message=_(
                    "This person is invited already: send it again, or revoke it first."
                ),
            ),
            # A proposal must not tell one Party whom another has invited: it stands beside an invitation.
            models.UniqueConstraint(
                fields=["email", "party"],
                condition=models.Q(state="PROPOSED"),
                name="invitation_one_proposal_for_each_address",
                violation_error_message=_("This colleague is proposed already; the Secretariat will decide."),
            ),
            models.UniqueConstraint(
                fields=["secret_digest"],
                condition=~models.Q(secret_digest=""),
                name="invitation_secret_is_its_own",
            ),
            models.CheckConstraint(
                condition=~models.Q(role="FOCAL_POINT") | models.Q(party__isnull=False),
                name="invitation_focal_point_has_party",
                violation_error_code="party",
                violation_error_message=_("A focal point works for one Party: name it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="SENT") | models.Q(expires_at__isnull=False),
                name="invitation_sent_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"

    def has_ended(self, *, at: datetime) -> bool:
        """Whether the link no longer works at this instant."""
        return self.state != self.State.SENT or self.expires_at is None or self.expires_at <= at
