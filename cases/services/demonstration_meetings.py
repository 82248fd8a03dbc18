"""What the demonstration does for its next meeting: drafts of recommendations, and the report, issued."""

from __future__ import annotations

from datetime import datetime

from cases import access
from cases.meeting_report import gathering
from cases.models import ComplianceMatter
from cases.services import meeting_reports, recommendations, releases
from compliance import clock
from compliance.accounts.models import User
from compliance.rules.stage_table import Stage


def add(*, at: datetime, officer: str) -> None:
    """Of the drafts one is released and one is not, so that the report shows what it leaves out."""
    actor = access.actor_of(user_id=User.objects.get(email=officer).pk)
    brought = ComplianceMatter.objects.filter(stage=Stage.BEFORE_COMMITTEE.value, brought_to__isnull=False)
    matter = brought.select_related("brought_to").order_by("pk").first()
    if matter is None or matter.brought_to is None:
        return
    shown = recommendations.draft(
        actor=actor,
        matter=matter,
        kind="WARNING",
        text="That the Committee issue a warning and ask for the export data within 90 days.",
        at=at,
    )
    recommendations.draft(
        actor=actor, matter=matter, kind="SUSPENSION", text="To be discussed inside first.", at=at
    )
    releases.release(actor=actor, matter=matter, items=[shown], at=at)
    material = gathering.gather(meeting=matter.brought_to, on=clock.legal_day(at=at))
    meeting_reports.issue(
        actor=actor,
        meeting=matter.brought_to,
        symbol=f"{matter.brought_to.code} Doc. 12",
        changed="",
        seen=meeting_reports.mark(material),
        at=at,
    )
