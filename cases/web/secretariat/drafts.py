"""A request before it is sent: opened, edited, and sent after a look at its dates."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import access, correspondence
from cases.access import Act, Audience
from cases.services import drafts as versions
from cases.services import letter_preview
from cases.services import requests as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import beginnings, preview, requests
from cases.web.secretariat.forms import DraftForm, RequestForm, draft_initial
from compliance import clock
from compliance.accounts.models import User
from compliance.rules import loader


@desk(Audience.SECRETARIAT)
def open_request(request: HttpRequest) -> HttpResponse:
    """A new draft; the case officer is whoever opens it. It can begin from a template or from another request."""
    actor, at = actor_of(request), clock.now()
    access.require(actor=actor, act=Act.OPEN_REQUEST)
    begun = beginnings.of(actor=actor, asked=request.GET, on=clock.legal_day(at=at))
    form = RequestForm(request.POST or None, actor=actor, initial=begun.initial)
    if request.method == "POST" and form.is_valid():
        officer = cast(User, request.user)  # the door lets nobody else in
        try:
            record = service.open_draft(actor=actor, officer=officer, at=at, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The draft is open. Nothing is sent and no date runs yet."))
            return redirect("secretariat:request", reference=record.reference)
    context = {"form": form, "begun": begun, "preview": _preview_of(form, at)}
    return render(request, "secretariat/open.html", context)


@desk(Audience.SECRETARIAT)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """New words or another rule set for a draft; its Party stays."""
    actor, at = actor_of(request), clock.now()
    record = requests.find(actor, reference)
    if away := requests.turned_away(request, actor=actor, act=Act.EDIT_REQUEST, record=record):
        return away
    form, theirs = DraftForm(request.POST or None, initial=draft_initial(record)), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"seen": form.cleaned_data["seen"] or None}
        try:
            service.edit_draft(actor=actor, request=record, **given)
        except Refused as error:
            form.refuse(error)
            if isinstance(error, versions.ChangedMeanwhile):
                theirs = requests.find(actor, reference)
                form.show_again(seen=versions.version(request=theirs))
        else:
            messages.success(request, _("The draft is changed."))
            return redirect("secretariat:request", reference=reference)
    context = {"record": record, "form": form, "theirs": theirs, "preview": _preview_of(form, at)}
    return render(request, "secretariat/edit.html", context)


@desk(Audience.SECRETARIAT)
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """Says what sending does, with the dates that follow and the letter, and sends what was shown."""
    actor, at = actor_of(request), clock.now()
    record = requests.find(actor, reference)
    if away := requests.turned_away(request, actor=actor, act=Act.SEND_REQUEST, record=record):
        return away
    if request.method == "POST":
        try:
            service.send(actor=actor, request=record, at=at, seen=request.POST.get("seen") or None)
        except (versions.ChangedMeanwhile, versions.AnotherDay) as error:
            messages.error(request, str(error))
            return redirect("secretariat:send", reference=reference)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The request is sent. Its periods count from today."))
        return redirect("secretariat:request", reference=reference)
    on = clock.legal_day(at=at)
    context = {
        "record": record,
        "seen": versions.as_shown(request=record, on=on),
        "preview": preview.if_sent(code=record.rule_set_code, on=on),
        "letter": letter_preview.of_draft(request=record, on=on),
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


def _preview_of(form: DraftForm, at: datetime) -> preview.Preview:
    """The dates under the rule set that the form shows as chosen."""
    chosen = str(form["rule_set_code"].value())
    known = {rule_set.code for rule_set in loader.all_rule_sets()}
    return preview.if_sent(code=chosen if chosen in known else loader.DEFAULT, on=clock.legal_day(at=at))
