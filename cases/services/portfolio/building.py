"""What a row would be on record: records that are not saved, for the rules to look at and the writing to save.

What has only a day gets an instant of it: noon at the seat. Our choice.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from cases.models import (
    Assessment,
    ComplianceMatter,
    Consultation,
    FocalPoint,
    InformationRequest,
    Meeting,
    Party,
    Submission,
)
from compliance import clock
from compliance.accounts.models import User

Values = Mapping[str, Any]
_PARTY_FIELDS = (
    *("iso2", "name_en", "name_fr", "name_es", "region", "entered_into_force_on"),
    *("name_source", "region_source", "entry_source", "language", "mailbox"),
)


def noon(day: date) -> datetime:
    """The instant that stands for a day of which no hour is known."""
    return datetime.combine(day, time(12), tzinfo=clock.SEAT)


def party(values: Values, *, onto: Party | None = None) -> Party:
    """A new Party, or the one on record with the cells that are filled in place of what it says."""
    record = onto or Party()
    for name in _PARTY_FIELDS:
        if values[name] not in (None, ""):
            setattr(record, name, values[name])
    return record


def focal_point(values: Values, *, party: Party) -> FocalPoint:
    """Somebody to whom letters for a Party go."""
    return FocalPoint(
        party=party,
        name=values["name"],
        email=values["email"],
        position=values["position"],
        language=values["language"] or "en",
        left_on=values["left_on"],
    )


def matter(
    values: Values, *, party: Party, officer: User | None, meeting: Meeting | None = None
) -> ComplianceMatter:
    """A matter as it stands after everything that its row says; its stage is for the table of stages to say."""
    return ComplianceMatter(
        reference=values["reference"],
        party=party,
        title=values["title"],
        attention=values["attention"],
        officer=officer,
        opened_at=noon(values["opened_on"]),
        provisions=values["provisions"],
        significance=values["significance"],
        brought_on=values["brought_on"],
        brought_because=values["brought_because"] if values["brought_on"] else "",
        brought_to=meeting,
        grounds=values["grounds"] if values["brought_on"] else "",
        agenda_item=values["agenda_item"],
        document_symbol=values["document_symbol"],
        closed_on=values["closed_on"],
        closed_because=values["closed_because"] if values["closed_on"] else "",
    )


def consultation(values: Values, *, matter: ComplianceMatter, by: User, question: str) -> Consultation:
    """The Chair consulted, and answered where the row says so."""
    answered = bool(values["chair_answer"])
    return Consultation(
        matter=matter,
        question=question,
        sent_on=values["consulted_on"],
        sent_at=noon(values["consulted_on"]),
        sent_by=by,
        answer=values["chair_answer"],
        answered_on=values["chair_answered_on"],
        answer_recorded_at=noon(values["chair_answered_on"]) if answered else None,
        answer_recorded_by=by if answered else None,
    )


def request(
    values: Values,
    *,
    party: Party,
    officer: User | None,
    at: datetime,
    matter: ComplianceMatter | None = None,
    follows: InformationRequest | None = None,
) -> InformationRequest:
    """A request at the stage that its days say; ``at`` is when a draft was opened."""
    stages = InformationRequest.Stage
    sent_on, withdrawn_on = values["sent_on"], values["withdrawn_on"]
    sent_at = noon(sent_on) if sent_on else None
    return InformationRequest(
        reference=values["reference"],
        party=party,
        matter=matter,
        follows=follows,
        subject=values["subject"],
        questions=values["questions"],
        rule_set_code=values["rule_set"],
        officer=officer,
        stage=stages.WITHDRAWN if withdrawn_on else stages.SENT if sent_on else stages.DRAFT,
        opened_at=sent_at or at,
        sent_on=sent_on,
        sent_at=sent_at,
        withdrawn_on=withdrawn_on,
        withdrawal_reason=values["withdrawal_reason"] if withdrawn_on else "",
    )


def submission(values: Values, *, request: InformationRequest, by: int, at: datetime) -> Submission:
    """What came for a request; it enters this record at the instant ``at``, whenever it was received."""
    return Submission(
        request=request,
        key=_key(values["key"]),
        channel=values["channel"] or Submission.Channel.PAPER,
        received_on=values["received_on"],
        recorded_at=at,
        recorded_by_id=by,
        acknowledgement=bool(values["acknowledgement"]),
        approximate_date=values["approximate_date"],
        justification=values["justification"],
        information=values["information"] or Submission.Information.NONE,
        text=values["text"],
    )


def assessment(values: Values, *, submission: Submission, by: int, at: datetime) -> Assessment:
    """What the Secretariat made of a submission."""
    return Assessment(
        submission=submission,
        verdict=values["verdict"],
        assessed_on=values["assessed_on"],
        recorded_at=at,
        assessed_by_id=by,
        reasons=values["reasons"],
        shared_with_party=values["shared_with_party"] is not False,
    )


def _key(name: str) -> uuid.UUID:
    """The key of a submission that another desk exported stays; any other name gets a key of its own."""
    try:
        return uuid.UUID(name)
    except ValueError:
        return uuid.uuid4()
