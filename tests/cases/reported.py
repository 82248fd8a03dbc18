"""A matter of which much is known, for the report to a meeting; and the words of it that no report holds."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from cases.models import ComplianceMatter, MatterReport, Meeting
from cases.services import consultations, matter_reports, matters, recommendations, releases
from compliance.accounts.models import User
from tests.cases import article_xiii
from tests.cases.article_xiii import BROUGHT, DECIDED
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

TODAY = date(2027, 6, 11)
SECRETS = (
    *("unsent-subject", "internal-significance", "What was found.", "Your view?"),
    *("unreleased-draft", "the-partys-words", "released-words", "said-on-the-telephone", "why-late"),
    *("answered-in-words", "verdict-reasons", "other-matter", "unfounded-matter"),
)
"""Words of the record that no report holds."""


def matter(
    *, make_matter: MakeMatter, make_request: MakeRequest, answer: Answer, officer: User, meeting: Meeting
) -> ComplianceMatter:
    """A matter of which much is known, and in every corner of it something that the report must not hold."""
    actor = actor_of(officer)
    matter = make_matter(brought=BROUGHT)
    matters.describe(
        actor=actor,
        matter=matter,
        title="Rosewood exports",
        attention=matter.attention,
        provisions="Article IV",
        significance="internal-significance",
        species=[("Dalbergia spp.", "II")],
    )
    matter = ComplianceMatter.objects.get(pk=matter.pk)
    here: dict[str, Any] = {"actor": actor, "matter": matter, "at": at(DECIDED)}
    matter.assistance.create(
        kind="ADVICE",
        text="Advice on quotas.",
        offered_on=BROUGHT,
        offered_at=at(BROUGHT),
        offered_by=officer,
    )
    consultations.record_contact(on=DECIDED, by_whom="The Chair", text="said-on-the-telephone", **here)
    shown = recommendations.draft(kind="WARNING", text="That the Party be warned.", **here)
    recommendations.draft(kind="SUSPENSION", text="unreleased-draft", **here)
    told = _statement(officer, matter, "released-words")
    _statement(officer, matter, "the-partys-words")
    releases.release(items=[shown, told], **here)
    plan = article_xiii.decide(officer=actor, matter=matter, text="A plan in four steps.")
    article_xiii.before(meeting, officer=actor, measure=plan)
    _asked(make_request, answer, matter)
    return matter


def _statement(officer: User, matter: ComplianceMatter, text: str) -> MatterReport:
    return matter_reports.record(
        actor=actor_of(officer),
        matter=matter,
        key=uuid.uuid4(),
        kind="FACTS",
        text=text,
        received_on=DECIDED,
        at=at(DECIDED),
    )


def _asked(make_request: MakeRequest, answer: Answer, matter: ComplianceMatter) -> None:
    """One request that was answered in part and late, one that nothing came to, and a draft."""
    make_request(matter=matter, subject="unsent-subject")
    make_request(sent_on=date(2026, 11, 30), matter=matter, subject="Silent")
    late = make_request(sent_on=date(2026, 11, 29), matter=matter, subject="Answered")
    answer(late, date(2026, 12, 20), approximate_date=date(2027, 5, 1))
    answer(late, date(2027, 3, 2), justification="why-late")
    answer(late, date(2027, 3, 3), information="PARTIAL", text="answered-in-words")
