"""Letters that wait because somebody decided so: which, why, and letting them go on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases import access, correspondence, selectors
from cases.access import Act, Actor, Audience
from cases.models import InformationRequest, Party
from cases.services import letter_handling
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.forms import DeskForm, missing, parties
from compliance import clock
from notifications.models import DeliveryPause


class PauseForm(DeskForm):
    """Which letters wait, and why."""

    scope = forms.ChoiceField(
        label=gettext_lazy("What waits"),
        choices=DeliveryPause.Scope.choices,
        widget=forms.RadioSelect,
        error_messages=missing(gettext_lazy("Choose which letters wait.")),
    )
    party = forms.ModelChoiceField(
        label=gettext_lazy("Party"),
        queryset=Party.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a Party"),
        help_text=gettext_lazy("Where the letters to one Party wait."),
    )
    request = forms.CharField(
        label=gettext_lazy("Information request"),
        required=False,
        max_length=20,
        help_text=gettext_lazy(
            "Its reference, such as IR-2026-0001, where the letters about one request wait."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        error_messages=missing(gettext_lazy("Say why the letters wait: colleagues will ask.")),
        help_text=gettext_lazy("For colleagues; the Party does not see it."),
    )

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.actor = actor
        self.fields["party"].queryset = parties(actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Only what the chosen scope asks for goes on."""
        cleaned = super().clean() or {}
        scope = cleaned.pop("scope", "")
        if scope == DeliveryPause.Scope.PARTY and not cleaned.get("party"):
            self.add_error("party", _("Choose the Party whose letters wait."))
        cleaned["party"] = cleaned.get("party") if scope == DeliveryPause.Scope.PARTY else None
        cleaned["request"] = self._request(cleaned) if scope == DeliveryPause.Scope.REQUEST else None
        return cleaned

    def _request(self, cleaned: dict[str, Any]) -> InformationRequest | None:
        reference = cleaned.get("request", "").strip().upper()
        found = selectors.request_of(actor=self.actor, reference=reference).first()
        if found is None:
            self.add_error("request", _("There is no request with this reference."))
        return found


@desk(Audience.SECRETARIAT)
def list_pauses(request: HttpRequest) -> HttpResponse:
    """What waits now, and for those who decide it, a form to hold more back."""
    actor = actor_of(request)
    may_pause = access.may(actor=actor, act=Act.PAUSE_DELIVERY)
    form = PauseForm(request.POST or None, actor=actor)
    if request.method == "POST":
        access.require(actor=actor, act=Act.PAUSE_DELIVERY)
        if form.is_valid() and _paused(request, actor=actor, form=form):
            return redirect("secretariat:pauses")
    context = {
        "pauses": correspondence.pauses_visible(actor=actor),
        "form": form,
        "may_pause": may_pause,
        "paused_by_setting": settings.DELIVERY_PAUSED,
        "working_hours": settings.WORKING_HOURS,
    }
    return render(request, "secretariat/pauses.html", context)


@require_POST
@desk(Audience.SECRETARIAT)
def end(request: HttpRequest, pause: int) -> HttpResponse:
    """Lets the letters of one pause go on."""
    actor = actor_of(request)
    found = get_object_or_404(correspondence.pauses_visible(actor=actor), pk=pause)
    letter_handling.resume(actor=actor, pause=found, at=clock.now())
    messages.success(request, _("The letters go on. They are handed over within a minute."))
    return redirect("secretariat:pauses")


def _paused(request: HttpRequest, *, actor: Actor, form: PauseForm) -> bool:
    """Whether the service took what was typed; its refusal stands beside the field."""
    try:
        letter_handling.pause(actor=actor, at=clock.now(), **form.cleaned_data)
    except Refused as error:
        form.refuse(error)
        return False
    messages.success(request, _("These letters wait from now on. Notices go on being made on their days."))
    return True
