"""The teams of the Secretariat: which there are, who is in which, and the acts that change it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from cases import access, people
from cases.access import Act, Actor, Audience
from cases.services import teams as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.forms import DeskForm
from compliance.accounts.models import SECRETARIAT_ROLES, Team


class TeamForm(DeskForm):
    """What a team is called."""

    name = forms.CharField(
        label=gettext_lazy("Name of the team"),
        max_length=80,
        error_messages={"required": gettext_lazy("Write the name of the team.")},
    )


class PlaceForm(DeskForm):
    """The team that a colleague is in, or none."""

    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=pgettext_lazy("of a colleague", "In no team"),
        help_text=gettext_lazy(
            "The requests that this person is responsible for count as the work of the team they are in today."
        ),
    )

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["team"].queryset = people.teams(actor=actor)  # type: ignore[attr-defined]


@desk(Audience.SECRETARIAT)
def list_teams(request: HttpRequest) -> HttpResponse:
    """Every team with who is in it; whoever keeps teams makes another here."""
    actor = actor_of(request)
    if request.method == "POST":
        access.require(actor=actor, act=Act.KEEP_TEAM)
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.make(actor=actor, name=form.cleaned_data["name"])
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("The team %(name)s is made. Put colleagues into it.") % {"name": made}
            )
            return redirect("secretariat:teams")
    context = {
        "teams": people.with_colleagues(actor=actor),
        "form": form,
        "may_keep": access.may(actor=actor, act=Act.KEEP_TEAM),
    }
    return render(request, "secretariat/teams.html", context)


@desk(Audience.SECRETARIAT)
def rename(request: HttpRequest, team: int) -> HttpResponse:
    """Another name for a team."""
    actor = actor_of(request)
    found = get_object_or_404(people.teams(actor=actor), pk=team)
    access.require(actor=actor, act=Act.KEEP_TEAM)
    form = TeamForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            service.rename(actor=actor, team=found, name=form.cleaned_data["name"])
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The team has its new name."))
            return redirect("secretariat:teams")
    return render(request, "secretariat/team.html", {"team": found, "form": form})


@desk(Audience.SECRETARIAT)
@require_POST
def delete(request: HttpRequest, team: int) -> HttpResponse:
    """Deletes an empty team."""
    actor = actor_of(request)
    found = get_object_or_404(people.teams(actor=actor), pk=team)
    try:
        service.delete(actor=actor, team=found)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The team %(name)s is deleted.") % {"name": found.name})
    return redirect("secretariat:teams")


@desk(Audience.SECRETARIAT)
def put(request: HttpRequest, membership: int) -> HttpResponse:
    """Which team a colleague of the Secretariat is in."""
    actor = actor_of(request)
    staff = people.present(actor=actor).filter(role__in=SECRETARIAT_ROLES)
    found = get_object_or_404(staff, pk=membership)
    access.require(actor=actor, act=Act.KEEP_TEAM)
    # Sent with nothing in it, it says: in no team.
    sent = request.POST if request.method == "POST" else None
    form = PlaceForm(sent, actor=actor, initial={"team": found.team_id})
    if sent is not None and form.is_valid():
        try:
            service.put(actor=actor, membership=found, team=form.cleaned_data["team"])
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The team of %(name)s is changed.") % {"name": found.user.name})
            return redirect("secretariat:people")
    return render(request, "secretariat/put_into_team.html", {"member": found, "form": form})
