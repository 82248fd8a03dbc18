"""What a public source or a document of the Convention tells of a matter, added to its chronology."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import ComplianceMatter, MatterEvent
from cases.services.refusals import Refused, clean


@transaction.atomic
def record(
    *,
    actor: Actor,
    matter: ComplianceMatter,
    on: date,
    precision: str,
    kind: str,
    text: str,
    source: str,
    note: str = "",
) -> MatterEvent:
    """Something that happened, its date as exactly as it is known, and its source; the same again is one event.

    Raises: PermissionDenied; Refused without words or a source.
    """
    access.require(actor=actor, act=Act.RECORD_EVENT)
    found = ComplianceMatter.objects.visible_to(actor).select_for_update().get(pk=matter.pk)
    if not source.strip():
        raise Refused(_("Name the source."), field="source")
    event = MatterEvent(
        matter=found,
        on=on,
        precision=precision,
        kind=kind,
        text=text.strip(),
        source=source.strip(),
        note=note.strip(),
    )
    clean(event)
    same = {"on": on, "precision": precision, "kind": kind, "text": event.text, "source": event.source}
    before: MatterEvent | None = MatterEvent.objects.filter(matter=found, **same).first()
    if before:
        return before
    event.save()
    return event
