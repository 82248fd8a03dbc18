"""The focal points of one Party, as they see each other; and proposing another."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import people
from cases.access import Audience
from cases.models import FocalPoint
from cases.services import people as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from compliance import clock
from compliance.accounts.models import LANGUAGES


class ProposalForm(forms.Form):
    """Whom to propose."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)


@desk(Audience.PARTY)
def colleagues(request: HttpRequest) -> HttpResponse:
    """Who can answer for this Party, to whom its letters go, and a form to propose a colleague."""
    actor = actor_of(request)
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
        "members": people.present(actor=actor),
        "invitations": people.invitations(actor=actor),
        "contacts": FocalPoint.objects.visible_to(actor).present().order_by("name", "pk"),
    }
    return render(request, "party/colleagues.html", context)
