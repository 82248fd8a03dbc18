"""What comes from a Party: recorded from paper, and assessed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases import mail_received
from cases.access import Act, Actor, Audience
from cases.models import InformationRequest, Submission
from cases.services import assessments, submissions
from cases.services.refusals import Refused
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import requests
from cases.web.secretariat.forms import AssessForm, RecordForm
from compliance import clock

_LONGEST_KEY = 19
"""Digits of a key that no database holds any more."""


@desk(Audience.SECRETARIAT)
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """What arrived from the Party on paper or by mail, with the day on which it was received."""
    actor, at = actor_of(request), clock.now()
    found = requests.find(actor, reference)
    if away := requests.turned_away(request, actor=actor, act=Act.RECORD_SUBMISSION, record=found):
        return away
    taken = taking.take(request=request, record=found, key=taking.key_of(request), at=at)
    came = _mail(actor, found, request.GET.get("mail", ""))
    form = (
        RecordForm(initial=request.POST.dict())
        if taken.stay
        else RecordForm(request.POST or None, initial=came)
    )
    if form.is_valid():
        try:
            submissions.record(actor=actor, request=found, at=at, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("Recorded. The Party receives a receipt; the dates below are up to date.")
            )
            return redirect("secretariat:request", reference=reference)
    key = form["key"].value()
    documents = taking.widget(actor=actor, record=found, key=key, refusals=taken.refusals)
    context = {"record": found, "form": form, "documents": documents}
    return render(request, "secretariat/record.html", context)


def _mail(actor: Actor, record: InformationRequest, named: str) -> dict[str, Any]:
    """What the form begins with where it records a mail: its key, the day on which it came, and its text."""
    if not (named.isascii() and named.isdecimal() and len(named) < _LONGEST_KEY):
        return {}
    waiting = mail_received.waiting(actor=actor).filter(request=record)
    mail = get_object_or_404(waiting, pk=int(named))
    return {
        "key": mail.form_key,
        "received_on": clock.legal_day(at=mail.received_at),
        "text": mail.text,
    }


@desk(Audience.SECRETARIAT)
def assess(request: HttpRequest, reference: str, submission: int) -> HttpResponse:
    """Whether complete information is adequate, in the Secretariat's view."""
    actor, at = actor_of(request), clock.now()
    found = requests.find(actor, reference)
    answer = get_object_or_404(Submission.objects.visible_to(actor), pk=submission, request=found)
    if away := requests.turned_away(request, actor=actor, act=Act.ASSESS_SUBMISSION, record=found):
        return away
    taking.sent(actor=actor, submissions=[answer])
    earlier = list(answer.assessments.select_related("assessed_by").order_by("recorded_at", "pk"))
    seen = assessments.name_of(assessment=earlier[-1] if earlier else None)
    form = AssessForm(request.POST or None, initial={"seen": seen})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data | ({} if "seen" in request.POST else {"seen": None})
            assessments.assess(actor=actor, submission=answer, at=at, **given)
        except Refused as error:
            form.data = {**request.POST.dict(), "seen": seen}
            form.refuse(error)
        else:
            messages.success(request, _("The assessment is on record. The Party is told."))
            return redirect("secretariat:request", reference=reference)
    context = {"record": found, "answer": answer, "earlier": earlier, "form": form}
    return render(request, "secretariat/assess.html", context)
