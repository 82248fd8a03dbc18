"""What staff do about letters: hold them back, let them go on, try them again, deal with those that came back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access, correspondence
from cases.access import Act, Actor
from cases.models import InformationRequest, Party
from cases.services.refusals import Refused, clean
from notifications import delivery, pausing
from notifications.models import DeliveryEvent, DeliveryPause, Message

AT_ONCE = 10_000
"""Letters that one act puts in line again at most."""


@transaction.atomic
def pause(
    *,
    actor: Actor,
    reason: str,
    at: datetime,
    party: Party | None = None,
    request: InformationRequest | None = None,
) -> DeliveryPause:
    """Holds the letters to one Party, those to the Party about one request, or, naming neither, every letter.

    Notices go on being made on their days: nothing legal waits. ``at`` is the
    present instant. Raises: PermissionDenied; DoesNotExist for what the actor does not
    see; Refused without a reason, for both at once, or where these letters wait already.
    """
    access.require(actor=actor, act=Act.PAUSE_DELIVERY)
    if party and request:
        raise Refused(_("Name the Party or the request, not both."), field="request")
    held = DeliveryPause(reason=" ".join(reason.split()), began_at=at, began_by_id=actor.user_id)
    held.scope = DeliveryPause.Scope.ALL
    if party:
        held.scope, held.party = DeliveryPause.Scope.PARTY, Party.objects.visible_to(actor).get(pk=party.pk)
    if request:
        held.scope = DeliveryPause.Scope.REQUEST
        held.request = InformationRequest.objects.visible_to(actor).get(pk=request.pk)
    if not held.reason:
        raise Refused(_("Say why the letters wait: colleagues will ask."), field="reason")
    clean(held)
    held.save()
    return held


@transaction.atomic
def resume(*, actor: Actor, pause: DeliveryPause, at: datetime) -> None:
    """Lets the letters of a pause go on; a pause that has ended stays as it ended.

    Raises: PermissionDenied.
    """
    access.require(actor=actor, act=Act.PAUSE_DELIVERY)
    pausing.end(pause=pause, at=at, by=actor.user_id)


@transaction.atomic
def retry_all(*, actor: Actor, at: datetime) -> int:
    """Puts everything that was given up back in line, such as after an outage of the mail server; returns how many.

    Raises: PermissionDenied.
    """
    access.require(actor=actor, act=Act.RETRY_MESSAGE)
    failed = correspondence.messages_visible(actor=actor).failed().order_by("pk")
    return delivery.retry_all(messages=list(failed.values_list("pk", flat=True)[:AT_ONCE]), at=at)


@transaction.atomic
def settle(*, actor: Actor, message: Message, at: datetime) -> None:
    """Takes a letter that came back off the list: somebody has dealt with it. The report stays with the letter.

    Raises: PermissionDenied; Message.DoesNotExist for a letter that the actor does not see.
    """
    access.require(actor=actor, act=Act.RETRY_MESSAGE)
    found = correspondence.messages_visible(actor=actor).get(pk=message.pk)
    DeliveryEvent.objects.filter(message=found, settled_at__isnull=True).update(
        settled_at=at, settled_by_id=actor.user_id
    )
