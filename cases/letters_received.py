"""The letters that went to a Party about its requests and matters: what its focal points may read of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cases.access import Actor, Audience
from cases.models import ComplianceMatter, InformationRequest
from notifications.letters import Recipient
from notifications.models import Message


def letters_to(*, actor: Actor) -> QuerySet[Message]:
    """Every letter that a mail server took, addressed to the actor's own Party about a request that it sees.

    What went to the Secretariat about the same notice is none of them, nor what is
    still on its way. In no order.
    """
    return _sent(actor, Q(notice__request__in=InformationRequest.objects.visible_to(actor)))


def letters_about_matters(*, actor: Actor) -> QuerySet[Message]:
    """The same about the Party's matters."""
    return _sent(actor, Q(notice__matter__in=ComplianceMatter.objects.visible_to(actor)))


def _sent(actor: Actor, about: Q) -> QuerySet[Message]:
    if actor.audience is not Audience.PARTY:
        return Message.objects.none()
    found: QuerySet[Message] = Message.objects.filter(
        about, recipient=Recipient.PARTY, state=Message.State.SENT
    )
    return found.select_related("notice")


def of_request(*, actor: Actor, request: InformationRequest, prefer: str) -> list[list[Message]]:
    """The letters about one request, the earliest first; those that say the same to several together.

    Of each group the first is the one to show: in the language ``prefer`` where
    there is one. One query.
    """
    return _in_groups(letters_to(actor=actor).filter(notice__request=request), prefer)


def of_matter(*, actor: Actor, matter: ComplianceMatter, prefer: str) -> list[list[Message]]:
    """The same about one matter."""
    return _in_groups(letters_about_matters(actor=actor).filter(notice__matter=matter), prefer)


def _in_groups(found: QuerySet[Message], prefer: str) -> list[list[Message]]:
    groups: dict[int, list[Message]] = {}
    for message in found.order_by("notice__issued_at", "notice", "pk"):
        groups.setdefault(message.notice_id, []).append(message)
    return [_preferred(group, prefer) for group in groups.values()]


def _preferred(group: Iterable[Message], language: str) -> list[Message]:
    return sorted(group, key=lambda one: (one.language != language, one.pk))
