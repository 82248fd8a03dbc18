"""Views of the list of requests: saved under a name, shared with colleagues, and the columns of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import access
from cases.access import Act, Actor, Audience
from cases.models import SavedView
from cases.services import saved_views as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import columns
from cases.web.secretariat.asked import Asked
from cases.web.secretariat.filters import Reader
from cases.web.secretariat.forms import DeskForm, missing
from compliance import clock


class ViewForm(DeskForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the view"),
        max_length=80,
        error_messages=missing(gettext_lazy("Give the view a name.")),
        help_text=gettext_lazy("Such as: Overdue in Asia. A view of yours with the same name is replaced."),
    )
    shared = forms.BooleanField(
        label=gettext_lazy("My colleagues see it too"),
        required=False,
        help_text=gettext_lazy("Everybody at the Secretariat can open it; only you can change it."),
    )


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A view in the menu; ``is_here`` where the list shows it now."""

    view: SavedView
    url: str
    is_own: bool
    is_here: bool


def menu(*, actor: Actor, query: str = "") -> list[MenuEntry]:
    """One's own views and then the colleagues', by name; ``query`` is that of the list shown now."""
    found = SavedView.objects.visible_to(actor).select_related("owner").order_by("name", "pk")
    entries = [
        MenuEntry(
            view=view,
            url=f"{reverse('secretariat:requests')}?{view.query}",
            is_own=view.owner_id == actor.user_id,
            is_here=bool(query) and view.query == query,
        )
        for view in found
    ]
    return sorted(entries, key=lambda entry: not entry.is_own)


@desk(Audience.SECRETARIAT)
def views(request: HttpRequest) -> HttpResponse:
    """All views that the reader sees; what is sent here is saved as one more."""
    actor, at = actor_of(request), clock.now()
    sent = QueryDict(request.POST.get("query", request.GET.urlencode()))
    asked = Asked(sent, reader=Reader(actor, clock.legal_day(at=at)))
    form = ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            view = service.save(actor=actor, query=asked.query(), at=at, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
            return redirect(asked.url())
    context = {"form": form, "asked": asked, "entries": menu(actor=actor)}
    return render(request, "secretariat/views.html", context)


@desk(Audience.SECRETARIAT)
def change(request: HttpRequest, view: int) -> HttpResponse:
    """Another name for a view of one's own, and whether colleagues see it."""
    actor = actor_of(request)
    found = _own(actor, view)
    form = ViewForm(request.POST or None, initial={"name": found.name, "shared": found.shared})
    if request.method == "POST" and form.is_valid():
        try:
            service.change(actor=actor, view=found, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The view is changed."))
            return redirect("secretariat:views")
    return render(request, "secretariat/view_change.html", {"form": form, "view": found})


@desk(Audience.SECRETARIAT)
def delete(request: HttpRequest, view: int) -> HttpResponse:
    """Asks first; no request is touched."""
    actor = actor_of(request)
    found = _own(actor, view)
    if request.method == "POST":
        service.delete(actor=actor, view=found)
        messages.success(request, _("The view “%(name)s” is deleted.") % {"name": found.name})
        return redirect("secretariat:views")
    return render(request, "secretariat/view_delete.html", {"view": found})


@desk(Audience.SECRETARIAT)
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Remembers the columns that were marked, and goes back to the list as it was."""
    actor = actor_of(request)
    query = QueryDict(request.POST.get("query", ""))
    asked = Asked(query, reader=Reader(actor, clock.legal_day(at=clock.now())))
    if request.method == "POST":
        marked = [] if "usual" in request.POST else request.POST.getlist("column")
        chosen = [one.name for one in columns.TO_CHOOSE if one.name in marked]
        service.choose_columns(actor=actor, columns=chosen)
        messages.success(request, _("The list keeps these columns for you."))
    return redirect(asked.url())


def _own(actor: Actor, key: int) -> SavedView:
    """Raises: Http404 for what the actor does not see; PermissionDenied for a colleague's view."""
    found: SavedView = get_object_or_404(SavedView.objects.visible_to(actor), pk=key)
    access.require(actor=actor, act=Act.SAVE_VIEW)
    if found.owner_id != actor.user_id:
        raise PermissionDenied(_("This view is a colleague's. Save one of your own."))
    return found
