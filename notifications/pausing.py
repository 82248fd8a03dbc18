"""Letters that wait because somebody decided so: everything, one Party's, or those of one request."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q

from notifications.letters import Recipient
from notifications.models import DeliveryPause

RESTORED = "restored from a backup: look at what waits, then resume"


def held() -> Q | None:
    """What the live pauses hold back, as a condition on messages; None where they hold everything."""
    live = list(DeliveryPause.objects.live().values_list("scope", "party", "request"))
    if settings.DELIVERY_PAUSED or any(scope == DeliveryPause.Scope.ALL for scope, _, _ in live):
        return None
    parties = [party for _, party, _ in live if party]
    requests = [request for _, _, request in live if request]
    nothing = Q(pk__in=[])
    about_party = Q(notice__request__party__in=parties) | Q(notice__matter__party__in=parties)
    of_party = about_party if parties else nothing
    of_request = Q(notice__request__in=requests) if requests else nothing
    return Q(of_party | of_request, recipient=Recipient.PARTY) if live else nothing


def pause_everything(*, reason: str, at: datetime, by: int | None = None) -> DeliveryPause:
    """Every letter waits from now on; finds the pause that there is already.

    ``by`` is the user, None for a command: a restored system is paused before
    its worker starts, so that what went out after the backup does not go again.
    """
    pause: DeliveryPause
    pause, _ = DeliveryPause.objects.live().get_or_create(
        scope=DeliveryPause.Scope.ALL, defaults={"reason": reason, "began_at": at, "began_by_id": by}
    )
    return pause


def end(*, pause: DeliveryPause, at: datetime, by: int | None = None) -> bool:
    """The letters go on; returns whether they waited until now."""
    return bool(DeliveryPause.objects.live().filter(pk=pause.pk).update(ended_at=at, ended_by_id=by))
