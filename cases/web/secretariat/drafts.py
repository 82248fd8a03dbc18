"""A request before it is sent: opened, edited, and sent after a look at its dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import access, correspondence, selectors
from cases.access import Act, Actor, Audience
from cases.models import Party
from cases.services import requests as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import preview, requests
from cases.web.secretariat.forms import DraftForm, RequestForm, draft_initial
from compliance import clock
from compliance.accounts.models import User
from compliance.rules import loader


@desk(Audience.SECRETARIAT)
def open_request(request: HttpRequest) -> HttpResponse:
    """A new draft; the case officer is whoever opens it."""
    actor, at = actor_of(request), clock.now()
    access.require(actor=actor, act=Act.OPEN_REQUEST)
    form = RequestForm(request.POST or None, actor=actor, initial=_initial(actor, request.GET))
    if request.method == "POST" and form.is_valid():
        officer = cast(User, request.user)  # the door lets nobody else in
        try:
            record = service.open_draft(actor=actor, officer=officer, at=at, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The draft is open. Nothing is sent and no date runs yet."))
            return redirect("secretariat:request", reference=record.reference)
    context = {"form": form, "preview": _preview_of(form, at)}
    return render(request, "secretariat/open.html", context)


@desk(Audience.SECRETARIAT)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """New words or another rule set for a draft; its Party stays."""
    actor, at = actor_of(request), clock.now()
    record = requests.find(actor, reference)
    if away := requests.turned_away(request, actor=actor, act=Act.EDIT_REQUEST, record=record):
        return away
    form = DraftForm(request.POST or None, initial=draft_initial(record))
    if request.method == "POST" and form.is_valid():
        try:
            service.edit_draft(actor=actor, request=record, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The draft is changed."))
            return redirect("secretariat:request", reference=reference)
    context = {"record": record, "form": form, "preview": _preview_of(form, at)}
    return render(request, "secretariat/edit.html", context)


@desk(Audience.SECRETARIAT)
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """Says what sending does, with the dates that follow, and sends."""
    actor, at = actor_of(request), clock.now()
    record = requests.find(actor, reference)
    if away := requests.turned_away(request, actor=actor, act=Act.SEND_REQUEST, record=record):
        return away
    if request.method == "POST":
        try:
            service.send(actor=actor, request=record, at=at)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The request is sent. Its periods count from today."))
        return redirect("secretariat:request", reference=reference)
    context = {
        "record": record,
        "preview": preview.if_sent(code=record.rule_set_code, on=clock.legal_day(at=at)),
        "has_address": correspondence.has_address(actor=actor, party=record.party),
    }
    return render(request, "secretariat/send.html", context)


@desk(Audience.SECRETARIAT)
def dates_if_sent(request: HttpRequest) -> HttpResponse:
    """The dates that follow if a request is sent today under one rule set: a fragment of the forms."""
    on = clock.legal_day(at=clock.now())
    try:
        found = preview.if_sent(code=request.GET.get("rule_set_code", loader.DEFAULT), on=on)
    except loader.UnknownRuleSet as error:
        raise Http404 from error
    return render(request, "secretariat/parts/dates_if_sent.html", {"preview": found})


def _initial(actor: Actor, asked: QueryDict) -> dict[str, Any]:
    """The matter or the Party that the link named, where the actor sees it."""
    if matter := selectors.matter_of(actor=actor, reference=asked.get("matter", "")).first():
        return {"matter": matter.reference, "party": matter.party}
    return {"party": Party.objects.visible_to(actor).filter(iso2=asked.get("party", "")).first()}


def _preview_of(form: DraftForm, at: datetime) -> preview.Preview:
    """The dates under the rule set that the form shows as chosen."""
    chosen = str(form["rule_set_code"].value())
    known = {rule_set.code for rule_set in loader.all_rule_sets()}
    return preview.if_sent(code=chosen if chosen in known else loader.DEFAULT, on=clock.legal_day(at=at))
