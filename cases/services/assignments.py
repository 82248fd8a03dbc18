"""Who at the Secretariat looks after a request."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access, people
from cases.access import Act, Actor
from cases.models import InformationRequest, PersonalNotice
from cases.services import personal_notices, requests
from cases.services.refusals import Refused, in_full
from compliance.accounts.models import User


class NotAssigned(Refused):
    """The request stays with the officer that it has."""


@transaction.atomic
def assign(*, actor: Actor, request: InformationRequest, officer: User, at: datetime) -> InformationRequest:
    """Gives a request to a colleague, who receives the letters to its case officer from then on and is told so.

    ``at`` is the present instant. Raises: PermissionDenied; InformationRequest.DoesNotExist for
    what the actor does not see; NotAssigned.
    """
    access.require(actor=actor, act=Act.ASSIGN_REQUEST)
    request = requests.locked(actor=actor, request=request)
    if not people.case_officers(actor=actor).filter(user=officer).exists():
        raise NotAssigned(
            _("%(name)s does not work on requests now. Choose a case officer or a supervisor.")
            % {"name": officer},
            field="officer",
        )
    require_assignable(request=request, officer=officer)
    request.officer = officer
    request.save()
    personal_notices.tell(
        kind=PersonalNotice.Kind.ASSIGNED,
        source=request.history.latest().pk,  # given away and given back is told anew
        users=[officer.pk],
        request=request,
        at=at,
        by=actor.user_id,
    )
    return request


def require_assignable(*, request: InformationRequest, officer: User | None = None) -> None:
    """Raises: NotAssigned for a request that was withdrawn, or that the officer, where one is named, has already."""
    if request.stage == InformationRequest.Stage.WITHDRAWN:
        raise NotAssigned(
            _("The request was withdrawn on %(date)s; nobody works on it any more.")
            % {"date": in_full(request.withdrawn_on)}
        )
    if officer and request.officer_id == officer.pk:
        raise NotAssigned(_("%(name)s has this request already.") % {"name": officer}, field="officer")
