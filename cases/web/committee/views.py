"""The Committee's desk: what was brought to it, and what is public anyway."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases import selectors
from cases.access import Audience
from cases.models import ComplianceMatter
from cases.web.committee import pages
from cases.web.door import desk
from cases.web.middleware import actor_of
from compliance import clock

PAGE = 25


@require_safe
@desk(Audience.COMMITTEE)
def home(request: HttpRequest) -> HttpResponse:
    """The matters brought to the Committee, the newest first; the public record, set apart."""
    visible = selectors.matters_visible(actor=actor_of(request))
    brought = visible.filter(origin=ComplianceMatter.Origin.SECRETARIAT).order_by("-brought_on", "-pk")
    public = visible.filter(origin=ComplianceMatter.Origin.PUBLIC_RECORD).order_by("party__iso2", "pk")
    page = Paginator(brought.select_related("party", "brought_to"), PAGE).get_page(request.GET.get("page"))
    record = Paginator(public.select_related("party"), PAGE).get_page(request.GET.get("record"))
    rows = [(matter, pages.meeting_words(meeting=matter.brought_to)) for matter in page]
    return render(request, "committee/home.html", {"page": page, "rows": rows, "record": record})


@require_safe
@desk(Audience.COMMITTEE)
def matter(request: HttpRequest, reference: str) -> HttpResponse:
    """One matter with its public events, and the dates of its requests; none of the correspondence."""
    actor, today = actor_of(request), clock.today()
    found = get_object_or_404(selectors.matter_of(actor=actor, reference=reference))
    return render(
        request,
        "committee/matter.html",
        {
            "matter": found,
            "is_public_record": found.origin == ComplianceMatter.Origin.PUBLIC_RECORD,
            "source_is_link": pages.is_link(found.public_source),
            "meeting": pages.meeting_words(meeting=found.brought_to),
            "events": pages.events(found=selectors.matter_events(actor=actor, matter=found)),
            "requests": pages.requests(
                actor=actor,
                found=selectors.requests_of_matter(actor=actor, matter=found),
                meeting=selectors.next_meeting(actor=actor, on=today),
                today=today,
            ),
        },
    )
