"""What happened to a request, in the order of the legal days: what, who, when, and who can see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import correspondence
from cases.access import Act, Actor, may
from cases.correspondence import StageChange
from cases.models import Assessment, ComplianceMatter, Document, InformationRequest, Submission
from cases.selectors import CaseFile
from cases.web import dates
from cases.web.secretariat.letters import Letter
from cases.web.steps import carried_by
from compliance import clock


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on record. ``texts`` are headed words, each said who can read it where that differs."""

    what: str
    who: str
    on: date
    recorded_at: datetime | None
    seen_by: str
    texts: list[tuple[str, str]] = field(default_factory=list)
    assess_label: str = ""
    assess_url: str = ""
    """Where it can be assessed now."""
    documents: list[Document] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)


def of_file(*, actor: Actor, file: CaseFile, letters: Iterable[Letter] = ()) -> list[Entry]:
    """Everything on record, the earliest first; what is of one day, in the order in which it was recorded."""
    record = file.request
    entries = [
        *_of_request(record, correspondence.stages_of(actor=actor, request=record)),
        *(_of_submission(actor, file, submission) for submission in file.submissions),
        *(_of_assessment(assessment) for assessment in file.assessments),
        *_of_letters(letters),
    ]
    entries.sort(
        key=lambda entry: (entry.on, entry.recorded_at is None, entry.recorded_at or record.opened_at)
    )
    return entries


def _of_request(record: InformationRequest, moves: dict[str, StageChange]) -> Iterator[Entry]:
    stages = InformationRequest.Stage
    who = {stage: (moves[stage].name if stage in moves else "") or _("Secretariat") for stage in stages}
    opened_on = clock.legal_day(at=record.opened_at)
    yield Entry(_("Draft opened"), who[stages.DRAFT], opened_on, record.opened_at, secretariat_only())
    if record.sent_on:
        text = _("Request sent to the Party")
        yield Entry(text, who[stages.SENT], record.sent_on, record.sent_at, both())
    if record.withdrawn_on:
        at = moves[stages.WITHDRAWN].at if stages.WITHDRAWN in moves else None
        reason = [(_("Reason"), record.withdrawal_reason)]
        text = _("Request withdrawn")
        yield Entry(text, who[stages.WITHDRAWN], record.withdrawn_on, at, both(), reason)


def _of_submission(actor: Actor, file: CaseFile, submission: Submission) -> Entry:
    online = submission.channel == Submission.Channel.ONLINE
    by = _("%(name)s, for the Party, online") if online else _("The Party; recorded by %(name)s")
    given = [(_("Justification"), submission.justification), (_("Information"), submission.text)]
    complete = submission.information == Submission.Information.COMPLETE
    may_assess = complete and may(actor=actor, act=Act.ASSESS_SUBMISSION, stage=file.request.stage)
    assessed = any(one.submission_id == submission.pk for one in file.assessments)
    url = reverse("secretariat:assess", args=[file.request.reference, submission.pk]) if may_assess else ""
    return Entry(
        what=_carried(submission),
        who=by % {"name": submission.recorded_by.name},
        on=submission.received_on,
        recorded_at=submission.recorded_at,
        seen_by=both(),
        texts=[(heading, text) for heading, text in given if text],
        assess_url=url,
        assess_label=_("Assess it again") if assessed else _("Assess this information"),
        documents=getattr(submission, "visible_documents", []),
    )


def _carried(submission: Submission) -> str:
    """What one communication carries, with the date that it gives."""
    words = "; ".join(carried_by(submission))
    if not submission.approximate_date:
        return words
    day = dates.in_full(submission.approximate_date)
    return _("%(carried)s (%(date)s)") % {"carried": words, "date": day}


def _of_letters(letters: Iterable[Letter]) -> Iterator[Entry]:
    """What was told to whom: one entry for each notice, with its letters and how far each has come."""
    of_notice: dict[int, list[Letter]] = {}
    for letter in letters:
        of_notice.setdefault(letter.notice_id, []).append(letter)
    for found in of_notice.values():
        first = found[0]
        about = f": {first.about}" if first.about else ""
        yield Entry(
            what=_("Letter written: %(letter)s") % {"letter": f"{first.what}{about}"},
            who=_("The desk itself"),
            on=first.issued_on,
            recorded_at=first.issued_at,
            seen_by=both() if any(one.to_party for one in found) else secretariat_only(),
            letters=found,
        )


def _of_assessment(assessment: Assessment) -> Entry:
    shared = assessment.shared_with_party
    reasons = _("Reasons, shared with the Party") if shared else _("Reasons, Secretariat only")
    return Entry(
        what=_("Information assessed: %(verdict)s") % {"verdict": assessment.get_verdict_display().lower()},
        who=assessment.assessed_by.name,
        on=assessment.assessed_on,
        recorded_at=assessment.recorded_at,
        seen_by=both() if shared else _("Secretariat and the Party; the reasons Secretariat only"),
        texts=[(reasons, assessment.reasons)],
    )


def readers_of_request(record: InformationRequest) -> str:
    """Who can see a request and its dates; the correspondence never reaches the Committee by itself."""
    if record.stage == InformationRequest.Stage.DRAFT:
        return secretariat_only()
    if record.matter and record.matter.brought_on:
        return _("Secretariat and the Party; the Committee sees the request and its dates")
    return both()


def readers_of_matter(matter: ComplianceMatter) -> str:
    """Who can see a matter."""
    if matter.origin == ComplianceMatter.Origin.PUBLIC_RECORD:
        return _("Secretariat and the Committee")
    return _("Secretariat, the Party and the Committee") if matter.brought_on else both()


def secretariat_only() -> str:
    return _("Secretariat only")


def both() -> str:
    return _("Secretariat and the Party")
