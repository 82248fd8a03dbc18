"""The Committee's desk: what was brought to it, and what is public anyway."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases import committee, matter_file, selectors
from cases.access import Audience
from cases.models import ComplianceMatter
from cases.web.committee import matter_page, pages
from cases.web.committee.filters import Asked
from cases.web.door import desk
from cases.web.middleware import actor_of
from compliance import clock

PAGE = 25


@require_safe
@desk(Audience.COMMITTEE)
def home(request: HttpRequest) -> HttpResponse:
    """The matters brought to the Committee that the filters keep, the newest first; the public record, set apart."""
    actor = actor_of(request)
    asked = Asked(request.GET, actor=actor)
    public = selectors.matters_visible(actor=actor).filter(origin=ComplianceMatter.Origin.PUBLIC_RECORD)
    page = Paginator(asked.found, PAGE).get_page(request.GET.get("page"))
    record = Paginator(public.order_by("party__iso2", "pk"), PAGE).get_page(request.GET.get("record"))
    context = {
        "page": page,
        "rows": pages.rows(actor=actor, matters=list(page)),
        "record": record,
        "consulted": matter_file.consultations_waiting(actor=actor),
        "asked": asked,
        "form": asked.form,
        "applied": asked.applied,
        "clear_url": reverse("committee:home"),
        "query": asked.query,
    }
    return render(request, "committee/home.html", context)


@require_safe
@desk(Audience.COMMITTEE)
def matter(request: HttpRequest, reference: str) -> HttpResponse:
    """One matter: what the Committee is asked, measures and deadlines, what was released; none of the rest."""
    actor, today = actor_of(request), clock.today()
    found = get_object_or_404(selectors.matter_of(actor=actor, reference=reference))
    is_public = found.origin == ComplianceMatter.Origin.PUBLIC_RECORD
    context = {
        "matter": found,
        "is_public_record": is_public,
        "source_is_link": pages.is_link(found.public_source),
        "meeting": pages.meeting_words(meeting=found.brought_to),
        "events": pages.events(found=selectors.matter_events(actor=actor, matter=found)),
        # A preview for the Secretariat is drawn for nobody in particular, who has no notes.
        "notes": committee.own_notes(actor=actor, matter=found) if actor.user_id else None,
        **({} if is_public else matter_page.of(actor=actor, matter=found, today=today)),
    }
    return render(request, "committee/matter.html", context)
