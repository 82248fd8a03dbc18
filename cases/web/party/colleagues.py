"""The focal points of one Party as they see each other, where its letters go, and proposing a colleague."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import people
from cases.access import Actor, Audience
from cases.models import FocalPoint, InformationRequest, Party
from cases.services import people as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.readable import Readable
from compliance import clock
from compliance.accounts.models import LANGUAGES, User


class ProposalForm(Readable, forms.Form):
    """Whom to propose."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)


@desk(Audience.PARTY)
def colleagues(request: HttpRequest) -> HttpResponse:
    """Who can answer for this Party, to whom its letters go, and a form to propose a colleague."""
    actor = actor_of(request)
    party = get_object_or_404(Party.objects.visible_to(actor), pk=actor.party_id)
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.propose(actor=actor, at=clock.now(), **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(
                request, _("Your proposal is with the Secretariat, which decides whom to invite.")
            )
            return redirect("party:colleagues")
    context = {
        "form": form,
        "party": party,
        "language": dict(LANGUAGES).get(party.language, party.language),
        "officer": _case_officer(actor),
        "members": people.present(actor=actor),
        "invitations": people.invitations(actor=actor),
        "contacts": list(FocalPoint.objects.visible_to(actor).present().order_by("name", "pk")),
    }
    return render(request, "party/colleagues.html", context)


def _case_officer(actor: Actor) -> User | None:
    """Whom to write to about a mistake: the case officer of the Party's latest request."""
    found = InformationRequest.objects.visible_to(actor).select_related("officer")
    latest = found.order_by("-sent_on", "-pk").first()
    return latest.officer if latest else None
