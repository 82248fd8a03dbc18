"""What if: the dates of one request under every published text, the one that counts and the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases import facts
from cases.access import Audience
from cases.models import InformationRequest
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import preview, requests, texts
from cases.web.steps import step_views
from compliance import clock
from compliance.rules import lateness, loader, timeline
from compliance.rules.types import Deadline, Fact, RuleSet


@desk(Audience.SECRETARIAT)
def what_if(request: HttpRequest, reference: str) -> HttpResponse:
    """One request as it stands today under each text; a draft, as it would if it were sent today."""
    actor, on = actor_of(request), clock.legal_day(at=clock.now())
    record = requests.find(actor, reference)
    found = _sent(record, record.sent_on, on) if record.sent_on else _draft(on)
    context = {"record": record, "on": on, **found}
    return render(request, "secretariat/what_if.html", context)


def _draft(on: date) -> dict[str, Any]:
    return {"previews": preview.side_by_side(on=on), "step_labels": preview.step_labels()}


def _sent(record: InformationRequest, sent_on: date, on: date) -> dict[str, Any]:
    """From the facts on record, read once for every text."""
    known = facts.of_request(request=record)
    told = {
        rule_set.code: lateness.stories(rule_set=rule_set, sent_on=sent_on, facts=known, on=on)
        for rule_set in loader.all_rule_sets()
    }
    found = texts.of_request(record=record, told=told, on=on)
    return {
        "texts": found,
        "step_labels": texts.step_labels(),
        "explained": [
            (text, step_views(steps=_steps(text.rule_set, sent_on, known, on), today=on)) for text in found
        ],
    }


def _steps(rule_set: RuleSet, sent_on: date, known: Sequence[Fact], on: date) -> tuple[Deadline, ...]:
    return timeline.timeline(rule_set=rule_set, sent_on=sent_on, facts=known, on=on)
