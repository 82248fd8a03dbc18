"""What the Committee's page of a matter shows its reader, an excluded member less."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases import committee, matter_file, selectors
from cases.access import Act, Actor, may
from cases.models import ComplianceMatter
from cases.web import matters, released, stacked
from compliance.accounts.models import Role


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
        "recommendations": matter_file.recommendations(actor=actor, matter=matter).filter(
            dropped_on__isnull=True, measures__isnull=True
        ),
        "measures": measures,
        "deadlines": deadlines,
        "matter_picture": stacked.of_matter(
            matter=matter,
            deadlines=deadlines,
            happened=stacked.decisions(measures=[one.measure for one in measures]),
            meeting=meeting,
            today=today,
        ),
        "released": [released.of_release(one) for one in releases if one.recommendation is None],
        "acts": matter_file.acts(actor=actor, matter=matter),
        "assistance": matter_file.assistance(actor=actor, matter=matter),
        "contacts": matter_file.contacts(actor=actor, matter=matter),
        "requests": stacked.requests(
            actor=actor,
            found=selectors.requests_of_matter(actor=actor, matter=matter),
            meeting=meeting,
            today=today,
        ),
    }
