"""Reference data: one set of pages over the table of kinds: what there is, the list of each, adding and correcting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases import access, paging
from cases.access import Act, Actor, Audience
from cases.models import Party
from cases.models.party import Region
from cases.services import reference as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import meeting_moves
from cases.web.secretariat.forms_reference import ReferenceForm
from cases.web.secretariat.reference_kinds import KINDS, Kind
from compliance import clock


@desk(Audience.SECRETARIAT)
def index(request: HttpRequest) -> HttpResponse:
    """The kinds of reference data, and the regions, which are a fixed list."""
    context = {"kinds": KINDS.values(), "regions": _regions(actor_of(request))}
    return render(request, "secretariat/reference.html", context)


@desk(Audience.SECRETARIAT)
def entries(request: HttpRequest, kind: str) -> HttpResponse:
    """The entries of one kind, by name or the newest first; searched by name."""
    actor, chosen = actor_of(request), find_kind(kind)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "all")}
    page = paging.page(
        found=_found(actor, chosen, asked["q"], everything=bool(asked["all"])),
        order=chosen.order(),
        after=request.GET.get("after", ""),
    )
    may_keep = access.may(actor=actor, act=chosen.act)
    context = {
        "kind": chosen,
        "rows": [_row(chosen, one, may_keep) for one in page.rows],
        "page": page,
        "q": asked["q"],
        "everything": bool(asked["all"]),
        "may_keep": may_keep,
        "first_url": _list_url(chosen, **asked),
        "next_url": _list_url(chosen, **asked, after=page.next_key),
    }
    return render(request, "secretariat/reference_list.html", context)


@desk(Audience.SECRETARIAT)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Adds an entry."""
    actor, chosen = actor_of(request), find_kind(kind)
    access.require(actor=actor, act=chosen.act)
    form = chosen.new_form(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid() and _kept(actor, chosen, form, clock.now(), key=None):
        messages.success(request, _("It is on record."))
        return redirect("secretariat:reference_list", kind=kind)
    return render(request, "secretariat/reference_edit.html", {"kind": chosen, "form": form})


@desk(Audience.SECRETARIAT)
def edit(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Corrects an entry; what it said before stays in its history."""
    actor, chosen, at = actor_of(request), find_kind(kind), clock.now()
    found = find(actor, chosen, record)
    access.require(actor=actor, act=chosen.act)
    name = str(found)  # before the form writes what was typed over it
    form = chosen.form(request.POST or None, actor=actor, instance=found)
    if request.method == "POST" and form.is_valid() and _kept(actor, chosen, form, at, key=record):
        messages.success(request, _("The change is on record; what it replaced is in the history."))
        for sentence in meeting_moves.moved(actor=actor, record=found, at=at):
            messages.info(request, sentence)
        return redirect("secretariat:reference_list", kind=kind)
    context = {
        "kind": chosen,
        "form": form,
        "record": found,
        "name": name,
        "tied": meeting_moves.tied(actor=actor, record=found),
        "may_merge": chosen.mergeable and access.may(actor=actor, act=Act.MERGE_DUPLICATES),
    }
    return render(request, "secretariat/reference_edit.html", context)


def _regions(actor: Actor) -> list[tuple[str, int]]:
    """Each region with how many Parties the actor sees there; one query."""
    found = Party.objects.visible_to(actor).present().order_by().values_list("region")
    counts = dict(found.annotate(Count("pk", distinct=True)))
    return [(str(region.label), counts.get(region.value, 0)) for region in Region]


def find_kind(slug: str) -> Kind:
    """Raises: Http404."""
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def find(actor: Actor, kind: Kind, key: int) -> Any:
    """The entry of a page. Raises: Http404 where the actor does not see it."""
    return get_object_or_404(kind.visible(actor), pk=key)


def _found(actor: Actor, kind: Kind, asked: str, *, everything: bool) -> QuerySet[Any]:
    found = kind.visible(actor) if everything else kind.visible(actor).filter(kind.current())
    named = Q()
    for field in kind.search if asked else ():
        named |= Q(**{f"{field}__icontains": asked})
    return found.filter(named)


def _row(kind: Kind, one: Any, may_keep: bool) -> dict[str, Any]:
    """A line: its name, its cells under their columns, and where it leads."""
    merged = getattr(one, "merged_into_id", None)
    leads = "reference_edit" if may_keep and not merged else "reference_history"
    return {
        "name": str(one),
        "cells": list(zip(kind.columns[1:], kind.cells(one), strict=True)),
        "url": reverse(f"secretariat:{leads}", args=[kind.slug, one.pk]),
        "history_url": reverse("secretariat:reference_history", args=[kind.slug, one.pk]),
    }


def _kept(actor: Actor, kind: Kind, form: ReferenceForm, at: datetime, *, key: int | None) -> bool:
    """Whether the service took it; what it refuses is beside the fields."""
    try:
        service.keep(
            actor=actor,
            kind=kind.model,
            key=key,
            fields=form.kept,
            at=at,
            seen=form.cleaned_data.get("seen", ""),
        )
    except Refused as error:
        form.refuse(error)
        return False
    return True


def _list_url(kind: Kind, **query: str) -> str:
    address = reverse("secretariat:reference_list", args=[kind.slug])
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{address}?{given}" if given else address
