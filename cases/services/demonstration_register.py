"""What the demonstration adds for the public register and the Committee: a measure withdrawn, a member's note."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases import access
from cases.models import ComplianceMatter
from cases.services import measures, member_notes
from compliance import clock
from compliance.accounts.models import User


def add(*, at: datetime, officer: str, member: str) -> None:
    """In the matter that is followed: a warning that was announced, and withdrawn once the Party had answered."""
    matter = ComplianceMatter.objects.get(measures__kind="SUSPENSION", origin="SECRETARIAT")
    actor = access.actor_of(user_id=User.objects.get(email=officer).pk)
    decided, ended = (clock.legal_day(at=at - timedelta(days=days)) for days in (390, 150))
    warning = measures.decide(
        actor=actor,
        matter=matter,
        kind="WARNING",
        text="The Party is warned that its exports of Dalbergia spp. were not in compliance with Article IV.",
        decided_on=decided,
        meeting=None,
        at=at,
        species=matter.species.all(),
        notification=f"No. {decided.year}/031",
        starts_on=decided,
    )
    measures.withdraw(
        actor=actor,
        measure=warning,
        ends_on=ended,
        reason="The plan answers what the warning was about.",
        at=at,
        notification=f"No. {ended.year}/052",
    )
    member_notes.write(
        actor=access.actor_of(user_id=User.objects.get(email=member).pk),
        matter=matter,
        text="Ask at the meeting whether the inventory covers the northern provinces.",
        at=at - timedelta(days=3),
    )
