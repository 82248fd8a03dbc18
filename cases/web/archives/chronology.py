"""What happened in a case, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.exports.lists import Taking
from cases.models import ComplianceMatter, InformationRequest
from cases.pdf import typeset
from cases.web import dates
from cases.web.steps import StepView


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: its day as exactly as it is known, what, by whom, who can see it, and the words."""

    when: str
    what: str
    who: str = ""
    seen_by: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)


def of_request(
    *, request: InformationRequest, steps: Sequence[StepView], told: Sequence[Told], taking: Taking
) -> bytes:
    """The chronology of a request, with its dates and why they are so."""
    facts = [
        (_("Party"), request.party.name),
        (_("Subject"), request.subject),
        (_("Rule set"), request.rule_set.title),
        *([(_("Date of the request"), dates.in_full(request.sent_on))] if request.sent_on else []),
        *([(_("Compliance matter"), request.matter.reference)] if request.matter else []),
        (_("As of"), dates.in_full(taking.on)),
    ]
    title = _("Chronology of %(reference)s") % {"reference": request.reference}
    return _pdf(title, request.subject, facts, steps, told, taking)


def of_matter(*, matter: ComplianceMatter, told: Sequence[Told], taking: Taking) -> bytes:
    """The chronology of a matter; its requests have their own."""
    facts = [
        (_("Party"), matter.party.name),
        (_("Title"), matter.title),
        (_("Stage"), str(matter.get_stage_display())),
        *([(_("Provisions"), matter.provisions)] if matter.provisions else []),
        (_("As of"), dates.in_full(taking.on)),
    ]
    return _pdf(
        _("Chronology of %(reference)s") % {"reference": matter.reference},
        *(matter.title, facts, (), told, taking),
    )


def _pdf(
    title: str,
    about: str,
    facts: list[tuple[str, str]],
    steps: Sequence[StepView],
    told: Sequence[Told],
    taking: Taking,
) -> bytes:
    values = {
        "title": title,
        "about": about,
        "footer": _("%(title)s, written for %(name)s") % {"title": title, "name": taking.name},
        "facts": facts,
        "steps": {
            "heading": _("Dates"),
            "columns": [_("Step"), _("Due"), _("Where it stands")],
            "rows": [_step(one) for one in steps],
        },
        "heading": _("What has happened"),
        "documents": _("Documents"),
        "nothing": _("Nothing is on record yet."),
        "entries": [_entry(one) for one in told],
        "note": _("Every date is a day at the seat of the Secretariat (time zone Europe/Zurich)."),
    }
    language = (get_language() or "en")[:2]
    return typeset.pdf(template="chronology", values=values, language=language, at=taking.at)


def _step(one: StepView) -> dict[str, str]:
    return {
        "label": one.label,
        "due": dates.plain(one.due_on),
        "status": one.status_words,
        "explanation": one.explanation,
    }


def _entry(one: Told) -> dict[str, Any]:
    return {
        "when": one.when,
        "what": one.what,
        "who": " · ".join(part for part in (one.who, one.seen_by) if part),
        "texts": [{"heading": heading, "text": text} for heading, text in one.texts if text],
        "documents": one.documents,
    }
