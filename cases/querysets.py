"""All scoping: what each audience sees of each record. Fails closed.

Every model that a page reads has ``visible_to(actor)``. An audience that a
queryset does not name sees nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, F, Q, Value, When

from cases.access import Actor, Audience
from compliance.rules.timeline import DUE_SOON_DAYS
from compliance.rules.types import Outcome, Status

if TYPE_CHECKING:
    _QuerySet = models.QuerySet[Any]
else:
    _QuerySet = models.QuerySet


class ScopedQuerySet(_QuerySet):
    """Rows that an actor may see. Subclasses say what the Party and the Committee see; the default is nothing."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.audience is Audience.SECRETARIAT:
            return self.all()
        if actor.audience is Audience.PARTY and actor.party_id is not None:
            return self.for_party(actor.party_id)
        if actor.audience is Audience.COMMITTEE:
            return self.for_committee()
        return self.none()

    def for_party(self, party_id: int) -> Self:
        return self.none()

    def for_committee(self) -> Self:
        return self.none()


class KeptFromTheRecused(ScopedQuerySet):
    """What belongs to a matter: a member whom the Chair excluded from it sees none of it."""

    to_matter = "matter"
    """From a row to its matter, as filters write it."""

    def visible_to(self, actor: Actor) -> Self:
        found = super().visible_to(actor)
        return found.exclude(self.of_recused(actor)) if actor.audience is Audience.COMMITTEE else found

    def of_recused(self, actor: Actor) -> Q:
        """What belongs to the matters from which a member is excluded now."""
        return Q(**{f"{self.to_matter}__in": excluded_from(actor)})


def excluded_from(actor: Actor) -> models.QuerySet[Any, Any]:
    """The keys of the matters from which the Chair excluded a member."""
    recusals = apps.get_model("cases", "Recusal").objects
    return recusals.filter(member_id=actor.user_id, ended_on__isnull=True).values("matter")


class PartyQuerySet(ScopedQuerySet):
    def for_party(self, party_id: int) -> Self:
        return self.filter(pk=party_id)

    def for_committee(self) -> Self:
        """The Parties of the matters that the Committee sees."""
        return self.filter(
            Q(matters__brought_on__isnull=False) | Q(matters__origin="PUBLIC_RECORD")
        ).distinct()

    def present(self) -> Self:
        """Without those that turned out to be another entry of the same Party: what a form offers."""
        return self.filter(merged_into__isnull=True)


class FocalPointQuerySet(ScopedQuerySet):
    def for_party(self, party_id: int) -> Self:
        return self.filter(party_id=party_id)

    def present(self) -> Self:
        """Those who have not left."""
        return self.filter(left_on__isnull=True)


class MeetingQuerySet(ScopedQuerySet):
    """Meetings are public."""

    def for_party(self, party_id: int) -> Self:
        return self.all()

    def for_committee(self) -> Self:
        return self.all()

    def next_after(self, *, on: date) -> Self:
        """Meetings that have not ended before ``on``, the next first."""
        return self.filter(Q(ends_on__gte=on) | Q(ends_on__isnull=True, starts_on__gte=on)).order_by(
            "starts_on", "pk"
        )


class MeetingReportQuerySet(ScopedQuerySet):
    """Written for the Committee: its members see what was issued. A draft is no row."""

    def for_committee(self) -> Self:
        return self.all()


class MatterQuerySet(ScopedQuerySet):
    def for_party(self, party_id: int) -> Self:
        """The Party's own matters in the Secretariat's file."""
        return self.filter(party_id=party_id, origin="SECRETARIAT")

    def for_committee(self) -> Self:
        """What was brought to the Committee, and what is public anyway."""
        return self.filter(Q(brought_on__isnull=False) | Q(origin="PUBLIC_RECORD"))


class MatterEventQuerySet(ScopedQuerySet):
    def for_committee(self) -> Self:
        return self.filter(Q(matter__brought_on__isnull=False) | Q(matter__origin="PUBLIC_RECORD"))


class InformationRequestQuerySet(KeptFromTheRecused):
    def for_party(self, party_id: int) -> Self:
        return self.filter(party_id=party_id).exclude(stage="DRAFT")

    def for_committee(self) -> Self:
        return self.filter(matter__brought_on__isnull=False).exclude(stage="DRAFT")


class DeadlineQuerySet(KeptFromTheRecused):
    to_matter = "request__matter"

    def for_party(self, party_id: int) -> Self:
        return self.filter(request__party_id=party_id).exclude(request__stage="DRAFT")

    def for_committee(self) -> Self:
        return self.filter(request__matter__brought_on__isnull=False).exclude(request__stage="DRAFT")

    def in_force(self) -> Self:
        """How each step stands after everything on record."""
        return self.filter(in_force_until__isnull=True)

    def open_in_force(self) -> Self:
        """Steps still open: the rows that the partial indexes hold."""
        return self.in_force().filter(outcome=Outcome.OPEN.value)

    def as_of(self, *, on: date) -> Self:
        """How each step stood at the end of the day ``on``, by the facts with legal days up to it."""
        return self.filter(Q(in_force_until__isnull=True) | Q(in_force_until__gt=on), in_force_from__lte=on)

    def with_status(self, *, on: date) -> Self:
        """Annotates ``status`` on the day ``on``: the SQL twin of ``compliance.rules.timeline.status``."""
        soon = (
            on + timedelta(days=DUE_SOON_DAYS) if on < date.max - timedelta(days=DUE_SOON_DAYS) else date.max
        )
        return self.annotate(
            status=Case(
                When(~Q(outcome=Outcome.OPEN.value), then=F("outcome")),
                When(due_on__lt=on, then=Value(Status.OVERDUE.value)),
                When(due_on__lte=soon, then=Value(Status.DUE_SOON.value)),
                default=Value(Status.UPCOMING.value),
                output_field=models.CharField(),
            )
        )


