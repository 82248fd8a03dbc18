"""Names and addresses of those who left long ago, taken out of their accounts; what they did stays on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from cases.models import CalendarFeed, FocalPoint
from cases.services import people
from compliance import clock
from compliance.accounts import security_log
from compliance.accounts.models import Invitation, Membership, User

NOWHERE = "forgotten.invalid"
"""No mail goes there: RFC 2606 keeps the name for that."""


@dataclass(frozen=True, slots=True)
class Departed:
    """Whose names and addresses are due to be taken out, by number."""

    accounts: list[int]
    contacts: list[int]
    invitations: list[int]


def limit(*, at: datetime) -> datetime | None:
    """Who left before this instant is forgotten now; None where the settings keep everybody."""
    days = settings.FORGET_AFTER_DAYS
    return at - timedelta(days=days) if days else None


def departed(*, before: datetime) -> Departed:
    """Everybody who left before an instant and is not forgotten yet; changes nothing.

    Accounts whose last membership ended before it, contacts of Parties who left
    before that day, and invitations that were settled before it.
    """
    return Departed(
        accounts=list(_accounts(before).values_list("pk", flat=True)),
        contacts=list(_contacts(before).values_list("pk", flat=True)),
        invitations=list(_invitations(before).values_list("pk", flat=True)),
    )


def forget_departed(*, before: datetime, at: datetime) -> Departed:
    """Forgets everybody of ``departed``, one after the other; says whom.

    Gone are the name and address in the account, in invitations and among the
    contacts, the password, the factors, the sessions and the link of a calendar.
    What stays is the record: submissions, letters as they were sent, and the
    history of accounts, which is sealed with it (docs/privacy.md).
    """
    found = departed(before=before)
    for account in found.accounts:
        _forget_account(pk=account, before=before, at=at)
    for contact in found.contacts:
        _forget_contact(pk=contact, before=before)
    for invitation in found.invitations:
        _forget_invitation(pk=invitation, before=before)
    return found


def _accounts(before: datetime) -> QuerySet[User]:
    present = Membership.objects.filter(user=OuterRef("pk"), ended_at__isnull=True)
    left = User.objects.filter(~Exists(present), forgotten_at__isnull=True)
    return left.annotate(left_at=Max("memberships__ended_at")).filter(left_at__lt=before).order_by("pk")


def _contacts(before: datetime) -> QuerySet[Any]:
    known = FocalPoint.objects.exclude(email__endswith=f"@{NOWHERE}")
    found: QuerySet[Any] = known.filter(left_on__lt=clock.legal_day(at=before)).order_by("pk")
    return found


def _invitations(before: datetime) -> QuerySet[Invitation]:
    """Of those who never came, or whose account is forgotten; one that came to nothing ends by itself."""
    known = Invitation.objects.exclude(email__endswith=f"@{NOWHERE}")
    nobody = Q(user__isnull=True) & (Q(settled_at__lt=before) | Q(expires_at__lt=before))
    return known.filter(nobody | Q(user__forgotten_at__isnull=False)).order_by("pk")


@transaction.atomic
def _forget_account(*, pk: int, before: datetime, at: datetime) -> None:
    user = (
        User.objects.select_for_update().filter(pk__in=_accounts(before).values("pk")).filter(pk=pk).first()
    )
    if user is None:
        return  # came back, or another run was here
    people.end_sessions(user=user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    CalendarFeed.objects.filter(user=user).delete()
    user.name, user.email = f"Person {pk}", f"person-{pk}@{NOWHERE}"
    user.is_active, user.forgotten_at, user.last_login = False, at, None
    user.set_unusable_password()
    user.save()
    for invitation in Invitation.objects.filter(user=user):
        _rename(invitation, "invited")
    security_log.note("forgotten", user_id=pk)


@transaction.atomic
def _forget_contact(*, pk: int, before: datetime) -> None:
    contact = (
        FocalPoint.objects.select_for_update().filter(pk__in=_contacts(before).values("pk"), pk=pk).first()
    )
    if contact is not None:
        contact.position = ""
        _rename(contact, "contact")


@transaction.atomic
def _forget_invitation(*, pk: int, before: datetime) -> None:
    found = Invitation.objects.select_for_update(of=("self",)).filter(
        pk__in=_invitations(before).values("pk")
    )
    if invitation := found.filter(pk=pk).first():
        _rename(invitation, "invited")


def _rename(record: Any, what: str) -> None:
    record.name, record.email = f"Person, {what} {record.pk}", f"{what}-{record.pk}@{NOWHERE}"
    record.save()
