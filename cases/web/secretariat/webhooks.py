"""The webhooks of the desk: where they go, what became of each call, and their secrets, each shown once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cases import access, paging, webhooks
from cases.access import Act, Actor, Audience
from cases.services import webhooks as service
from cases.services.refusals import Refused
from cases.web import dates
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.forms import DeskForm, missing
from compliance import clock
from notifications.webhooks.events import Event
from notifications.webhooks.models import WebhookCall, WebhookEndpoint

_SHOWN_ONCE = "webhook_secret"


class EndpointForm(DeskForm):
    """What another system is called with."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("Of the other system, as colleagues call it."),
        error_messages=missing(gettext_lazy("Give it a name by which it is told from the others.")),
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text=gettext_lazy(
            "Of the public internet, beginning with https://. Redirects are not followed."
        ),
        error_messages=missing(gettext_lazy("Give the address that is called.")),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        choices=Event.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each call carries references, days and links; no words of a case."),
        error_messages=missing(gettext_lazy("Choose at least one event.")),
    )


@desk(Audience.SECRETARIAT)
def list_webhooks(request: HttpRequest) -> HttpResponse:
    """Every endpoint with how it does, and the form for one more; a POST makes it."""
    actor = _keeper(request)
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = service.make(actor=actor, at=clock.now(), **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            _show_once(request, made, secret)
            return redirect("secretariat:webhook", endpoint=made.pk)
    context = {"endpoints": webhooks.with_figures(actor=actor), "form": form}
    return render(request, "secretariat/webhooks.html", context)


@desk(Audience.SECRETARIAT)
def webhook(request: HttpRequest, endpoint: int) -> HttpResponse:
    """One endpoint: what it is told, its calls with each attempt, and its secret once; a POST changes it."""
    actor = _keeper(request)
    found = _find(actor, endpoint)
    initial = {"name": found.name, "url": found.url, "events": found.events}
    form = EndpointForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            service.change(actor=actor, endpoint=found, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("The webhook is changed. What waits already goes to the new address.")
            )
            return redirect("secretariat:webhook", endpoint=found.pk)
    return render(request, "secretariat/webhook.html", _page(request, actor, found) | {"form": form})


def _page(request: HttpRequest, actor: Actor, found: WebhookEndpoint) -> dict[str, Any]:
    calls, url = (
        webhooks.calls(actor=actor).filter(endpoint=found),
        reverse("secretariat:webhook", args=[found.pk]),
    )
    page = paging.page(found=calls, after=request.GET.get("after", ""), order=paging.NEWEST_FIRST)
    shown_once = request.session.pop(_SHOWN_ONCE, {}) if request.method == "GET" else {}
    labels = dict(Event.choices)
    return {
        "endpoint": found,
        "secret": shown_once.get("secret", "") if shown_once.get("endpoint") == found.pk else "",
        "old_until": _old_until(found),
        "calls": [(one, labels.get(one.event, _("Test"))) for one in page.rows],
        "failed": calls.failed().exists(),
        "page": page,
        "first_url": url,
        "next_url": f"{url}?after={page.next_key}",
    }


def _old_until(found: WebhookEndpoint) -> str:
    """Until when the old secret signs beside the new one, "" where it does no longer."""
    until = found.old_secret_until
    return dates.moment(until) if until and until > clock.now() else ""


@require_POST
@desk(Audience.SECRETARIAT)
def do(request: HttpRequest, endpoint: int, act: str) -> HttpResponse:
    """One of the buttons of an endpoint: see ``_ACTS``."""
    actor = _keeper(request)
    found = _find(actor, endpoint)
    given: dict[str, Any] = {"actor": actor, "endpoint": found, "at": clock.now()}
    try:
        if act == "rotate":
            _show_once(request, found, service.rotate(**given))
        elif act in _ACTS:
            done, words = _ACTS[act]
            done(**given)
            messages.success(request, words)
        else:
            raise Http404
    except Refused as error:
        messages.error(request, str(error))
    return redirect("secretariat:webhook", endpoint=found.pk)


_ACTS: dict[str, tuple[Any, Any]] = {
    "test": (
        service.send_test,
        gettext_lazy("A test is on its way. Load this page again in a moment to see what came back."),
    ),
    "forget": (service.forget_old_secret, gettext_lazy("The old secret signs no longer.")),
    "off": (
        service.switch_off,
        gettext_lazy("Switched off: nothing more is kept for it, and what waits waits."),
    ),
    "on": (
        service.switch_on,
        gettext_lazy("Switched on: it is told again of what happens, and of what waited."),
    ),
}


@require_POST
@desk(Audience.SECRETARIAT)
def retry(request: HttpRequest, endpoint: int) -> HttpResponse:
    """Puts every call to an endpoint that was given up back in line, or the one that is named."""
    actor = _keeper(request)
    found = _find(actor, endpoint)
    calls = webhooks.calls(actor=actor).filter(endpoint=found, state=WebhookCall.State.FAILED)
    if (named := request.POST.get("call", "")).isdigit() and len(named) < 19:
        calls = calls.filter(pk=int(named))
    keys = list(calls.values_list("pk", flat=True))
    count = service.retry(actor=actor, calls=keys, at=clock.now())
    said = ngettext("%(count)d call is in line again.", "%(count)d calls are in line again.", count)
    messages.success(request, said % {"count": count})
    return redirect("secretariat:webhook", endpoint=found.pk)


def _keeper(request: HttpRequest) -> Actor:
    """Raises: PermissionDenied for whoever does not keep webhooks."""
    actor = actor_of(request)
    access.require(actor=actor, act=Act.KEEP_WEBHOOKS)
    return actor


def _find(actor: Actor, endpoint: int) -> WebhookEndpoint:
    """Raises: Http404."""
    found: WebhookEndpoint = get_object_or_404(webhooks.endpoints(actor=actor), pk=endpoint)
    return found


def _show_once(request: HttpRequest, endpoint: WebhookEndpoint, secret: str) -> None:
    """The next page that is shown of this endpoint has the secret, and none after it."""
    request.session[_SHOWN_ONCE] = {"endpoint": endpoint.pk, "secret": secret}
