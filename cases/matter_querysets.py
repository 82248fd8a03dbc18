"""Scoping of what hangs on a compliance matter, beside ``cases.querysets``. Fails closed."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import F, Q

from cases.access import Actor, Audience
from cases.querysets import KeptFromTheRecused, ScopedQuerySet
from compliance.accounts.models import Role
from compliance.rules.stage_table import Action

TOLD_TO_THE_PARTY = (Action.INFORM_PARTY, Action.REVIEW_MATTER, Action.CLOSE_MATTER, Action.REOPEN_MATTER)
TOLD_TO_THE_COMMITTEE = (
    *(Action.BRING_MATTER, Action.MONITOR_MATTER, Action.REVIEW_MATTER),
    *(Action.CLOSE_MATTER, Action.REOPEN_MATTER),
)


class OfMatterQuerySet(KeptFromTheRecused):
    """For the Party what is of its own matters; for the Committee what is of matters brought to it."""

    def for_party(self, party_id: int) -> Self:
        return self.filter(
            **{f"{self.to_matter}__party_id": party_id, f"{self.to_matter}__origin": "SECRETARIAT"}
        )

    def for_committee(self) -> Self:
        return self.filter(**{f"{self.to_matter}__brought_on__isnull": False})


class SpeciesQuerySet(OfMatterQuerySet):
    """As visible as the title of the matter."""


class MatterActQuerySet(OfMatterQuerySet):
    """Each reader sees the acts whose words are addressed to them."""

    def for_party(self, party_id: int) -> Self:
        return super().for_party(party_id).filter(action__in=TOLD_TO_THE_PARTY)

    def for_committee(self) -> Self:
        return super().for_committee().filter(action__in=TOLD_TO_THE_COMMITTEE)


class ConsultationQuerySet(ScopedQuerySet):
    """Between the Secretariat and the Chair, before the matter is brought and after."""

    def visible_to(self, actor: Actor) -> Self:
        return self.all() if actor.role is Role.CHAIR else super().visible_to(actor)

    def waiting(self) -> Self:
        """Not answered yet, the earliest first."""
        return self.filter(answered_on__isnull=True).order_by("sent_at", "pk")


class AssistanceQuerySet(OfMatterQuerySet):
    """Offered to the Party, and part of what the Committee is told was tried."""


class CommitteeContactQuerySet(OfMatterQuerySet):
    """The Committee's own record of its contacts, which the Secretariat keeps."""

    def for_party(self, party_id: int) -> Self:
        return self.none()


class RecommendationQuerySet(OfMatterQuerySet):
    """A draft is the Secretariat's until it is released to the Committee."""

    def for_party(self, party_id: int) -> Self:
        return self.none()

    def for_committee(self) -> Self:
        return super().for_committee().filter(releases__matter=F("matter"))

    def undecided(self) -> Self:
        """What the Committee is still asked: neither dropped nor made a measure."""
        return self.filter(dropped_on__isnull=True, measures__isnull=True)


class MeasureQuerySet(ScopedQuerySet):
    """Decisions of the Committee are announced to all Parties: also an excluded member knows them."""

    def published(self) -> Self:
        """What a Notification to the Parties announced, for everybody; of the Secretariat's own file alone."""
        return self.exclude(notification="").filter(matter__origin="SECRETARIAT")

    def for_party(self, party_id: int) -> Self:
        return self.filter(matter__party_id=party_id, matter__origin="SECRETARIAT")

    def for_committee(self) -> Self:
        return self.filter(matter__brought_on__isnull=False)

    def in_force(self) -> Self:
        return self.filter(ends_on__isnull=True)


class PlanStepQuerySet(OfMatterQuerySet):
    to_matter = "measure__matter"


class CommitteeDeadlineQuerySet(OfMatterQuerySet):
    def open(self) -> Self:
        """Neither met nor lifted: the rows that the partial indexes hold."""
        return self.filter(met_on__isnull=True, lifted_on__isnull=True)

    def as_of(self, *, on: date) -> Self:
        """Those that had been set by the end of the day ``on``, and not lifted."""
        return self.filter(Q(lifted_on__isnull=True) | Q(lifted_on__gt=on), set_on__lte=on)


class MovedDateQuerySet(OfMatterQuerySet):
    to_matter = "deadline__matter"


class MatterReportQuerySet(OfMatterQuerySet):
    """The Party's own words; the Committee reads them once they are released."""

    def for_committee(self) -> Self:
        return super().for_committee().filter(releases__matter=F("matter"))


class ReleaseQuerySet(OfMatterQuerySet):
    """The Party is told which of its own communications the Committee reads."""

    def for_party(self, party_id: int) -> Self:
        return super().for_party(party_id).filter(recommendation__isnull=True)


class MemberNoteQuerySet(ScopedQuerySet):
    """One's own, and nobody else's: neither the Chair nor the Secretariat reads what a member noted."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.audience is not Audience.COMMITTEE:
            return self.none()
        return self.filter(member_id=actor.user_id)


class RecusalQuerySet(ScopedQuerySet):
    """The Chair's to see; a member sees their own."""

    def visible_to(self, actor: Actor) -> Self:
        found = super().visible_to(actor)
        if actor.audience is Audience.COMMITTEE and actor.role is not Role.CHAIR:
            return found.filter(member_id=actor.user_id)
        return found

    def for_committee(self) -> Self:
        return self.filter(matter__brought_on__isnull=False)

    def live(self) -> Self:
        return self.filter(ended_on__isnull=True)
