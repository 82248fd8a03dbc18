"""The letters that went to a Party about its requests: what its focal points may read of what was mailed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from cases.access import Actor, Audience
from cases.models import InformationRequest
from notifications.letters import Recipient
from notifications.models import Message


def letters_to(*, actor: Actor) -> QuerySet[Message]:
    """Every letter that a mail server took, addressed to the actor's own Party about a request that it sees.

    What went to the Secretariat about the same notice is none of them, nor what is
    still on its way. In no order.
    """
    if actor.audience is not Audience.PARTY:
        return Message.objects.none()
    found: QuerySet[Message] = Message.objects.filter(
        recipient=Recipient.PARTY,
        state=Message.State.SENT,
        notice__request__in=InformationRequest.objects.visible_to(actor),
    )
    return found.select_related("notice")


def of_request(*, actor: Actor, request: InformationRequest, prefer: str) -> list[list[Message]]:
    """The letters about one request, the earliest first; those that say the same to several together.

    Of each group the first is the one to show: in the language ``prefer`` where
    there is one. One query.
    """
    found = (
        letters_to(actor=actor).filter(notice__request=request).order_by("notice__issued_at", "notice", "pk")
    )
    groups: dict[int, list[Message]] = {}
    for message in found:
        groups.setdefault(message.notice_id, []).append(message)
    return [_preferred(group, prefer) for group in groups.values()]


def _preferred(group: Iterable[Message], language: str) -> list[Message]:
    return sorted(group, key=lambda one: (one.language != language, one.pk))
