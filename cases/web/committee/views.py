"""The Committee's desk: what was brought to it, and what is public anyway."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases import matter_file, selectors
from cases.access import Audience
from cases.models import ComplianceMatter
from cases.web.committee import matter_page, pages
from cases.web.door import desk
from cases.web.middleware import actor_of
from compliance import clock

PAGE = 25


@require_safe
@desk(Audience.COMMITTEE)
def home(request: HttpRequest) -> HttpResponse:
    """The matters brought to the Committee, the newest first; the public record, set apart."""
    actor = actor_of(request)
    visible = selectors.matters_visible(actor=actor)
    brought = visible.filter(origin=ComplianceMatter.Origin.SECRETARIAT).order_by("-brought_on", "-pk")
    public = visible.filter(origin=ComplianceMatter.Origin.PUBLIC_RECORD).order_by("party__iso2", "pk")
    page = Paginator(brought.select_related("party", "brought_to"), PAGE).get_page(request.GET.get("page"))
    record = Paginator(public.select_related("party"), PAGE).get_page(request.GET.get("record"))
    rows = [(matter, pages.meeting_words(meeting=matter.brought_to)) for matter in page]
    consulted = matter_file.consultations_waiting(actor=actor)
    context = {"page": page, "rows": rows, "record": record, "consulted": consulted}
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
        **({} if is_public else matter_page.of(actor=actor, matter=found, today=today)),
    }
    return render(request, "committee/matter.html", context)
