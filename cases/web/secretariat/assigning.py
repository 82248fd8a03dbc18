"""Whose request it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.access import Act, Audience
from cases.services import assignments, notes
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import requests
from cases.web.secretariat.forms_desk import OfficerForm
from compliance import clock


@desk(Audience.SECRETARIAT)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Gives a request to another case officer."""
    actor = actor_of(request)
    record = requests.find(actor, reference)
    if away := requests.turned_away(request, actor=actor, act=Act.ASSIGN_REQUEST, record=record):
        return away
    colleagues = notes.colleagues(actor=actor)
    form = OfficerForm(request.POST or None, colleagues=colleagues, initial={"officer": record.officer_id})
    if request.method == "POST" and form.is_valid():
        try:
            assignments.assign(
                actor=actor, request=record, officer=form.cleaned_data["officer"], at=clock.now()
            )
        except Refused as error:
            form.refuse(error)
        else:
            text = _("%(name)s is the case officer of this request.")
            messages.success(request, text % {"name": form.cleaned_data["officer"].name})
            return redirect("secretariat:request", reference=reference)
    return render(request, "secretariat/assign.html", {"record": record, "form": form})
