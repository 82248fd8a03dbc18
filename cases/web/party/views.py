"""The Party's desk: what is asked, when it is due and why, and how to answer."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases import access, selectors
from cases.access import Act, Audience
from cases.models import InformationRequest, Party
from cases.services import answer_drafts
from cases.web import steps
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.party import pages, writing
from compliance import clock

PAGE = 25


@require_safe
@desk(Audience.PARTY)
def home(request: HttpRequest) -> HttpResponse:
    """What is due next and why, then every request to this Party."""
    actor, today = actor_of(request), clock.today()
    found = InformationRequest.objects.visible_to(actor).select_related("party")
    page = Paginator(found.order_by("-sent_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    urgent = next(iter(selectors.most_urgent(actor=actor, limit=1)), None)
    steps_due = (
        steps.step_views(steps=selectors.steps_of(request=urgent, on=today), today=today) if urgent else []
    )
    return render(
        request,
        "party/home.html",
        {
            "party": get_object_or_404(Party.objects.visible_to(actor), pk=actor.party_id),
            "asked": found.filter(stage=InformationRequest.Stage.SENT, next_due_on__isnull=False).count(),
            "information_request": urgent,
            "step": steps.next_open(steps_due),
            "can_answer": urgent and access.may(actor=actor, act=Act.ANSWER_REQUEST, stage=urgent.stage),
            "page": page,
            "rows": pages.rows(actor=actor, requests=list(page), today=today),
        },
    )


@require_safe
@desk(Audience.PARTY)
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One request: where it stands, its next date and why, and all that was said about it."""
    actor, today = actor_of(request), clock.today()
    found = get_object_or_404(selectors.request_of(actor=actor, reference=reference))
    file = selectors.case_file(actor=actor, request=found, on=today)
    taking.sent(actor=actor, submissions=file.submissions)
    views = steps.step_views(steps=file.steps, today=today)
    step = steps.next_open(views)
    meeting = selectors.next_meeting(actor=actor, on=today)
    draft = answer_drafts.of_request(actor=actor, request=found)
    settled_status, settled_words = pages.settled(request=found)
    return render(
        request,
        "party/request.html",
        {
            "information_request": found,
            "step": step,
            "steps": views,
            "settled_status": settled_status,
            "settled_words": settled_words,
            "settled_note": pages.settled_note(request=found),
            "meeting_note": steps.meeting_note(due_on=step.due_on, meeting=meeting) if step else "",
            "picture": steps.picture(
                request=found,
                steps=views,
                today=today,
                meeting=meeting,
                happenings=steps.happenings(
                    request=found, submissions=file.submissions, assessments=file.assessments
                ),
            ),
            "chronology": pages.chronology(file=file),
            "seen_by": pages.seen_by(request=found),
            "draft": draft,
            "saved": writing.saved_words(draft, actor=actor) if draft else "",
            "can_answer": access.may(actor=actor, act=Act.ANSWER_REQUEST, stage=found.stage),
        },
    )
