"""The page of one action on a matter, or on something that belongs to it: asks, calls its service, answers.

Whether it can be done now is the table's to say.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases import access, selectors
from cases.access import Actor, Audience
from cases.models import ComplianceMatter, PlanStep
from cases.services import matter_stages
from cases.services.refusals import Refused
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.matter_pages import ITEM_PAGES, PAGES, Page
from compliance import clock
from compliance.rules.stage_table import Action

_WORDS = ("what", "question", "text")
"""Where a record that an action is about holds its words."""


@desk(Audience.SECRETARIAT)
def act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """The page of one action on a matter."""
    if act not in PAGES:
        raise Http404
    matter = _find(actor_of(request), reference)
    return _shown(request, PAGES[act], matter, subject=matter)


@desk(Audience.SECRETARIAT)
def item_act(request: HttpRequest, reference: str, act: str, item: int) -> HttpResponse:
    """The page of one action on something that belongs to a matter."""
    page = ITEM_PAGES.get(act)
    if page is None or page.of is None:
        raise Http404
    actor = actor_of(request)
    matter = _find(actor, reference)
    within = {"measure__matter": matter} if page.of is PlanStep else {"matter": matter}
    subject = get_object_or_404(page.of.objects.visible_to(actor).filter(**within), pk=item)
    return _shown(request, page, matter, subject=subject)


def _shown(request: HttpRequest, page: Page, matter: ComplianceMatter, *, subject: Any) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    access.require(actor=actor, act=page.act)
    if request.method != "POST" and (away := _turned_away(request, page, matter)):
        return away
    taken = taking.Taken()
    if page.with_documents and request.method == "POST":
        taken = taking.take(request=request, record=matter, key=taking.key_of(request), at=at)
    typed = request.POST if request.method == "POST" and not taken.stay else None
    form = page.form(typed, actor=actor, matter=matter, initial=request.POST.dict())
    if form.is_valid():
        try:
            page.do(actor=actor, at=at, **{page.named: subject}, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is on record."))
            return redirect("secretariat:matter", reference=matter.reference)
    about = next((words for name in _WORDS if (words := getattr(subject, name, ""))), "") if page.of else ""
    context = {"matter": matter, "form": form, "page": page, "about": about}
    if page.with_documents:
        key = form["key"].value()
        context["documents"] = taking.widget(actor=actor, record=matter, key=key, refusals=taken.refusals)
    return render(request, "secretariat/matter_act.html", context)


def _turned_away(request: HttpRequest, page: Page, matter: ComplianceMatter) -> HttpResponse | None:
    """Back to the matter, with the reason, where this cannot be done now."""
    if page.act.value not in {action.value for action in Action}:
        return None
    known = matter_stages.known(matter=matter)
    reason, source = matter_stages.why_not(matter=matter, action=Action(page.act), on_record=known)
    if matter.origin != ComplianceMatter.Origin.SECRETARIAT:
        reason, source = _("This is the public record; it is not a file of the Secretariat."), ""
    if not reason:
        return None
    messages.error(request, f"{reason} ({source})" if source else reason)
    return redirect("secretariat:matter", reference=matter.reference)


def _find(actor: Actor, reference: str) -> ComplianceMatter:
    return get_object_or_404(selectors.matter_of(actor=actor, reference=reference))
