"""What the Secretariat alone reads of a request: its letters, which of them wait, and by whose act it moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases import access
from cases.access import Act, Actor, Audience
from cases.models import ComplianceMatter, FocalPoint, InformationRequest, Party, PersonalNotice
from compliance.accounts.models import Role, User
from notifications.letters import REGISTRY, Letter, Recipient
from notifications.models import DeliveryPause, Message, Notice, Wording
from notifications.querysets import DeliveryPauseQuerySet, MessageQuerySet, NoticeQuerySet
from notifications.wording_models import WordingQuerySet


def letters_about(*, actor: Actor, request: InformationRequest) -> list[Notice]:
    """The notices of a request with their letters, the earliest first; the Secretariat's to read."""
    letters = Prefetch("messages", queryset=Message.objects.with_return().defer("html").order_by("pk"))
    found = Notice.objects.filter(request__in=as_secretariat(actor).filter(pk=request.pk))
    return list(found.prefetch_related(letters).order_by("issued_at", "pk"))


def opened_on_the_desk(*, actor: Actor, notices: Iterable[Notice]) -> dict[int, list[PersonalNotice]]:
    """Who of a Party opened these letters on the desk and when, the earliest first, by notice; the Secretariat's.

    Somebody who reads the mail alone opens nothing here: that a letter was not opened says nothing. One query.
    """
    rows = PersonalNotice.objects.filter(
        notice__in=[one.pk for one in notices],
        notice__request__in=as_secretariat(actor),
        read_at__isnull=False,
        user__memberships__role=Role.FOCAL_POINT,
    )
    found: dict[int, list[PersonalNotice]] = {}
    for row in rows.distinct().select_related("user").order_by("read_at", "pk"):
        found.setdefault(row.notice_id or 0, []).append(row)
    return found


def messages_visible(*, actor: Actor) -> MessageQuerySet:
    """Letters with the request, the matter or the person that they are about; the Secretariat's. In no order."""
    found: MessageQuerySet = Message.objects.filter(
        Q(notice__request__in=as_secretariat(actor))
        | Q(notice__matter__in=_matters(actor))
        | Q(notice__person__in=_people(actor))
    )
    return found.select_related("notice__request__party", "notice__matter__party", "notice__person")


def pauses_visible(*, actor: Actor) -> DeliveryPauseQuerySet:
    """The pauses that hold letters back now, the oldest first; the Secretariat's to read."""
    found: DeliveryPauseQuerySet = DeliveryPause.objects.live().order_by("began_at", "pk")
    seen = Q(scope=DeliveryPause.Scope.ALL)
    seen |= Q(party__in=Party.objects.visible_to(actor)) | Q(request__in=as_secretariat(actor))
    if actor.audience is not Audience.SECRETARIAT:
        return found.none()
    return found.filter(seen).select_related("party", "request__party", "began_by")


def pauses_holding(*, actor: Actor, about: InformationRequest | ComplianceMatter) -> DeliveryPauseQuerySet:
    """The pauses that hold the letters to the Party about this request or matter now; the Secretariat's to read."""
    holding = Q(scope=DeliveryPause.Scope.ALL) | Q(party=about.party_id)
    if isinstance(about, InformationRequest):
        holding |= Q(request=about)
    return pauses_visible(actor=actor).filter(holding)


def wordings_visible(*, actor: Actor) -> WordingQuerySet:
    """The versions of the wording of letters; only for those who keep it. In no order."""
    found: WordingQuerySet = Wording.objects.all()
    return found if access.may(actor=actor, act=Act.KEEP_WORDING) else found.none()


def versions_of(*, actor: Actor, letter: Letter, language: str) -> WordingQuerySet:
    """The versions of one letter in one language, the latest first."""
    found = wordings_visible(actor=actor).of_letter(
        code=letter.code, recipient=letter.recipient.value, language=language
    )
    return found.select_related("by")


