"""Tokens for one's own programs: made after proof of who one is, shown once, ended at any time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases import access, people
from cases.access import Act, Actor, Audience
from cases.services import api_tokens as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.readable import Readable
from compliance import clock
from compliance.accounts import proof
from compliance.accounts.api_token import ApiToken, Scope

_SHOWN_ONCE = "api_token"
_EVERYBODY = (Audience.SECRETARIAT, Audience.PARTY, Audience.COMMITTEE)
_USUAL = timedelta(days=90)
"""How long a token lives where nobody says otherwise; our choice."""


class TokenForm(Readable, forms.Form):
    """A token to be made: its name, what it may do, and until when."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy("The program that will use it, so that you know it again."),
        error_messages={"required": gettext_lazy("Give it a name.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do, beside reading"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose no more than the program needs. Every token reads what you see."),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Works until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("The last day, a year from now at most."),
        error_messages={"required": gettext_lazy("Say until when it works.")},
    )

    def __init__(self, *arguments: Any, actor: Actor, today: date, **named: Any) -> None:
        super().__init__(*arguments, initial={"expires_on": today + _USUAL}, **named)
        scopes = [(one.value, one.label) for one in access.scopes_of(actor=actor) if one is not Scope.READ]
        if scopes:
            self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]
        else:
            del self.fields["scopes"]


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*_EVERYBODY)
@proof.asked_to_change
def api_tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens, and those of the staff for who may end them; a POST makes one."""
    actor, at = actor_of(request), clock.now()
    form = TokenForm(request.POST or None, actor=actor, today=clock.legal_day(at=at))
    if request.method == "POST" and form.is_valid():
        try:
            secret = service.make(actor=actor, at=at, **{"scopes": (), **form.cleaned_data})
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            request.session[_SHOWN_ONCE] = secret
            return redirect("api_tokens")
    tokens = [_line(one, at) for one in people.api_tokens(actor=actor)]
    context = {
        "form": form,
        "secret": request.session.pop(_SHOWN_ONCE, ""),
        "own": [one for one in tokens if one["owner"].pk == actor.user_id],
        "of_staff": [one for one in tokens if one["owner"].pk != actor.user_id and one["works"]],
        "may_end_others": access.may(actor=actor, act=Act.END_TOKEN_OF_STAFF),
    }
    return render(request, "account/api_tokens.html", context)


@require_POST
@desk(*_EVERYBODY)
def end(request: HttpRequest, token: int) -> HttpResponse:
    """Ends a token at once; that needs no proof, for it opens nothing."""
    actor = actor_of(request)
    found = get_object_or_404(people.api_tokens(actor=actor), pk=token)
    service.revoke(actor=actor, token=found, at=clock.now())
    messages.success(request, _("The token %(name)s works no longer.") % {"name": found.name})
    return redirect("api_tokens")


def _line(token: ApiToken, at: datetime) -> dict[str, Any]:
    return {
        "token": token,
        "owner": token.membership.user,
        "scopes": [Scope(one).label for one in token.scopes],
        "works": token.works(at=at),
        "last_day": clock.legal_day(at=token.expires_at - timedelta(seconds=1)),
    }
