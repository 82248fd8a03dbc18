"""The Party's desk: what is asked, when it is due and why, and all that was said about it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases import access, mail_received, selectors
from cases.access import Act, Actor, Audience
from cases.models import InformationRequest, Party
from cases.services import answer_drafts
from cases.web import dates, steps
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.party import letters, pages, writing
from compliance import clock

SHOWN = 25
"""How many requests the first page lists: the most urgent; the rest is one page further."""


@require_safe
@desk(Audience.PARTY)
def home(request: HttpRequest) -> HttpResponse:
    """What is due next and why, then everything else that waits for an answer, the earliest date first."""
    actor, today = actor_of(request), clock.today()
    waiting = selectors.most_urgent(actor=actor, limit=SHOWN + 1)
    urgent = waiting[0] if waiting else None
    due = steps.step_views(steps=selectors.steps_of(request=urgent, on=today), today=today) if urgent else []
    draft = answer_drafts.of_request(actor=actor, request=urgent) if urgent else None
    return render(
        request,
        "party/home.html",
        {
            "party": get_object_or_404(Party.objects.visible_to(actor), pk=actor.party_id),
            "asked": len(waiting[:SHOWN]),
            "more": len(waiting) > SHOWN,
            "information_request": urgent,
            "step": steps.next_open(due),
            "draft": draft,
            "saved": writing.saved_words(draft, actor=actor) if draft else "",
            "can_answer": urgent and access.may(actor=actor, act=Act.ANSWER_REQUEST, stage=urgent.stage),
            "rows": pages.rows(actor=actor, requests=waiting[:SHOWN], today=today),
            "matters": selectors.matters_visible(actor=actor).order_by("-pk")[:SHOWN],
        },
    )


@require_safe
@desk(Audience.PARTY)
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One request: where it stands, its next date and why, and all that was said about it."""
    return _file(request, reference, "party/request.html")


@require_safe
@desk(Audience.PARTY)
def whole_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The same and the full text of every letter, in one piece: to print, or to keep."""
    return _file(request, reference, "party/file.html")


def _file(request: HttpRequest, reference: str, template: str) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(selectors.request_of(actor=actor, reference=reference))
    draft = answer_drafts.of_request(actor=actor, request=found)
    now = clock.now()
    context = {
        "information_request": found,
        **_standing(actor, found),
        "letters": letters.of_request(actor=actor, request=found),
        "mails": mail_received.of_request(actor=actor, request=found),
        "seen_by": pages.seen_by(request=found),
        "draft": draft,
        "saved": writing.saved_words(draft, actor=actor) if draft else "",
        "can_answer": access.may(actor=actor, act=Act.ANSWER_REQUEST, stage=found.stage),
        "now": dates.moment(now),
    }
    return render(request, template, context)


def _standing(actor: Actor, found: InformationRequest) -> dict[str, Any]:
    """Where a request stands today, in words and as a picture, and how it came there."""
    today = clock.today()
    file = selectors.case_file(actor=actor, request=found, on=today)
    taking.sent(actor=actor, submissions=file.submissions)
    views = steps.step_views(steps=file.steps, today=today)
    step = steps.next_open(views)
    meeting = selectors.next_meeting(actor=actor, on=today)
    settled_status, settled_words = pages.settled(request=found)
    happenings = steps.happenings(request=found, submissions=file.submissions, assessments=file.assessments)
    return {
        "step": step,
        "steps": views,
        "settled_status": settled_status,
        "settled_words": settled_words,
        "settled_note": pages.settled_note(request=found),
        "meeting_note": steps.meeting_note(due_on=step.due_on, meeting=meeting) if step else "",
        "picture": steps.picture(
            request=found, steps=views, today=today, meeting=meeting, happenings=happenings
        ),
        "chronology": pages.chronology(file=file),
    }