def waiting_for_address(*, actor: Actor) -> NoticeQuerySet:
    """Notices that wait because their Party has no mailbox and no focal point on record; in no order.

    About a request or about a matter; the Party is ``to_party``.
    """
    to_the_party = [code for code, recipient in REGISTRY if recipient is Recipient.PARTY]
    found: NoticeQuerySet = Notice.objects.unaddressed().filter(
        Q(request__in=as_secretariat(actor), request__party__mailbox="")
        | Q(matter__in=_matters(actor), matter__party__mailbox=""),
        code__in=to_the_party,
    )
    found = found.annotate(to_party=Coalesce("request__party_id", "matter__party_id"))
    somebody = FocalPoint.objects.visible_to(actor).present().filter(party_id=OuterRef("to_party"))
    return found.filter(~Exists(somebody)).select_related("request__party", "matter__party")


def as_secretariat(actor: Actor) -> QuerySet[InformationRequest]:
    """The requests whose letters an actor may read: all for the Secretariat, none for anybody else."""
    visible = InformationRequest.objects.visible_to(actor)
    return visible if actor.audience is Audience.SECRETARIAT else visible.none()


def _matters(actor: Actor) -> QuerySet[ComplianceMatter]:
    """The matters whose letters an actor may read: all for the Secretariat, none for anybody else."""
    visible = ComplianceMatter.objects.visible_to(actor)
    return visible if actor.audience is Audience.SECRETARIAT else visible.none()


def _people(actor: Actor) -> QuerySet[User]:
    """Whose digests an actor may see: the staff's for the Secretariat, nobody's for anybody else."""
    everybody = User.objects.all()
    return everybody if actor.audience is Audience.SECRETARIAT else everybody.none()


def letters_about_matter(*, actor: Actor, matter: ComplianceMatter) -> list[Notice]:
    """The notices of a matter with their letters, the earliest first; the Secretariat's to read."""
    letters = Prefetch("messages", queryset=Message.objects.defer("html").order_by("pk"))
    found = Notice.objects.filter(matter__in=_matters(actor).filter(pk=matter.pk))
    return list(found.prefetch_related(letters).order_by("issued_at", "pk"))


def parties_without_address(*, actor: Actor) -> QuerySet[Party]:
    """The Parties of ``waiting_for_address``: how many notices are ``waiting``, ``waiting_since`` when."""
    waiting = waiting_for_address(actor=actor).order_by()
    to_it = waiting.filter(to_party=OuterRef("pk")).values("to_party")
    found: QuerySet[Party] = (
        Party.objects.visible_to(actor)
        .filter(pk__in=waiting.values("to_party"))
        .annotate(
            waiting=Subquery(to_it.annotate(number=Count("pk")).values("number")),
            waiting_since=Subquery(to_it.annotate(first=Min("issued_at")).values("first")),
        )
        .order_by("waiting_since", "pk")
    )
    return found


def has_address(*, actor: Actor, party: Party) -> bool:
    """Whether letters to a Party can go anywhere: its mailbox, or a focal point who has not left."""
    return bool(party.mailbox) or FocalPoint.objects.visible_to(actor).present().filter(party=party).exists()


@dataclass(frozen=True, slots=True)
class StageChange:
    """When a request first came to a stage, by the audit of its rows, and by whose act ("" where unknown)."""

    at: datetime
    name: str


def stages_of(*, actor: Actor, request: InformationRequest) -> dict[str, StageChange]:
    """The first moment of each stage that a request has been in; the Secretariat's to read. One query."""
    rows = (
        InformationRequest.history.filter(id__in=as_secretariat(actor).filter(pk=request.pk).values("pk"))
        .order_by("history_date", "history_id")
        .values_list("stage", "history_date", "history_user__name")
    )
    found: dict[str, StageChange] = {}
    for stage, at, name in rows:
        found.setdefault(stage, StageChange(at, name or ""))
    return found
