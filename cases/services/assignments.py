"""Which case officer a request is with."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access, people
from cases.access import TABLE, Act, Actor
from cases.models import InformationRequest
from cases.services import requests
from cases.services.refusals import Refused
from compliance.accounts.models import User


class NotToBeAssigned(Refused):
    """The request was withdrawn, or the person does not work on requests."""


@transaction.atomic
def assign(*, actor: Actor, request: InformationRequest, officer: User) -> InformationRequest:
    """Gives a request to a case officer: letters to the officer go to them from now on.

    Raises: PermissionDenied; InformationRequest.DoesNotExist; NotToBeAssigned.
    """
    access.require(actor=actor, act=Act.ASSIGN_REQUEST)
    request = requests.locked(actor=actor, request=request)
    if not access.may(actor=actor, act=Act.ASSIGN_REQUEST, stage=request.stage):
        raise NotToBeAssigned(_("The request was withdrawn; it stays with its case officer."))
    staff = people.present(actor=actor).filter(role__in=TABLE[Act.EDIT_REQUEST][0], user__is_active=True)
    if not staff.filter(user=officer).exists():
        raise NotToBeAssigned(_("Choose somebody of the Secretariat who works on requests."), field="officer")
    if request.officer_id != officer.pk:
        request.officer = officer
        request.save()
    return request
