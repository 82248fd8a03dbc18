"""Scoping of what concerns one person, and of the mail that came, beside ``cases.querysets``. Fails closed."""

from __future__ import annotations

from typing import Self

from django.apps import apps
from django.db.models import Q

from cases.access import Actor, Audience
from cases.querysets import KeptFromTheRecused, ScopedQuerySet
from compliance.accounts.models import Role


class PersonalNoticeQuerySet(KeptFromTheRecused):
    """One's own, and of those the ones about a case that one sees at this moment.

    The Chair is consulted before the matter is brought, and sees that they are.
    """

    def visible_to(self, actor: Actor) -> Self:
        if actor.audience is Audience.NOBODY:
            return self.none()
        own = self.filter(user_id=actor.user_id)
        if actor.audience is Audience.SECRETARIAT:
            return own  # which sees every case
        if actor.audience is Audience.COMMITTEE:
            own = own.exclude(self.of_recused(actor))
        requests = apps.get_model("cases", "InformationRequest").objects.visible_to(actor)
        matters = apps.get_model("cases", "ComplianceMatter").objects.visible_to(actor)
        seen = Q(request__in=requests) | Q(matter__in=matters)
        if actor.role is Role.CHAIR:
            seen |= Q(notice__code="CHAIR_CONSULTED")
        return own.filter(seen)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class IncomingMailQuerySet(ScopedQuerySet):
    """The Secretariat's; a Party sees what came from an address of its own about a request of its own.

    Of a mail that somebody else wrote in reply to a letter the Party learns nothing,
    nor of reports and automatic replies. The Committee sees none.
    """

    def for_party(self, party_id: int) -> Self:
        return self.filter(kind="LETTER", from_party=True, request__party_id=party_id).exclude(
            request__stage="DRAFT"
        )

    def unsorted(self) -> Self:
        """Kept, and not read yet."""
        return self.filter(sorted_at__isnull=True)

    def waiting(self) -> Self:
        """What somebody wrote and an officer has not dealt with, the earliest first."""
        return self.filter(kind="LETTER", state="NEW", sorted_at__isnull=False).order_by("pk")
