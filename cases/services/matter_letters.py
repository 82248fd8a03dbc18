"""The plain values that letters about a matter are written from: words and dates, nothing that could be evaluated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cases.models import (
    CommitteeDeadline,
    ComplianceMatter,
    Consultation,
    Document,
    MatterAct,
    MatterReport,
    Measure,
    Meeting,
)
from cases.models.meeting import Precision
from cases.services.letter_values import documents_in_lines
from cases.services.refusals import in_full
from compliance.rules import committee_deadlines, explain
from compliance.rules.notices import NoticeCode
from notifications.letters import ActCode
from notifications.models import Notice

Values = dict[str, str]
_OF_A_DEADLINE = (NoticeCode.COMMITTEE_DEADLINE_SOON, NoticeCode.COMMITTEE_DEADLINE_OVERDUE)


def of_notice(*, notice: Notice, languages: Iterable[str]) -> dict[str, Values]:
    """The values of a notice about a matter in each of these languages."""
    if notice.matter is None:
        raise ValueError(f"notice {notice.pk} is not about a matter")
    return {language: _in(notice, notice.matter, language) for language in languages}


def _in(notice: Notice, matter: ComplianceMatter, language: str) -> Values:
    with translation.override(language):
        values: dict[str, Any] = {
            "reference": matter.reference,
            "title": matter.title,
            "party": matter.party.name,
            "about_on": notice.about_on,
            "issued_on": notice.issued_on,
            "party_url": settings.SITE_URL + reverse("party:matter", args=[matter.reference]),
            "secretariat_url": settings.SITE_URL + reverse("secretariat:matter", args=[matter.reference]),
            **_of_act(notice, matter),
        }
        return {name: _written(value) for name, value in values.items()}


def _of_act(notice: Notice, matter: ComplianceMatter) -> dict[str, Any]:
    """What the act behind a notice adds, or the deadline that it is about."""
    if notice.code in _OF_A_DEADLINE:
        deadline = CommitteeDeadline.objects.select_related("meeting").get(pk=notice.act)
        sentences = committee_deadlines.explanation(terms=deadline.terms)
        return {
            "what": deadline.what,
            "why": explain.say(sentences, translate=_, write_date=in_full),
        }
    if notice.code == ActCode.MATTER_INFORMED:
        return {"text": MatterAct.objects.get(pk=notice.act).text}
    if notice.code == ActCode.CHAIR_CONSULTED:
        consultation = Consultation.objects.get(pk=notice.act)
        address = reverse("committee:consultation", args=[consultation.pk])
        return {"text": consultation.question, "chair_url": settings.SITE_URL + address}
    if notice.code == ActCode.MATTER_BROUGHT:
        return {
            "because": str(ComplianceMatter.Because(matter.brought_because).label),
            "meeting": _meeting(matter.brought_to),
        }
    if notice.code in (ActCode.MEASURE_DECIDED, ActCode.MEASURE_WITHDRAWN):
        return _of_measure(notice)
    report = MatterReport.objects.get(pk=notice.act)
    documents = documents_in_lines(Document.objects.filter(report=report))
    return {"kind": report.get_kind_display(), "documents": list(documents)}


def _of_measure(notice: Notice) -> dict[str, Any]:
    measure = Measure.objects.select_related("meeting").get(pk=notice.act)
    kind = measure.get_kind_display()
    if notice.code == ActCode.MEASURE_WITHDRAWN:
        return {
            "measure": kind,
            "reasons": measure.ended_because,
            "notification": measure.ended_by_notification,
        }
    return {
        "measure": kind,
        "text": measure.text,
        "meeting": _meeting(measure.meeting),
        "notification": measure.notification,
    }


def _meeting(meeting: Meeting | None) -> str:
    """Its code, with its first day where that is known."""
    if meeting is None:
        return ""
    if meeting.precision != Precision.DAY:
        return meeting.code
    return _("%(meeting)s, from %(date)s") % {"meeting": meeting.code, "date": in_full(meeting.starts_on)}


def _written(value: object) -> str:
    return in_full(value) if isinstance(value, date) else str(value)
