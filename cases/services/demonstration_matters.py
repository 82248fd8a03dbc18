"""What the demonstration does with its matters, beside their requests."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.access import Actor
from cases.models import ComplianceMatter
from cases.services import consultations, matter_stages


def take_up(*, actor: Actor, matter: ComplianceMatter, at: datetime) -> None:
    """Consideration with the Party, the Chair consulted and help offered, in the days before ``at``."""
    matter_stages.consider(
        actor=actor,
        matter=matter,
        text="The Secretariat works with the Management Authority on the export data that are missing.",
        at=at - timedelta(days=6),
    )
    consultations.offer(
        actor=actor,
        matter=matter,
        kind="TECHNICAL",
        text="A review of the export database, made together with the Management Authority.",
        at=at - timedelta(days=5),
    )
    consultations.consult(
        actor=actor,
        matter=matter,
        question="Does the Chair agree that the matter be brought to the Committee?",
        at=at - timedelta(days=4),
    )
