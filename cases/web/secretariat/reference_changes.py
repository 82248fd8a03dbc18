"""The history of an entry of reference data, in words; and the merge of two that are the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases import access, paging, reference_history, rule_set_words
from cases.access import Act, Actor, Audience
from cases.models import FocalPoint
from cases.reference_history import Names
from cases.services import merging
from cases.services.merging import Plan
from cases.services.refusals import Refused
from cases.web import dates
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.forms_reference import MergeForm
from cases.web.secretariat.reference import find, find_kind
from cases.web.secretariat.reference_kinds import Kind, language_name
from compliance import clock
from compliance.rules import loader


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, in words; an empty text where it held nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One state of an entry: when it came, by whose act, why, and what it changed."""

    at: datetime
    who: str
    is_first: bool
    reason: str
    changes: list[Change]


@desk(Audience.SECRETARIAT)
def history(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Who changed what, when; the latest first."""
    actor, chosen = actor_of(request), find_kind(kind)
    found = find(actor, chosen, record)
    states = reference_history.states(actor=actor, record=found)
    page = paging.page(found=states, after=request.GET.get("after", ""), order=paging.NEWEST_FIRST)
    rows = list(page.rows)
    if rows and page.next_key:  # what the last one of the page replaced
        rows += states.filter(pk__lt=rows[-1].pk).order_by("-pk")[:1]
    address = reverse("secretariat:reference_history", args=[kind, record])
    context = {
        "kind": chosen,
        "record": found,
        "entries": _entries(actor, chosen, rows, len(page.rows)),
        "page": page,
        "first_url": address,
        "next_url": f"{address}?after={page.next_key}",
        "may_keep": access.may(actor=actor, act=chosen.act) and not getattr(found, "merged_into_id", None),
    }
    return render(request, "secretariat/reference_history.html", context)


def _entries(actor: Actor, kind: Kind, rows: list[Any], shown: int) -> list[Entry]:
    names = reference_history.names(actor=actor, kind=kind.model, states=rows)
    older = [*rows[1:], None]
    return [_entry(kind, new, old, names) for new, old in list(zip(rows, older, strict=True))[:shown]]


def _entry(kind: Kind, new: Any, old: Any, names: Names) -> Entry:
    fields = {field.name: field for field in kind.model._meta.concrete_fields if not field.primary_key}
    if old is None:
        told = [(name, None, getattr(new, field.attname)) for name, field in fields.items()]
    else:
        delta = new.diff_against(old, included_fields=list(fields))
        told = [(one.field, one.old, one.new) for one in delta.changes]
    changes = [
        Change(
            str(capfirst(fields[name].verbose_name)),
            _in_words(fields[name], before, names),
            _in_words(fields[name], after, names),
        )
        for name, before, after in told
    ]
    return Entry(
        at=new.history_date,
        who=new.history_user.name if new.history_user else _("the desk itself"),
        is_first=old is None,
        reason=new.history_change_reason or "",
        changes=[change for change in changes if change.before or change.after],
    )


def _in_words(field: Any, value: Any, names: Names) -> str:
    """A stored value as a reader says it."""
    if value in (None, ""):
        return ""
    if field.is_relation:
        return names.get((field.related_model, value), _("an entry that you do not see"))
    if field.name == "language":
        return language_name(str(value))
    if field.name == "rule_set_code":
        titles = {one.code: one.title for one in loader.all_rule_sets()}
        return rule_set_words.in_words(titles.get(str(value), str(value)))
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return dates.plain(value) if hasattr(value, "isoformat") else str(value)


@desk(Audience.SECRETARIAT)
def merge(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Two pages: which entry is kept and why, then what moves; only the second merges."""
    actor, chosen = actor_of(request), find_kind(kind)
    if not chosen.mergeable:
        raise Http404
    found = find(actor, chosen, record)
    access.require(actor=actor, act=Act.MERGE_DUPLICATES)
    form = MergeForm(request.POST or None, others=_others(actor, chosen, found))
    plan = None
    if request.method == "POST" and form.is_valid():
        plan = _planned(actor, chosen, form, record)
        if plan and "confirmed" in request.POST and _merged(actor, chosen, form, record):
            messages.success(request, _("The two are one entry now; the history says so."))
            return redirect("secretariat:reference_history", kind=kind, record=record)
    context = {"kind": chosen, "record": found, "form": form, "plan": plan}
    if plan and form.is_valid() and "change" not in request.POST:
        return render(request, "secretariat/reference_merge_confirm.html", context)
    return render(request, "secretariat/reference_merge.html", context)


def _others(actor: Actor, kind: Kind, duplicate: Any) -> Any:
    """What it could be the duplicate of: of the same Party for a person, and nothing merged already."""
    found = kind.visible(actor).filter(merged_into__isnull=True).exclude(pk=duplicate.pk)
    if isinstance(duplicate, FocalPoint):
        found = found.filter(party_id=duplicate.party_id)
    return found.order_by(kind.order().field, "pk")


def _planned(actor: Actor, kind: Kind, form: MergeForm, duplicate: int) -> Plan | None:
    try:
        kept = form.cleaned_data["kept"].pk
        return merging.plan(actor=actor, kind=kind.model, duplicate=duplicate, kept=kept)
    except Refused as error:
        form.refuse(error)
        return None


def _merged(actor: Actor, kind: Kind, form: MergeForm, duplicate: int) -> bool:
    try:
        merging.merge(
            actor=actor,
            kind=kind.model,
            duplicate=duplicate,
            kept=form.cleaned_data["kept"].pk,
            reason=form.cleaned_data["reason"],
            on=clock.legal_day(at=clock.now()),
            seen=form.cleaned_data["seen"],
        )
    except Refused as error:
        form.refuse(error)
        return False
    return True
