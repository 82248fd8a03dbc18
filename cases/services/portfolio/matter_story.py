"""The days of a matter's row, told again to the table of stages: which acts they are, and what it has against them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.services import matter_stages, matters
from cases.services.refusals import Refused, in_full
from compliance.rules import stages
from compliance.rules.stage_table import Action, Known, Stage

_DAYS = (
    (Action.INFORM_PARTY, "informed_on"),
    (Action.CONSIDER_MATTER, "considered_on"),
    (Action.CONSULT_CHAIR, "consulted_on"),
    (Action.BRING_MATTER, "brought_on"),
    (Action.CLOSE_MATTER, "closed_on"),
)
"""In the order in which the procedure takes them."""


@dataclass(frozen=True, slots=True)
class Told:
    """One act of the row, on its day, from stage to stage."""

    action: Action
    on: date
    at_stage: Stage
    led_to: Stage


def told(values: Mapping[str, Any]) -> list[Told]:
    """The acts of a row without faults. Raises: NotNow for one that the table does not admit."""
    found, stage, known = [], Stage.IDENTIFICATION, Known()
    for action, column in _DAYS:
        if on := values[column]:
            led_to = stages.next_stage(stage=stage, action=action, known=known)
            found.append(Told(action, on, stage, led_to))
            stage, known = led_to, _after(action, known)
    return found


def faults(values: Mapping[str, Any], *, today: date) -> Iterator[Refused]:
    """What the table of stages and the calendar have against the days of a row."""
    stage, known, last = Stage.IDENTIFICATION, Known(), values["opened_on"]
    if last and last > today:
        yield Refused(_("This day is in the future."), field="opened_on")
    for action, column in _DAYS:
        if not (on := values[column]):
            continue
        if on > today:
            yield Refused(_("This day is in the future."), field=column)
        if last and on < last:
            words = _("It is before %(date)s, the day of what comes before it.")
            yield Refused(words % {"date": in_full(last)}, field=column)
        try:
            stage = stages.next_stage(stage=stage, action=action, known=known)
        except stages.NotNow as refusal:
            yield Refused(matter_stages.in_words(refusal), field=column, paragraph=refusal.source)
        known, last = _after(action, known), on
    yield from _words(values)


def _after(action: Action, known: Known) -> Known:
    return replace(
        known,
        party_informed=known.party_informed or action is Action.INFORM_PARTY,
        chair_consulted=known.chair_consulted or action is Action.CONSULT_CHAIR,
    )


def _words(values: Mapping[str, Any]) -> Iterator[Refused]:
    """What has to be said beside a day."""
    if values["brought_on"]:
        found = matters.faults_of_bringing(because=values["brought_because"], grounds=values["grounds"])
        yield from (_renamed(one, {"because": "brought_because"}) for one in found)
    if values["closed_on"]:
        names = {"because": "closed_because", "text": "closed_reason"}
        for rule, code in (
            (matter_stages.require_closing, "closed_because"),
            (matter_stages.require_words, "closed_reason"),
        ):
            try:
                rule(values[code])
            except Refused as refusal:
                yield _renamed(refusal, names)
    if bool(values["chair_answer"]) != bool(values["chair_answered_on"]):
        words = _("The answer of the Chair and its day go together.")
        yield Refused(words, field="chair_answered_on", paragraph="23 c)")
    answered, asked = values["chair_answered_on"], values["consulted_on"]
    if answered and (asked is None or answered < asked):
        yield Refused(_("The Chair is consulted first."), field="chair_answered_on", paragraph="23 c)")


def _renamed(refusal: Refused, names: Mapping[str, str]) -> Refused:
    refusal.field = names.get(refusal.field or "", refusal.field)
    return refusal
