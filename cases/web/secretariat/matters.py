"""Compliance matters: opening one, and bringing one to the Standing Committee."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases import access, selectors
from cases.access import Act, Actor, Audience
from cases.models import ComplianceMatter, Meeting, Party
from cases.models.meeting import Body
from cases.services import matters as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import rows
from cases.web.secretariat.forms import BringForm, MatterForm
from compliance import clock
from compliance.accounts.models import User


@desk(Audience.SECRETARIAT)
def open_matter(request: HttpRequest) -> HttpResponse:
    """A new matter in the Secretariat's file."""
    actor, at = actor_of(request), clock.now()
    access.require(actor=actor, act=Act.OPEN_MATTER)
    form = MatterForm(request.POST or None, actor=actor, initial={"party": _asked_party(actor, request)})
    if request.method == "POST" and form.is_valid():
        officer = cast(User, request.user)  # the door lets nobody else in
        try:
            matter = service.open_matter(actor=actor, officer=officer, at=at, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The matter is open in the Secretariat's file."))
            return redirect("secretariat:matter", reference=matter.reference)
    return render(request, "secretariat/matter_new.html", {"form": form})


@desk(Audience.SECRETARIAT)
def bring(request: HttpRequest, reference: str) -> HttpResponse:
    """Two pages: the grounds and the meeting, then what it means; only the second brings the matter."""
    actor, at = actor_of(request), clock.now()
    on = clock.legal_day(at=at)
    matter = _find(actor, reference)
    access.require(actor=actor, act=Act.BRING_MATTER)
    if request.method != "POST" and (away := _turned_away(request, matter)):
        return away
    upcoming = Meeting.objects.visible_to(actor).next_after(on=on).filter(body=Body.SC)
    form = BringForm(request.POST or None, meetings=upcoming, initial={"meeting": upcoming.first()})
    if form.is_valid() and "confirmed" in request.POST:
        try:
            service.bring(actor=actor, matter=matter, at=at, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The matter is before the Standing Committee."))
            return redirect("secretariat:matter", reference=reference)
    context = {"matter": matter, "form": form, "rows": _requests(actor, matter, on)}
    if form.is_valid() and "change" not in request.POST:
        return render(request, "secretariat/bring_confirm.html", {**context, **_bringing(form)})
    return render(request, "secretariat/bring.html", context)


def _bringing(form: BringForm) -> dict[str, Any]:
    chosen = form.cleaned_data
    return {"bringing": chosen, "because": ComplianceMatter.Because(chosen["because"]).label}


def _find(actor: Actor, reference: str) -> ComplianceMatter:
    return get_object_or_404(selectors.matter_of(actor=actor, reference=reference))


def _requests(actor: Actor, matter: ComplianceMatter, on: date) -> list[rows.Row]:
    records = selectors.requests_of_matter(actor=actor, matter=matter)
    return rows.of_requests(actor=actor, records=records, on=on)


def _asked_party(actor: Actor, request: HttpRequest) -> Party | None:
    return Party.objects.visible_to(actor).present().filter(iso2=request.GET.get("party", "")).first()


def _turned_away(request: HttpRequest, matter: ComplianceMatter) -> HttpResponse | None:
    """Back to a matter that was brought already, or that is not the Secretariat's file."""
    own = matter.origin == ComplianceMatter.Origin.SECRETARIAT
    if own and matter.brought_on is None:
        return None
    messages.error(
        request, _("The matter is before the Committee already.") if own else _("This is the public record.")
    )
    return redirect("secretariat:matter", reference=matter.reference)
