"""What is told to other systems of matters and measures: references, days and links, none of their words.

What is told of requests goes with their notices: see ``notifications.webhooks.events``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.models import ComplianceMatter, MatterAct, Measure
from compliance import clock
from notifications.webhooks import outbox
from notifications.webhooks.events import Event


def matter_brought(*, act: MatterAct, at: datetime) -> None:
    """That the Secretariat brought a matter to the Committee."""
    meeting = {"meeting": act.meeting.code} if act.meeting else {}
    outbox.announce(
        event=Event.MATTER_BROUGHT, about=f"act-{act.pk}", data=_of(act.matter, at) | meeting, at=at
    )


def measure_decided(*, measure: Measure, at: datetime) -> None:
    """That a measure of the Committee was recorded; once a Notification announced it, the register shows it."""
    _measure(Event.MEASURE_DECIDED, measure, at)
    if measure.notification:
        register_changed(about=f"measure-{measure.pk}-announced", at=at)


def measure_ended(*, measure: Measure, at: datetime) -> None:
    """That a measure ended; where a Notification said so, the register shows it."""
    _measure(Event.MEASURE_WITHDRAWN, measure, at)
    if measure.ended_by_notification:
        register_changed(about=f"measure-{measure.pk}-ended", at=at)


def register_changed(*, about: str, at: datetime) -> None:
    """That what the public register shows is another; ``about`` tells one change from the others."""
    outbox.announce(event=Event.REGISTER_CHANGED, about=about, data={"on": clock.legal_day(at=at)}, at=at)


def _measure(event: Event, measure: Measure, at: datetime) -> None:
    data = _of(measure.matter, at) | {"measure": measure.pk, "kind": measure.kind}
    outbox.announce(event=event, about=f"measure-{measure.pk}", data=data, at=at)


def _of(matter: ComplianceMatter, at: datetime) -> dict[str, Any]:
    return {
        "matter": matter.reference,
        "party": matter.party.iso2,
        "on": clock.legal_day(at=at),
        "url": outbox.link("secretariat:matter", matter.reference),
    }
