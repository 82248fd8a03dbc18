"""Puts a request under a compliance matter of its Party."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import selectors
from cases.access import Act, Actor, Audience
from cases.models import ComplianceMatter, InformationRequest
from cases.services import requests as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import requests
from cases.web.secretariat.forms import DeskForm


class FilingForm(DeskForm):
    """The matter, among those of the request's own Party."""

    matter = forms.ModelChoiceField(
        label=gettext_lazy("Compliance matter"),
        queryset=ComplianceMatter.objects.none(),
        required=False,
        empty_label=gettext_lazy("No matter"),
        help_text=gettext_lazy(
            "Where a matter is before the Committee, its members see the request from then on."
        ),
    )

    def __init__(self, *arguments: Any, actor: Actor, record: InformationRequest, **named: Any) -> None:
        super().__init__(*arguments, **named)
        matter = self.fields["matter"]
        matter.queryset = selectors.matters_visible(actor=actor).filter(  # type: ignore[attr-defined]
            party=record.party, origin=ComplianceMatter.Origin.SECRETARIAT
        )
        matter.label_from_instance = _named  # type: ignore[attr-defined]


@desk(Audience.SECRETARIAT)
def file_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Which matter a request belongs to."""
    actor = actor_of(request)
    record = requests.find(actor, reference)
    if away := requests.turned_away(request, actor=actor, act=Act.FILE_REQUEST, record=record):
        return away
    form = FilingForm(request.POST or None, actor=actor, record=record, initial={"matter": record.matter_id})
    if request.method == "POST" and form.is_valid():
        try:
            service.file_under(actor=actor, request=record, matter=form.cleaned_data["matter"])
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The request is filed."))
            return redirect("secretariat:request", reference=reference)
    return render(request, "secretariat/file.html", {"record": record, "form": form})


def _named(matter: ComplianceMatter) -> str:
    if matter.brought_on:
        return _("%(reference)s %(title)s (before the Committee)") % {
            "reference": matter.reference,
            "title": matter.title,
        }
    return f"{matter.reference} {matter.title}"
