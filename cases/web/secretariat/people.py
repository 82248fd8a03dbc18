"""The people of the desk: who is in, who is invited, and the acts of inviting and of ending access."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import access, people
from cases.access import Act, Actor, Audience
from cases.services import people as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.forms_people import InvitationForm
from compliance import clock
from compliance.accounts.models import SECRETARIAT_ROLES, Invitation, Role
from notifications import direct


@desk(Audience.SECRETARIAT)
def list_people(request: HttpRequest) -> HttpResponse:
    """Everybody with a membership, and the invitations and proposals that are open."""
    actor, at = actor_of(request), clock.now()
    context = {
        "members": [(one, _may_manage(actor, one.role, one.user_id)) for one in people.present(actor=actor)],
        "may_keep_teams": access.may(actor=actor, act=Act.KEEP_TEAM),
        "staff_roles": SECRETARIAT_ROLES,
        "may_reset": access.may(actor=actor, act=Act.RESET_FACTORS),
        "invitations": [
            (one, _may_manage(actor, one.role, None), one.expires_at is not None and one.expires_at <= at)
            for one in people.invitations(actor=actor)
        ],
    }
    return render(request, "secretariat/people.html", context)


@desk(Audience.SECRETARIAT)
def invite(request: HttpRequest) -> HttpResponse:
    """Invites somebody into a role that this person may invite into."""
    actor, at = actor_of(request), clock.now()
    form = InvitationForm(request.POST or None, roles=_roles(actor), actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, secret = service.invite(actor=actor, at=at, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            _send(request, invitation, secret)
            return redirect("secretariat:people")
    return render(request, "secretariat/invite.html", {"form": form})


@desk(Audience.SECRETARIAT)
@require_POST
def send_again(request: HttpRequest, invitation: int) -> HttpResponse:
    """A new link for an invitation, or the first for a proposal."""
    actor = actor_of(request)
    found = get_object_or_404(people.invitations(actor=actor), pk=invitation)
    try:
        secret = service.send_again(actor=actor, invitation=found, at=clock.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        found.refresh_from_db()
        _send(request, found, secret)
    return redirect("secretariat:people")


@desk(Audience.SECRETARIAT)
@require_POST
def revoke(request: HttpRequest, invitation: int) -> HttpResponse:
    """Ends an invitation, or declines a proposal."""
    actor = actor_of(request)
    found = get_object_or_404(people.invitations(actor=actor), pk=invitation)
    try:
        service.revoke(actor=actor, invitation=found, at=clock.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("The invitation of %(name)s is revoked; its link works no longer.") % {"name": found.name},
        )
    return redirect("secretariat:people")


@desk(Audience.SECRETARIAT)
def end(request: HttpRequest, membership: int) -> HttpResponse:
    """Asks whether to end somebody's access; a POST ends it at once."""
    actor = actor_of(request)
    found = get_object_or_404(people.present(actor=actor), pk=membership)
    access.require(actor=actor, act=service.act_to_invite(found.role))
    if request.method != "POST":
        return render(request, "secretariat/end_membership.html", {"member": found})
    try:
        service.end_membership(actor=actor, membership=found, at=clock.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The access of %(name)s has ended.") % {"name": found.user.name})
    return redirect("secretariat:people")


@desk(Audience.SECRETARIAT)
def reset_factors(request: HttpRequest, membership: int) -> HttpResponse:
    """Asks whether to remove somebody's second factors; a POST removes them."""
    actor = actor_of(request)
    found = get_object_or_404(people.present(actor=actor), pk=membership)
    access.require(actor=actor, act=Act.RESET_FACTORS)
    if request.method != "POST":
        return render(request, "secretariat/reset_factors.html", {"member": found})
    service.reset_factors(actor=actor, membership=found)
    messages.success(
        request, _("%(name)s sets up a new second factor at the next sign-in.") % {"name": found.user.name}
    )
    return redirect("secretariat:people")


def _send(request: HttpRequest, invitation: Invitation, secret: str) -> None:
    with translation.override(invitation.language):
        context = {
            "name": invitation.name,
            "inviter": str(request.user),
            "role": f"{invitation.get_role_display()}{f', {invitation.party}' if invitation.party else ''}",
            "url": settings.SITE_URL + reverse("open_invitation", args=[secret]),
            "expires_on": date_format(invitation.expires_at, _("j F Y")) if invitation.expires_at else "",
        }
    sent = direct.send(
        template="letters/invitation.txt",
        context=context,
        to=invitation.email,
        language=invitation.language,
    )
    if sent:
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email}
        )
    else:
        messages.error(
            request,
            _("The mail server did not take the letter to %(email)s. Send it again in a few minutes.")
            % {"email": invitation.email},
        )


def _roles(actor: Actor) -> list[Role]:
    return [role for role in Role if access.may(actor=actor, act=service.act_to_invite(role))]


def _may_manage(actor: Actor, role: str, user_id: int | None) -> bool:
    return user_id != actor.user_id and access.may(actor=actor, act=service.act_to_invite(role))
