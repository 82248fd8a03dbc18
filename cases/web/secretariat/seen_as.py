"""A request as the Party and as the Committee see it, for staff to look at before they say what is seen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.access import Actor, Audience
from cases.web import previewing
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import requests
from compliance.accounts.models import Role


@desk(Audience.SECRETARIAT)
def party(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of a request on the desk of its Party."""
    actor = actor_of(request)
    record = requests.find(actor, reference)
    reader = Actor(role=Role.FOCAL_POINT, party_id=record.party_id)
    shown = previewing.page(
        asked_by=actor, actor=reader, path=reverse("party:request", args=[record.reference])
    )
    context = {
        "record": record,
        "shown": shown,
        "heading": _("As %(party)s sees it") % {"party": record.party.name},
        "nothing": _(
            "The Party sees nothing of this request: it is a draft, and appears on the day it is sent."
        ),
    }
    return render(request, "secretariat/seen_as.html", context)


@desk(Audience.SECRETARIAT)
def committee(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of the matter of a request on the Committee's desk."""
    actor = actor_of(request)
    record = requests.find(actor, reference)
    shown: SafeString | None = None
    if record.matter:
        path = reverse("committee:matter", args=[record.matter.reference])
        shown = previewing.page(asked_by=actor, actor=Actor(role=Role.MEMBER), path=path)
    context = {
        "record": record,
        "shown": shown,
        "heading": _("As the Standing Committee sees it"),
        "nothing": _(
            "The Committee sees nothing of this request: it belongs to no matter that was brought to its attention."
        ),
    }
    return render(request, "secretariat/seen_as.html", context)
