"""The page of one request: what it is, where it stands, the next date and why, and what can be done now."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases import access, correspondence, known, mail_received, selectors
from cases.access import Act, Actor, Audience
from cases.models import InformationRequest
from cases.selectors import CaseFile
from cases.services import requests
from cases.services.refusals import Refused
from cases.web import steps
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import actions, chronology, inside, letters, preview
from cases.web.secretariat.forms import WithdrawForm
from cases.web.secretariat.forms_desk import KnownOnForm
from compliance import clock


@desk(Audience.SECRETARIAT)
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One request as it stands today, or as it was known at the end of a past day, with everything on record."""
    actor, today = actor_of(request), clock.today()
    record = find(actor, reference)
    asked = request.GET if "known_on" in request.GET else None
    form = KnownOnForm(asked, record=record, today=today)
    known_on = form.cleaned_data["known_on"] if form.is_valid() else None
    context = _page(actor, record, today) if known_on is None else _as_known(actor, record, known_on)
    return render(request, "secretariat/request.html", context | {"known_on_form": form})


def _as_known(actor: Actor, record: InformationRequest, on: date) -> dict[str, Any]:
    """The page of a past day: the same, from what was recorded by its end, and nothing can be done on it."""
    known_by = clock.end_of(day=on)
    then = known.request(actor=actor, record=record, known_by=known_by)
    return _page(actor, then, on, known_by) | {"known_on": on, "may_write": False}


def _page(
    actor: Actor, record: InformationRequest, on: date, known_by: datetime | None = None
) -> dict[str, Any]:
    file = selectors.case_file(actor=actor, request=record, on=on, known_by=known_by)
    taking.sent(actor=actor, submissions=file.submissions)
    notices = correspondence.letters_about(actor=actor, request=record)
    opened = correspondence.opened_on_the_desk(actor=actor, notices=notices)
    told = letters.of_notices(notices, known_by=known_by, opened=opened)
    found = [] if known_by else actions.of_request(actor=actor, file=file)
    return {
        "record": record,
        "on": on,
        "chronology": chronology.of_file(actor=actor, file=file, letters=told),
        "letters": told,
        **_held(actor, record, known_by),
        "mails": [
            one
            for one in mail_received.of_request(actor=actor, request=record)
            if known_by is None or one.received_at < known_by
        ],
        "actions": found,
        "rare_actions": [one for one in found if one.rare],
        "seen_by": chronology.readers_of_request(record),
        **_linked(actor, record, known_by),
        **inside.of_request(actor=actor, record=record, on=on, known_by=known_by),
        **_standing(actor, file, on, is_past=known_by is not None),
    }


def _held(actor: Actor, record: InformationRequest, known_by: datetime | None) -> dict[str, Any]:
    """Whether letters about the request wait now because somebody decided so; a past day does not say it."""
    if known_by or record.stage == InformationRequest.Stage.DRAFT:
        return {}
    return {
        "pauses": correspondence.pauses_holding(actor=actor, about=record),
        "paused_by_setting": settings.DELIVERY_PAUSED,
    }


def _linked(actor: Actor, record: InformationRequest, known_by: datetime | None) -> dict[str, Any]:
    """The request that this one takes up, and those that take it up."""
    found = selectors.linked(actor=actor, request=record)
    return {
        "takes_up": next((one for one in found if one.pk == record.follows_id), None),
        "taken_up_by": [
            one
            for one in found
            if one.follows_id == record.pk and (known_by is None or one.opened_at < known_by)
        ],
    }


@desk(Audience.SECRETARIAT)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraws a request, with the reason that goes into the record and to the Party."""
    actor, at = actor_of(request), clock.now()
    record = find(actor, reference)
    if away := turned_away(request, actor=actor, act=Act.WITHDRAW_REQUEST, record=record):
        return away
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            requests.withdraw(actor=actor, request=record, reason=form.cleaned_data["reason"], at=at)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The request is withdrawn. The Party is told, with the reason."))
            return redirect("secretariat:request", reference=reference)
    return render(request, "secretariat/withdraw.html", {"record": record, "form": form})


def find(actor: Actor, reference: str) -> InformationRequest:
    """The request of a page. Raises: Http404 where the actor does not see it."""
    return get_object_or_404(selectors.request_of(actor=actor, reference=reference))


def turned_away(
    request: HttpRequest, *, actor: Actor, act: Act, record: InformationRequest
) -> HttpResponse | None:
    """Keeps out whoever may not do this; None where they may go on.

    A role that never does it gets 403. A page asked for at the wrong stage goes
    back to the request and says so; what was typed goes on to the service,
    which refuses it beside its field.
    """
    access.require(actor=actor, act=act)
    if request.method == "POST" or access.may(actor=actor, act=act, stage=record.stage):
        return None
    text = _("This cannot be done now. Where the request stands: %(stage)s.")
    messages.error(request, text % {"stage": record.get_stage_display().lower()})
    return redirect("secretariat:request", reference=record.reference)


def _standing(actor: Actor, file: CaseFile, on: date, *, is_past: bool) -> dict[str, Any]:
    """Where a request stands on a day: its steps and its picture; for a draft, what sending would bring."""
    if file.request.sent_on is None:
        return {"previews": preview.side_by_side(on=on), "step_labels": preview.step_labels()}
    meeting = selectors.next_meeting(actor=actor, on=on)
    views = steps.step_views(steps=file.steps, today=on)
    following = steps.next_open(views)
    happened = steps.happenings(
        request=file.request, submissions=file.submissions, assessments=file.assessments
    )
    return {
        "steps": views,
        "next_step": following,
        "meeting_note": steps.meeting_note(due_on=following.due_on, meeting=meeting) if following else "",
        "picture": steps.picture(
            request=file.request,
            steps=views,
            today=on,
            meeting=meeting,
            happenings=happened,
            is_past=is_past,
        ),
        "qualifies": bool(file.request.qualifies_on and file.request.qualifies_on <= on),
    }