class SubmissionQuerySet(KeptFromTheRecused):
    """The Committee sees no correspondence until the Secretariat releases it."""

    to_matter = "request__matter"

    def for_party(self, party_id: int) -> Self:
        return self.filter(request__party_id=party_id).exclude(request__stage="DRAFT")

    def for_committee(self) -> Self:
        return self.filter(releases__matter=F("request__matter"), request__matter__brought_on__isnull=False)


class AssessmentQuerySet(ScopedQuerySet):
    def for_party(self, party_id: int) -> Self:
        return self.filter(submission__request__party_id=party_id).exclude(submission__request__stage="DRAFT")


_SENT_WITH_IT = Q(submission__isnull=False) | Q(report__isnull=False)


class DocumentQuerySet(KeptFromTheRecused):
    """An upload belongs to whoever made it until its answer or report is sent, then to both sides.

    The Committee sees no document until the Secretariat releases it.
    """

    to_matter = "request__matter"

    def visible_to(self, actor: Actor) -> Self:
        """The Secretariat never sees what a Party uploaded and has not sent."""
        if actor.audience is Audience.SECRETARIAT:
            return self.filter(_SENT_WITH_IT | Q(party__isnull=True))
        found = super().visible_to(actor)
        return found.exclude(matter__in=excluded_from(actor))

    def for_party(self, party_id: int) -> Self:
        of_its_own = Q(request__party_id=party_id) & ~Q(request__stage="DRAFT")
        of_its_own |= Q(matter__party_id=party_id, matter__origin="SECRETARIAT")
        return self.filter(of_its_own, _SENT_WITH_IT | Q(party_id=party_id))

    def for_committee(self) -> Self:
        of_an_answer = Q(
            releases__matter=F("request__matter"),
            request__matter__brought_on__isnull=False,
            submission__isnull=False,
        )
        of_a_report = Q(releases__matter=F("matter"), matter__brought_on__isnull=False, report__isnull=False)
        return self.filter(of_an_answer | of_a_report)

    def waiting(self) -> Self:
        """Uploaded, and not sent with an answer or a report yet."""
        return self.filter(submission__isnull=True, report__isnull=True)


class AnswerDraftQuerySet(ScopedQuerySet):
    """What a Party has not sent is nobody's but its own: the Secretariat sees none of it."""

    def visible_to(self, actor: Actor) -> Self:
        return self.none() if actor.audience is Audience.SECRETARIAT else super().visible_to(actor)

    def for_party(self, party_id: int) -> Self:
        return self.filter(request__party_id=party_id).exclude(request__stage="DRAFT")


class InternalNoteQuerySet(ScopedQuerySet):
    """The Secretariat's alone."""


class MentionQuerySet(ScopedQuerySet):
    """The Secretariat's alone."""

    def waiting_for(self, *, user_id: int) -> Self:
        """Those that this person has not seen, the newest first."""
        return self.filter(user_id=user_id, seen_at__isnull=True).order_by("-pk")


class TaskQuerySet(ScopedQuerySet):
    """The Secretariat's alone."""

    def open(self) -> Self:
        return self.filter(done_at__isnull=True)


class SavedViewQuerySet(ScopedQuerySet):
    """One's own, and those that colleagues share."""

    def visible_to(self, actor: Actor) -> Self:
        return super().visible_to(actor).filter(Q(owner_id=actor.user_id) | Q(shared=True))


class ChosenColumnsQuerySet(ScopedQuerySet):
    """One's own."""

    def visible_to(self, actor: Actor) -> Self:
        return super().visible_to(actor).filter(user_id=actor.user_id)


class RequestTemplateQuerySet(ScopedQuerySet):
    """The Secretariat's alone."""

    def offered(self, *, on: date) -> Self:
        """Those that a request can start from on this day."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on)).order_by("name", "pk")


class CalendarFeedQuerySet(ScopedQuerySet):
    """One's own, whatever one's desk."""

    def visible_to(self, actor: Actor) -> Self:
        return self.none() if actor.audience is Audience.NOBODY else self.filter(user_id=actor.user_id)

    def in_use(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class SearchEntryQuerySet(ScopedQuerySet):
    """What a reader may read, they may find; nothing else is found or counted.

    The Committee finds nothing: the words of a request are its questions too, which it does not read.
    """

    def for_party(self, party_id: int) -> Self:
        return self.filter(request__party_id=party_id).exclude(request__stage="DRAFT").exclude(kind="NOTE")


class ComparisonQuerySet(ScopedQuerySet):
    """The Secretariat's alone."""


class PortfolioImportQuerySet(ScopedQuerySet):
    """The Secretariat's alone."""

    def under_way(self) -> Self:
        return self.filter(state__in=["CHECKING", "IMPORTING"])


class ImportFileQuerySet(ScopedQuerySet):
    """The Secretariat's alone."""


class ImportRowQuerySet(ScopedQuerySet):
    """The Secretariat's alone."""


class ImportFaultQuerySet(ScopedQuerySet):
    """The Secretariat's alone."""
