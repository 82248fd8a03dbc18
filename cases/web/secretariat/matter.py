"""The page of one matter: its stage and what can be done next, its dates and why, measures, requests, chronology."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from cases import correspondence, matter_file, selectors
from cases.access import Act, Actor, Audience, may
from cases.models import ComplianceMatter
from cases.timeline_picture.story import Happening
from cases.web import dates, matters, stacked
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import chronology, matter_actions, matter_chronology, rows
from compliance import clock
from compliance.rules.stage_table import STAGE_WORDS, Stage

PICTURES = 6
"""Requests that are drawn; a matter with more lists the others in its table."""
_WAY = (
    *(Stage.IDENTIFICATION, Stage.CONSIDERATION, Stage.BEFORE_COMMITTEE),
    *(Stage.MEASURES, Stage.MONITORING),
)


@desk(Audience.SECRETARIAT)
def matter_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole matter; of the public record, its events with their sources."""
    actor, on = actor_of(request), clock.legal_day(at=clock.now())
    matter = get_object_or_404(selectors.matter_of(actor=actor, reference=reference))
    choices = matter_actions.of_matter(actor=actor, matter=matter)
    events = selectors.matter_events(actor=actor, matter=matter)
    own = matter.origin == ComplianceMatter.Origin.SECRETARIAT
    context = {
        "matter": matter,
        "actions": choices.possible,
        "rare_actions": [action for action in choices.possible if action.rare],
        "impossible": choices.impossible,
        "events": [(dates.known(event.on, precision=event.precision), event) for event in events],
        "seen_by": chronology.readers_of_matter(matter),
        **(_file(actor, matter, on) if own else {"rows": []}),
    }
    return render(request, "secretariat/matter.html", context)


def _file(actor: Actor, matter: ComplianceMatter, on: date) -> dict[str, Any]:
    meeting = selectors.next_meeting(actor=actor, on=on)
    requests = selectors.requests_of_matter(actor=actor, matter=matter)
    deadlines = matters.deadlines(actor=actor, matter=matter, meeting=meeting, today=on)
    measures = matters.measures(actor=actor, matter=matter)
    entries = matter_chronology.of_matter(actor=actor, matter=matter)
    sent = [one for one in requests if one.sent_on]
    happened = stacked.decisions(measures=[one.measure for one in measures])
    if matter.brought_on:
        happened.append(Happening(matter.brought_on, _("Brought to the Standing Committee")))
    return {
        "way": [(stage, STAGE_WORDS[stage], stage == matter.stage) for stage in _WAY],
        "rows": rows.of_requests(actor=actor, records=requests, on=on),
        "stacked": stacked.requests(actor=actor, found=sent[:PICTURES], meeting=meeting, today=on),
        "picture": stacked.of_matter(
            matter=matter, deadlines=deadlines, happened=happened, meeting=meeting, today=on
        ),
        "deadlines": deadlines,
        "measures": measures,
        "manage": may(actor=actor, act=Act.SET_DEADLINE, stage=matter.stage),
        "chronology": entries,
        "letters": correspondence.letters_about_matter(actor=actor, matter=matter),
        "pauses": correspondence.pauses_holding(actor=actor, about=matter),
        "paused_by_setting": settings.DELIVERY_PAUSED,
        "species": matter_file.species(actor=actor, matter=matter),
        "related": selectors.related_matters(actor=actor, matter=matter),
        "recusals": matter_file.recusals(actor=actor, matter=matter),
    }
