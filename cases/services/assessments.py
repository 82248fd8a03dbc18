"""Whether the information that a Party gave is adequate (paragraph 23 d))."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import Assessment, Submission
from cases.services import addressing, deadlines, requests
from cases.services.refusals import Refused, clean, in_full
from compliance import clock
from notifications import outbox
from notifications.letters import ActCode


class NothingToAssess(Refused):
    """Only complete information is assessed."""


class AssessedMeanwhile(Refused):
    """Somebody assessed the same information after this page was made."""


@transaction.atomic
def assess(
    *,
    actor: Actor,
    submission: Submission,
    verdict: str,
    reasons: str,
    shared_with_party: bool,
    at: datetime,
    seen: str | None = None,
) -> Assessment:
    """The Secretariat's view of complete information; inadequate reopens the response with its first due date.

    A later assessment of the same submission corrects the earlier one; the same
    words by the same person again are the assessment that there is. ``at`` is the
    present instant; ``seen`` names the last assessment that the person had before
    them, ``""`` for none, and ``None`` where nobody looked. Raises: AssessedMeanwhile;
    PermissionDenied; NothingToAssess; NotAwaitingAnswer; Refused without reasons. Source: paragraph 23 d), "a
    response or an adequate response".
    """
    access.require(actor=actor, act=Act.ASSESS_SUBMISSION)
    request = requests.locked(actor=actor, request=submission.request)
    requests.require_awaiting_answer(request)
    require_assessable(submission)
    last: Assessment | None = submission.assessments.order_by("recorded_at", "pk").last()
    if last and _is_the_same(last, actor=actor, verdict=verdict, reasons=reasons.strip()):
        return last
    _require_seen(last=last, seen=seen)
    assessment = Assessment(
        submission=submission,
        verdict=verdict,
        assessed_on=clock.legal_day(at=at),
        recorded_at=at,
        assessed_by_id=actor.user_id,
        reasons=reasons.strip(),
        shared_with_party=shared_with_party,
    )
    clean(assessment)
    assessment.save()
    deadlines.project(request=request)
    notice = outbox.record_act(
        code=ActCode.INFORMATION_ASSESSED,
        request_id=request.pk,
        about_on=assessment.assessed_on,
        at=at,
        act=assessment.pk,
    )
    addressing.write(notice=notice, at=at)
    return assessment


def require_assessable(submission: Submission) -> None:
    """Raises: NothingToAssess for what does not carry all the information. Source: paragraph 23 d)."""
    if submission.information != Submission.Information.COMPLETE:
        raise NothingToAssess(
            _("This submission does not carry all the information requested, so there is nothing to assess."),
            paragraph="23 d)",
        )


def name_of(*, assessment: Assessment | None) -> str:
    """How a page names the last assessment that its reader had before them."""
    return str(assessment.pk) if assessment else ""


def _is_the_same(last: Assessment, *, actor: Actor, verdict: str, reasons: str) -> bool:
    return (last.verdict, last.reasons, last.assessed_by_id) == (verdict, reasons, actor.user_id)


def _require_seen(*, last: Assessment | None, seen: str | None) -> None:
    if last is None or seen is None or seen == name_of(assessment=last):
        return
    raise AssessedMeanwhile(
        _(
            "%(name)s assessed this information on %(date)s: %(verdict)s. Send again to put yours in its place."
        )
        % {
            "name": last.assessed_by.name,
            "date": in_full(last.assessed_on),
            "verdict": last.get_verdict_display(),
        }
    )
