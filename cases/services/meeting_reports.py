"""The report of paragraph 24, issued: its values frozen for good, a later issue being a revision."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.meeting_report import building, gathering, values
from cases.meeting_report.gathering import Material
from cases.models import Meeting, MeetingReport
from cases.services.matter_stages import sent_twice
from cases.services.refusals import Refused, clean
from compliance import clock
from compliance.accounts.models import LANGUAGES


class NotAsSeen(Refused):
    """The record is another than the one that the page was made from."""


@transaction.atomic
def issue(
    *, actor: Actor, meeting: Meeting, symbol: str, changed: str, seen: str, at: datetime
) -> MeetingReport:
    """Freezes the report to a meeting as it is known now, in the three languages; members see it from now on.

    ``changed`` says what a revision changes; of a first issue it is not kept.
    ``seen`` is the ``mark`` of the draft that the person read. It cannot be taken
    back: a fault is corrected by a revision, beside the one that stays.

    Raises: PermissionDenied; Meeting.DoesNotExist; NotAsSeen; Refused. Source: paragraph 24.
    """
    access.require(actor=actor, act=Act.ISSUE_MEETING_REPORT)
    found = Meeting.objects.visible_to(actor).select_for_update().get(pk=meeting.pk)
    symbol, changed = " ".join(symbol.split()), " ".join(changed.split())
    same = {"meeting": found, "symbol": symbol, "issued_by_id": actor.user_id}
    if twin := sent_twice(MeetingReport, at=at, when="issued_at", **same):
        return twin
    material = gathering.gather(meeting=found, on=clock.legal_day(at=at))
    if seen != mark(material):
        raise NotAsSeen(
            _("The record has changed since you opened this page. Read the report again; then issue it.")
        )
    report = MeetingReport(
        meeting=found,
        revision=_next_revision(actor, found),
        symbol=symbol,
        known_on=material.on,
        issued_at=at,
        issued_by_id=actor.user_id,
    )
    report.changed = changed if report.revision else ""
    report.frozen = _frozen(material, report.full_symbol)
    report.sha256 = values.sha256(report.frozen)
    clean(report)
    report.save()
    return report


def mark(material: Material) -> str:
    """A digest of what a report says, whatever its symbol: another digest, another record."""
    draft = building.build(material=material, language=LANGUAGES[0][0], symbol="", issued=False)
    return values.sha256(values.frozen({"": values.as_plain(draft)}))


def is_whole(report: MeetingReport) -> bool:
    """Whether the values are those that were frozen."""
    return values.sha256(report.frozen) == report.sha256


def _next_revision(actor: Actor, meeting: Meeting) -> int:
    issued = MeetingReport.objects.visible_to(actor).filter(meeting=meeting).order_by("-revision").first()
    return issued.revision + 1 if issued else 0


def _frozen(material: Material, symbol: str) -> str:
    made = {
        language: values.as_plain(
            building.build(material=material, language=language, symbol=symbol, issued=True)
        )
        for language, _label in LANGUAGES
    }
    return values.frozen(made)
