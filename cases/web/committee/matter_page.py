"""What the Committee's page of a matter shows its reader, an excluded member less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases import committee, matter_file, selectors
from cases.access import Act, Actor, may
from cases.models import ComplianceMatter
from cases.web import matters, released, stacked
from compliance.accounts.models import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened in the matter, as the Committee is told of it."""

    on: date
    heading: str
    text: str
    about: str = ""
    """The meeting, or who was in contact."""


def _happened(actor: Actor, matter: ComplianceMatter) -> Iterator[Entry]:
    for act in matter_file.acts(actor=actor, matter=matter):
        yield Entry(act.on, act.get_action_display(), act.text, act.meeting.code if act.meeting else "")
    for offer in matter_file.assistance(actor=actor, matter=matter):
        offered = _("%(kind)s offered") % {"kind": offer.get_kind_display()}
        yield Entry(offer.offered_on, offered, offer.text)
        if offer.outcome_on:
            yield Entry(offer.outcome_on, _("What came of the offer"), offer.outcome)
    for contact in matter_file.contacts(actor=actor, matter=matter):
        heading = _("Contact of the Committee with the Party")
        yield Entry(contact.on, heading, contact.text, contact.by_whom)


def of(*, actor: Actor, matter: ComplianceMatter, today: date) -> dict[str, Any]:
    """The parts of the page; what the reader may not see is not in it."""
    meeting = selectors.next_meeting(actor=actor, on=today)
    recusals = list(matter_file.recusals(actor=actor, matter=matter))
    excluded = next((one for one in recusals if one.member_id == actor.user_id), None)
    deadlines = matters.deadlines(actor=actor, matter=matter, meeting=meeting, today=today)
    measures = matters.measures(actor=actor, matter=matter)
    releases = matter_file.releases(actor=actor, matter=matter)
    return {
        "excluded": excluded,
        "of_the_party": committee.is_of_the_party(actor=actor, matter=matter),
        "recusals": recusals if actor.role is Role.CHAIR else [],
        "may_contact": not excluded and may(actor=actor, act=Act.RECORD_CONTACT, stage=matter.stage),
        "may_exclude": may(actor=actor, act=Act.RECUSE_MEMBER, stage=matter.stage),
        "species": matter_file.species(actor=actor, matter=matter),
        "recommendations": committee.asked(actor=actor, matter=matter),
        "measures": measures,
        "deadlines": deadlines,
        "matter_picture": stacked.of_matter(
            matter=matter,
            deadlines=deadlines,
            happened=stacked.decisions(measures=[one.measure for one in measures]),
            meeting=meeting,
            today=today,
        ),
        "statements": [released.of_release(one) for one in releases if one.submission or one.report],
        "documents": [released.of_release(one) for one in releases if one.document],
        "happened": sorted(_happened(actor, matter), key=lambda entry: entry.on),
        "requests": stacked.requests(
            actor=actor,
            found=selectors.requests_of_matter(actor=actor, matter=matter),
            meeting=meeting,
            today=today,
        ),
    }
