"""The matters of an import, with the acts that their days tell of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.models import ComplianceMatter, Consultation, ImportRow, MatterAct, Party
from cases.services.portfolio import building, matter_story, reading
from cases.services.portfolio.looking_up import Lookups
from compliance.rules.stage_table import Action, Stage


def write(
    *,
    rows: Iterable[ImportRow],
    parties: Mapping[str, Party],
    look: Lookups,
    keep: Callable[[Any, Iterable[Any]], list[Any]],
) -> list[tuple[ImportRow, ComplianceMatter]]:
    """Saves the matters of these rows at the stage that their acts led to; ``keep`` saves them with their history."""
    rows = list(rows)
    read = [reading.values_of(row) for row in rows]
    told = [matter_story.told(values) for values in read]
    records = []
    for values, acts in zip(read, told, strict=True):
        officer = look.officers.get(values["officer"]) if values["officer"] else look.own_account
        meeting = look.meetings.get(values["brought_to"])
        record = building.matter(values, party=parties[values["party"]], officer=officer, meeting=meeting)
        record.stage = (acts[-1].led_to if acts else Stage.IDENTIFICATION).value
        records.append(record)
    matters = keep(ComplianceMatter, records)
    stories = list(zip(matters, read, told, strict=True))
    MatterAct.objects.bulk_create(
        _act(matter, values, one, look) for matter, values, acts in stories for one in acts
    )
    keep(
        Consultation,
        [_consultation(matter, values, look) for matter, values, _acts in stories if values["consulted_on"]],
    )
    return list(zip(rows, matters, strict=True))


def _act(
    matter: ComplianceMatter, values: Mapping[str, Any], one: matter_story.Told, look: Lookups
) -> MatterAct:
    words = {
        Action.BRING_MATTER: values["grounds"],
        Action.CLOSE_MATTER: values["closed_reason"],
        Action.INFORM_PARTY: _elsewhere(),
    }
    return MatterAct(
        matter=matter,
        action=one.action.value,
        at_stage=one.at_stage.value,
        led_to=one.led_to.value,
        on=one.on,
        recorded_at=look.at,
        recorded_by_id=look.actor.user_id,
        meeting=matter.brought_to if one.action is Action.BRING_MATTER else None,
        text=words.get(one.action, ""),
    )


def _consultation(matter: ComplianceMatter, values: Mapping[str, Any], look: Lookups) -> Consultation:
    return building.consultation(values, matter=matter, by=look.portfolio.asked_by, question=_elsewhere())


def _elsewhere() -> str:
    """In place of words that the portfolio does not carry: they must not seem to have been said here."""
    return _("The words are in the file that was kept before the import.")
