"""The Party's desk: what is asked, when it is due and why, and how to answer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import access, selectors
from cases.access import Act, Audience
from cases.models import InformationRequest, Party, Submission
from cases.services import submissions
from cases.services.refusals import Refused
from cases.services.requests import NotAwaitingAnswer
from cases.web import dates, steps
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.party import answering, pages
from cases.web.party.forms import AnswerForm
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
            "can_answer": access.may(actor=actor, act=Act.ANSWER_REQUEST, stage=found.stage),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Audience.PARTY)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answers a request: ``act`` is "check" to see it first, "change" to go back; without it, it is sent."""
    actor, at = actor_of(request), clock.now()
    found = get_object_or_404(selectors.request_of(actor=actor, reference=reference))
    today = clock.legal_day(at=at)
    form = AnswerForm(request.POST or None, today=today) if request.POST else AnswerForm.blank(today=today)
    act = request.POST.get("act", "")
    taken = taking.take(request=request, record=found, key=taking.key_of(request), at=at)
    if act == "change" or taken.stay:
        return _form(request, found, AnswerForm(initial=request.POST.dict(), today=today), taken.refusals)
    if request.method == "POST" and form.is_valid():
        try:
            if act == "check":
                draft = answering.draft(request=found, given=form.cleaned_data, at=at)
                return _check(request, found, form, draft)
            sent = submissions.answer(actor=actor, request=found, at=at, **form.cleaned_data)
            return redirect("party:receipt", reference=found.reference, key=sent.key)
        except NotAwaitingAnswer as error:
            return _closed(request, found, form, str(error))
        except Refused as error:
            form.refuse(error)
    if not access.may(actor=actor, act=Act.ANSWER_REQUEST, stage=found.stage):
        return _closed(request, found, form, "")
    return _form(request, found, form)


@require_safe
@desk(Audience.PARTY)
def receipt(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """What was received, when, and what it did to the steps."""
    actor = actor_of(request)
    submission = get_object_or_404(
        Submission.objects.visible_to(actor).select_related("request__party", "recorded_by"),
        request__reference=reference,
        key=key,
    )
    found = submission.request
    taking.sent(actor=actor, submissions=[submission])
    return render(
        request,
        "party/receipt.html",
        {
            "information_request": found,
            "submission": submission,
            "instant": dates.instant(submission.recorded_at),
            "carried": steps.carried_by(submission),
            "effect": answering.effect(request=found, submission=submission),
        },
    )


def _form(
    request: HttpRequest, found: InformationRequest, form: AnswerForm, refusals: Sequence[Refused] = ()
) -> HttpResponse:
    today = form.today
    views = steps.step_views(steps=selectors.steps_of(request=found, on=today), today=today)
    context = {
        "information_request": found,
        "form": form,
        "step": steps.next_open(views),
        "steps": views,
        "documents": _documents(request, found, form, refusals),
    }
    return render(request, "party/answer.html", context)


def _check(
    request: HttpRequest, found: InformationRequest, form: AnswerForm, draft: Submission
) -> HttpResponse:
    context = {
        "information_request": found,
        "form": form,
        "submission": draft,
        "carried": steps.carried_by(draft),
        "effect": answering.preview(request=found, submission=draft),
        "documents": _documents(request, found, form),
    }
    return render(request, "party/check.html", context)


def _documents(
    request: HttpRequest, found: InformationRequest, form: AnswerForm, refusals: Sequence[Refused] = ()
) -> taking.Widget:
    key = form["key"].value()
    return taking.widget(actor=actor_of(request), record=found, key=key, refusals=refusals)


def _closed(request: HttpRequest, found: InformationRequest, form: AnswerForm, refusal: str) -> HttpResponse:
    """Nothing more is asked: says so, and keeps in sight what was typed."""
    context = {"information_request": found, "form": form, "refusal": refusal}
    return render(request, "party/closed.html", context, status=409)
