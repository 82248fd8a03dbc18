"""Tells people on the desk what concerns them, in the transaction of what causes it; and what they read of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.access import Actor
from cases.models import ComplianceMatter, InformationRequest, PersonalNotice
from compliance.accounts.models import SECRETARIAT_ROLES, Digest, Membership, Role
from notifications.letters import Recipient, recipients
from notifications.models import DeliveryEvent, Notice

Kind = PersonalNotice.Kind
_IN_ROLE = {Role.SUPERVISOR: Recipient.SUPERVISOR, Role.CHAIR: Recipient.CHAIR}
RETURNS_WITHIN = timedelta(days=30)
"""How old a report that a letter came back may be for somebody to be told of it still; our choice."""


def tell(
    *,
    kind: str,
    source: int,
    users: Iterable[int],
    at: datetime,
    request: InformationRequest | None = None,
    matter: ComplianceMatter | None = None,
    by: int | None = None,
) -> None:
    """Tells these people, once for this source; whoever did it, and whoever has left the desk, is not told.

    About a request or a matter, one of the two. In the caller's transaction.
    """
    present = _present().filter(user__in=set(users) - {by})
    _write(
        PersonalNotice(
            **_to(one, at),
            kind=kind,
            source=source,
            request=request,
            matter=matter,
            by_id=by,
        )
        for one in present
    )


def tell_committee(*, kind: str, source: int, matter: ComplianceMatter, at: datetime, by: int | None) -> None:
    """Tells the members and the Chair. Whoever is excluded from the matter is, and sees nothing of it."""
    members = Membership.objects.filter(role__in=(Role.MEMBER, Role.CHAIR), ended_at__isnull=True)
    users = list(members.values_list("user_id", flat=True))
    tell(kind=kind, source=source, users=users, matter=matter, at=at, by=by)


def tell_of(*, notices: Collection[Notice], at: datetime, by: int | None = None) -> None:
    """Tells everybody to whom the letters of these notices go, whether or not they wish for mail.

    The notices carry their request or matter. Two statements, however many they are.
    """
    people = list(_concerned(notices)) if notices else []
    _write(
        PersonalNotice(
            **_to(person, at),
            kind=Kind.TOLD,
            source=notice.pk,
            notice=notice,
            request_id=notice.request_id,
            matter_id=notice.matter_id,
            by_id=by,
        )
        for notice in notices
        for person in people
        if person.user_id != by and _is_told(notice, person)
    )


def tell_of_returns(*, at: datetime) -> int:
    """Tells the officer of each letter that came back and was not dealt with; returns of how many letters.

    Level-triggered: reports are written down by whoever receives them, and looked for here.
    """
    told = PersonalNotice.objects.filter(kind=Kind.CAME_BACK, source=OuterRef("pk"))
    found = DeliveryEvent.objects.filter(
        ~Exists(told), kind=DeliveryEvent.Kind.BOUNCED, settled_at__isnull=True, at__gt=at - RETURNS_WITHIN
    ).select_related("message__notice__request", "message__notice__matter")
    count = 0
    for event in found.order_by("pk")[:1000]:
        about = _about(event.message.notice)
        if about is not None and about.officer_id:
            notice = event.message.notice
            tell(
                kind=Kind.CAME_BACK,
                source=event.pk,
                users=[about.officer_id],
                at=at,
                request=notice.request,
                matter=notice.matter,
            )
            count += 1
    return count


@transaction.atomic
def read(*, actor: Actor, notice: PersonalNotice, at: datetime) -> PersonalNotice:
    """Records that the actor has read one of their notices; the first time stands.

    Raises: PersonalNotice.DoesNotExist for one of somebody else, or about a case that the actor does not see.
    """
    own = PersonalNotice.objects.visible_to(actor).select_for_update(of=("self",))
    found: PersonalNotice = own.select_related("request", "matter").get(pk=notice.pk)
    if found.read_at is None:
        found.read_at = at
        found.save(update_fields=["read_at"])
    return found


@transaction.atomic
def read_all(*, actor: Actor, until: int, at: datetime) -> int:
    """Records that the actor has read their notices up to the newest that the page showed; returns how many."""
    own = PersonalNotice.objects.visible_to(actor).unread().filter(pk__lte=until)
    return int(own.update(read_at=at))


def _concerned(notices: Collection[Notice]) -> QuerySet[Membership]:
    abouts = [one for one in map(_about, notices) if one is not None]
    wanted = {recipient for notice in notices for recipient in recipients(code=notice.code)}
    who = Q(user__in={about.officer_id for about in abouts if about.officer_id})
    who |= Q(role=Role.FOCAL_POINT, party__in={about.party_id for about in abouts})
    who |= Q(role__in=[role for role, recipient in _IN_ROLE.items() if recipient in wanted])
    return _present().filter(who)


def _present() -> QuerySet[Membership]:
    found: QuerySet[Membership] = Membership.objects.filter(ended_at__isnull=True, user__is_active=True)
    return found.select_related("user")


def _is_told(notice: Notice, person: Membership) -> bool:
    about, to = _about(notice), recipients(code=notice.code)
    if about is None:
        return False
    if Recipient.OFFICER in to and person.user_id == about.officer_id:
        return person.role in SECRETARIAT_ROLES
    if person.role == Role.FOCAL_POINT:
        return Recipient.PARTY in to and person.party_id == about.party_id
    return _IN_ROLE.get(Role(person.role)) in to


def _about(notice: Notice) -> ComplianceMatter | InformationRequest | None:
    """None for what is about no case."""
    found: ComplianceMatter | InformationRequest | None = notice.request or notice.matter
    return found


def _to(person: Membership, at: datetime) -> dict[str, object]:
    digest = person.role in SECRETARIAT_ROLES and person.user.digest == Digest.DAILY
    return {"user_id": person.user_id, "at": at, "waits_for_digest": digest}


def _write(rows: Iterable[PersonalNotice]) -> None:
    PersonalNotice.objects.bulk_create(rows, ignore_conflicts=True)
