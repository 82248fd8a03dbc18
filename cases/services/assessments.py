"""Whether the information that a Party gave is adequate (paragraph 23 d))."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import Assessment, Submission
from cases.services import addressing, deadlines, requests
from cases.services.refusals import Refused, clean
from compliance import clock
from notifications import outbox
from notifications.letters import ActCode


class NothingToAssess(Refused):
    """Only complete information is assessed."""


@transaction.atomic
def assess(
    *,
    actor: Actor,
    submission: Submission,
    verdict: str,
    reasons: str,
    shared_with_party: bool,
    at: datetime,
) -> Assessment:
    """The Secretariat's view of complete information; inadequate reopens the response with its first due date.

    A later assessment of the same submission corrects the earlier one. ``at`` is
    the present instant. Raises: PermissionDenied; NothingToAssess;
    NotAwaitingAnswer; Refused without reasons. Source: paragraph 23 d), "a
    response or an adequate response".
    """
    access.require(actor=actor, act=Act.ASSESS_SUBMISSION)
    request = requests.locked(actor=actor, request=submission.request)
    requests.require_awaiting_answer(request)
    if submission.information != Submission.Information.COMPLETE:
        raise NothingToAssess(
            _("This submission does not carry all the information requested, so there is nothing to assess."),
            paragraph="23 d)",
        )
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
