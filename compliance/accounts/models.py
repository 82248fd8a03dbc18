"""Users and their memberships: who somebody is on the desk, from when until when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


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
    language = models.CharField(_("language"), max_length=2, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")),
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


SECRETARIAT_ROLES = (Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR)
COMMITTEE_ROLES = (Role.MEMBER, Role.CHAIR)


class Membership(models.Model):
    """One person in one role, for a Party where the role is of a Party; ended, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    party = models.ForeignKey(
        "cases.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Party")
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
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
                name="membership_ends_after_start",
                violation_error_message=_("A membership ends after it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
