"""What the API reads beside what the pages read: the same selectors, put together for one answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from cases import correspondence, facts, letters_received, matter_file, selectors
from cases.access import Actor, Audience
from cases.api.shown_requests import why
from cases.models import (
    Assessment,
    CommitteeDeadline,
    ComplianceMatter,
    Deadline,
    Document,
    InformationRequest,
    MatterEvent,
    Measure,
    SpeciesConcerned,
    Submission,
)
from compliance.rules import timeline
from notifications.models import Message


@dataclass(frozen=True, slots=True)
class MatterFile:
    """A matter with what its page shows, as far as the reader sees it; references for what stands by itself."""

    species: list[SpeciesConcerned]
    related: list[str]
    requests: list[str]
    deadlines: list[CommitteeDeadline]
    measures: list[Measure]
    events: list[MatterEvent] = field(default_factory=list)


def requests(*, actor: Actor) -> QuerySet[InformationRequest]:
    """The requests that an actor sees; in no order."""
    return selectors.requests_matching(actor=actor).select_related("follows")


def submissions(*, actor: Actor) -> QuerySet[Submission]:
    """What came from Parties, as far as the actor may read it; in no order."""
    found: QuerySet[Submission] = Submission.objects.visible_to(actor)
    return found.select_related("request", "recorded_by")


def with_documents(*, actor: Actor, found: Sequence[Submission]) -> Sequence[Submission]:
    """Puts on each the documents of it that the actor may see, as ``visible_documents``; one query."""
    visible = Document.objects.visible_to(actor).select_related("request").order_by("uploaded_at", "pk")
    prefetch_related_objects(list(found), Prefetch("documents", visible, to_attr="visible_documents"))
    return found


def assessments(*, actor: Actor) -> QuerySet[Assessment]:
    """What the Secretariat made of information, as far as the actor is told; in no order."""
    found: QuerySet[Assessment] = Assessment.objects.visible_to(actor)
    return found.select_related("submission__request", "assessed_by")


def documents(*, actor: Actor) -> QuerySet[Document]:
    """The documents that an actor may see; in no order."""
    found: QuerySet[Document] = Document.objects.visible_to(actor)
    return found.select_related("request")


def deadlines(*, actor: Actor, on: date) -> QuerySet[Deadline]:
    """How each step stands on a day after everything on record; in no order."""
    found: QuerySet[Deadline] = Deadline.objects.visible_to(actor).in_force().with_status(on=on)
    return found.select_related("request__party")


def explained(*, rows: Iterable[Deadline], on: date) -> list[Deadline]:
    """Puts on each row why its date is what it is, as ``explanation``; two queries for all."""
    found = list(rows)
    of_request = {row.request_id: row.request for row in found}
    known = facts.of_requests(requests=of_request.values())
    reasons: dict[tuple[int, str], str] = {}
    for key, request in of_request.items():
        assert request.sent_on is not None  # noqa: S101  # a draft has no steps
        for step in timeline.timeline(
            rule_set=request.rule_set, sent_on=request.sent_on, facts=known[key], on=on
        ):
            reasons[key, step.standing.step.value] = why(step)
    for row in found:
        row.explanation = reasons.get((row.request_id, row.step), "")  # type: ignore[attr-defined]
    return found


def whole_request(
    *, actor: Actor, record: InformationRequest, on: date, known_by: datetime | None = None
) -> InformationRequest:
    """Puts on a request what its page shows, as ``file``; of a past day where ``known_by`` ends it."""
    file = selectors.case_file(actor=actor, request=record, on=on, known_by=known_by)
    with_documents(actor=actor, found=file.submissions)
    for submission in file.submissions:
        submission.request = record
    for assessment in file.assessments:
        assessment.submission.request = record
    record.file = file  # type: ignore[attr-defined]
    record.known_on = on if known_by else None  # type: ignore[attr-defined]
    return record


def whole_matter(*, actor: Actor, matter: ComplianceMatter) -> ComplianceMatter:
    """Puts on a matter what its page shows, as ``file``."""
    deadlines = []
    for deadline, earlier in matter_file.deadlines(actor=actor, matter=matter):
        deadline.earlier = earlier  # type: ignore[attr-defined]
        deadlines.append(deadline)
    matter.file = MatterFile(  # type: ignore[attr-defined]
        species=matter_file.species(actor=actor, matter=matter),
        related=[one.reference for one in selectors.related_matters(actor=actor, matter=matter)],
        requests=[one.reference for one in selectors.requests_of_matter(actor=actor, matter=matter)],
        deadlines=deadlines,
        measures=matter_file.measures(actor=actor, matter=matter),
        events=selectors.matter_events(actor=actor, matter=matter),
    )
    return matter


def letters(*, actor: Actor) -> QuerySet[Message]:
    """The letters that an actor may read: a Party's own, or for the Secretariat all; in no order."""
    if actor.audience is Audience.PARTY:
        found: Any = letters_received.letters_to(actor=actor)
    else:
        found = correspondence.messages_visible(actor=actor)
    return found.select_related("notice__request", "notice__matter")  # type: ignore[no-any-return]
