"""What a mail provider reports of letters: the same record as the reports of mail servers."""

from __future__ import annotations

from datetime import datetime

from anymail.signals import AnymailTrackingEvent, EventType

from notifications import reports
from notifications.models import DeliveryEvent

LETTER = "letter"
"""The name under which a letter's Message-ID travels with it, where a provider gives it an id of its own."""
_KINDS = {
    EventType.BOUNCED: DeliveryEvent.Kind.BOUNCED,
    EventType.REJECTED: DeliveryEvent.Kind.BOUNCED,
    EventType.FAILED: DeliveryEvent.Kind.BOUNCED,
    EventType.DEFERRED: DeliveryEvent.Kind.DELAYED,
    EventType.COMPLAINED: DeliveryEvent.Kind.COMPLAINED,
    EventType.DELIVERED: DeliveryEvent.Kind.DELIVERED,
    EventType.OPENED: DeliveryEvent.Kind.OPENED,
}


def record(*, event: AnymailTrackingEvent, at: datetime) -> DeliveryEvent | None:
    """Keeps an event with its letter, once; None for what is no event of a letter of the desk.

    The letter is named by what was sent with it, else by its Message-ID.
    """
    kind = _KINDS.get(event.event_type)
    named = (event.metadata or {}).get(LETTER) or event.message_id or ""
    if kind is None or not named:
        return None
    return reports.record(
        message_id=str(named),
        kind=kind,
        at=event.timestamp or at,
        source=f"{event.event_type} {event.event_id or event.timestamp or ''}".strip(),
        detail=str(event.mta_response or event.description or ""),
    )
