"""A report that was issued to the meeting of the scan, and what the pages of meetings are asked about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cases.access import Actor
from cases.meeting_report import gathering
from cases.models import MeetingReport
from cases.services import meeting_reports
from tests.security import cast
from tests.security.people import TODAY

if TYPE_CHECKING:
    from tests.security.targets import Targets
    from tests.security.world import World

_NONE = 999_999_999


def add(world: World) -> None:
    """Issued after everything that it tells of; its symbol is for those who may read it."""
    symbol = world.canaries.plant("symbol", cast.SECRETARIAT | cast.COMMITTEE)
    world.report = issue(world, world.people.actor(cast.OFFICER), symbol=symbol)


def issue(world: World, actor: Actor, *, symbol: str) -> MeetingReport:
    """The first time, or once more; by whom it is, the service says."""
    return meeting_reports.issue(
        actor=actor,
        meeting=world.meeting,
        symbol=symbol,
        changed="Dates.",
        seen=_mark(world),
        at=TODAY - timedelta(hours=1),
    )


def _mark(world: World) -> str:
    return meeting_reports.mark(gathering.gather(meeting=world.meeting, on=TODAY.date()))


def targets(world: World) -> Targets:
    """A meeting, and a report that was issued to it; the form that issues a revision."""
    from tests.security.targets import Target

    form = {"symbol": "SC Doc. 2", "changed": "Dates.", "confirmed": "1", "seen": _mark(world)}
    issued = {"meeting": world.meeting.pk, "revision": world.report.revision}
    return {
        "meeting": {
            "next": Target({"meeting": world.meeting.pk}, form),
            "missing": Target({"meeting": _NONE}, form),
        },
        "meeting report": {
            "issued": Target(issued),
            "not issued": Target({**issued, "revision": 7}),
            "missing": Target({**issued, "meeting": _NONE}),
        },
    }
