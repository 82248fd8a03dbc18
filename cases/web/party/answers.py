"""Answering: the form with its draft, what it would do, both versions where two colleagues wrote at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import access, selectors
from cases.access import Act, Audience
from cases.models import AnswerDraft, InformationRequest
from cases.services import answer_drafts, submissions
from cases.services.answer_drafts import AlreadyAnswered, Stale
from cases.services.refusals import Refused
from cases.services.requests import NotAwaitingAnswer
from cases.web import steps
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.party import answering, effects, writing
from cases.web.party.forms import AnswerForm
from compliance import clock

_CHOICES = ("mine", "theirs", "both")
"""What to keep of two versions."""


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Audience.PARTY)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answers a request: ``act`` says what the button was for; without one the answer is sent.

    "check" shows first what it would do, "change" goes back, "save" keeps it for
    later, and "mine", "theirs" or "both" choose between two versions. Whatever is
    not sent is saved first.
    """
    actor, at = actor_of(request), clock.now()
    found = get_object_or_404(selectors.request_of(actor=actor, reference=reference))
    if request.method != "POST":
        return _begin(request, found, at)
    taken = taking.take(request=request, record=found, key=taking.key_of(request), at=at)
    try:
        return _act(request, found, taken, at)
    except Stale as error:
        return _compare(request, found, error, at)
    except AlreadyAnswered as error:
        return _further(request, found, error, at)
    except NotAwaitingAnswer as error:
        return _closed(request, found, _bound(request, None, at), str(error))


def _act(request: HttpRequest, found: InformationRequest, taken: taking.Taken, at: datetime) -> HttpResponse:
    act = request.POST.get("act", "")
    if taken.stay:
        return _attached(request, found, taken.refusals, at)
    if act == "change":
        return _form(request, found, AnswerForm(initial=request.POST.dict(), today=clock.legal_day(at=at)))
    if act in _CHOICES:
        return _chosen(request, found, act, at)
    if act in ("check", "save"):
        return _saved(request, found, act, at)
    return _send(request, found, at)


def _begin(request: HttpRequest, found: InformationRequest, at: datetime) -> HttpResponse:
    """The form as it was left, or an empty one."""
    actor, today = actor_of(request), clock.legal_day(at=at)
    draft = answer_drafts.of_request(actor=actor, request=found)
    form = AnswerForm.of_draft(draft, today=today) if draft else AnswerForm.blank(today=today)
    if not access.may(actor=actor, act=Act.ANSWER_REQUEST, stage=found.stage):
        return _closed(request, found, form, "", draft=draft)
    return _form(request, found, form, draft=draft)


def _attached(
    request: HttpRequest, found: InformationRequest, refusals: Sequence[Refused], at: datetime
) -> HttpResponse:
    """Documents were attached or taken back: what was typed beside them is saved too."""
    try:
        draft = writing.keep(request=request, record=found, at=at)
    except (Stale, AlreadyAnswered, NotAwaitingAnswer):
        raise
    except Refused as error:
        draft, refusals = None, [*refusals, error]
    data = writing.form_data(request=request, draft=draft)
    form = AnswerForm(initial=data.dict(), today=clock.legal_day(at=at))
    return _form(request, found, form, refusals, draft=draft)


def _saved(request: HttpRequest, found: InformationRequest, act: str, at: datetime) -> HttpResponse:
    """Saves first; then shows what the answer would do, or leaves it for later."""
    try:
        draft = writing.keep(request=request, record=found, at=at)
    except (Stale, AlreadyAnswered, NotAwaitingAnswer):
        raise
    except Refused as error:
        form = _bound(request, None, at)
        if form.is_valid():
            form.refuse(error)
        return _form(request, found, form)
    if act == "save":
        _say_saved(request, draft)
        return redirect("party:request", reference=found.reference)
    form = _bound(request, draft, at)
    if form.is_valid():
        try:
            return _check(request, found, form, at)
        except Refused as error:
            form.refuse(error)
    return _form(request, found, form, draft=draft)


def _chosen(request: HttpRequest, found: InformationRequest, act: str, at: datetime) -> HttpResponse:
    """Keeps one of two versions, or both in one, and goes on with it."""
    mine = writing.typed(request.POST)
    theirs = answer_drafts.of_request(actor=actor_of(request), request=found)
    if theirs is None:
        raise Stale(None)
    kept = answer_drafts.typed_in(theirs)
    words = {"mine": mine, "theirs": kept, "both": writing.both(kept, mine)}[act]
    try:
        draft = writing.keep(request=request, record=found, at=at, words=words)
    except (Stale, AlreadyAnswered, NotAwaitingAnswer):
        raise
    except Refused as error:
        form = _bound(request, None, at)
        form.is_valid()
        form.add_error(None, str(error))
        return _form(request, found, form)
    _say_saved(request, draft)
    return redirect("party:answer", reference=found.reference)


def _send(request: HttpRequest, found: InformationRequest, at: datetime) -> HttpResponse:
    actor, form = actor_of(request), _bound(request, None, at)
    if form.is_valid():
        try:
            sent = submissions.answer(actor=actor, request=found, at=at, **form.cleaned_data)
        except (Stale, AlreadyAnswered, NotAwaitingAnswer):
            raise
        except Refused as error:
            form.refuse(error)
        else:
            return redirect("party:receipt", reference=found.reference, key=sent.key)
    if not access.may(actor=actor, act=Act.ANSWER_REQUEST, stage=found.stage):
        return _closed(request, found, form, "")
    return _form(request, found, form)


def _bound(request: HttpRequest, draft: AnswerDraft | None, at: datetime) -> AnswerForm:
    data = writing.form_data(request=request, draft=draft)
    return AnswerForm(data, today=clock.legal_day(at=at))


def _say_saved(request: HttpRequest, draft: AnswerDraft | None) -> None:
    if draft:
        messages.success(
            request, _("Saved, and not sent. You or a colleague can continue whenever you want.")
        )
    else:
        messages.info(request, _("There was nothing to save yet."))


# What is shown.


def _form(
    request: HttpRequest,
    found: InformationRequest,
    form: AnswerForm,
    refusals: Sequence[Refused] = (),
    *,
    draft: AnswerDraft | None = None,
    note: str = "",
) -> HttpResponse:
    today, actor = form.today, actor_of(request)
    views = steps.step_views(steps=selectors.steps_of(request=found, on=today), today=today)
    context = {
        "information_request": found,
        "form": form,
        "step": steps.next_open(views),
        "steps": views,
        "draft": draft,
        "saved": writing.saved_words(draft, actor=actor) if draft else "",
        "note": note,
        "documents": _documents(request, found, form["key"].value(), refusals),
    }
    return render(request, "party/answer.html", context)


def _check(request: HttpRequest, found: InformationRequest, form: AnswerForm, at: datetime) -> HttpResponse:
    """Raises: Refused where the record would not take it."""
    submission = answering.draft(request=found, given=form.cleaned_data, at=at)
    effect = answering.preview(request=found, submission=submission)
    documents = _documents(request, found, form["key"].value())
    context = {
        "information_request": found,
        "form": form,
        "submission": submission,
        "effect": effects.words(effect=effect, submission=submission),
        "documents": documents,
    }
    return render(request, "party/check.html", context)


def _compare(request: HttpRequest, found: InformationRequest, stale: Stale, at: datetime) -> HttpResponse:
    """Nothing was saved over: both versions, side by side; where the other one is gone, the form again."""
    mine, theirs = writing.typed(request.POST), stale.draft
    if theirs is None:
        form = AnswerForm(
            initial={**request.POST.dict(), "key": uuid.uuid4(), "seen": 0}, today=clock.legal_day(at=at)
        )
        note = _(
            "A colleague threw the saved answer away, with the documents attached to it. What you typed is still here."
        )
        return _form(request, found, form, note=note)
    own_key = request.POST.get("own_key") or str(taking.key_of(request) or "")
    data = {"key": theirs.key, "seen": theirs.version}
    form = AnswerForm(initial=request.POST.dict() | data, today=clock.legal_day(at=at))
    context = {
        "information_request": found,
        "form": form,
        "own_key": own_key,
        "fields": [(form[name], getattr(theirs, name), getattr(mine, name)) for name in answer_drafts.NAMES],
        "draft": theirs,
        "saved": writing.saved_words(theirs, actor=actor_of(request)),
        "is_mine": theirs.saved_by_id == actor_of(request).user_id,
    }
    return render(request, "party/compare.html", context, status=409)


def _further(
    request: HttpRequest, found: InformationRequest, error: AlreadyAnswered, at: datetime
) -> HttpResponse:
    """The answer went out meanwhile: what was typed stays, as the beginning of a further one."""
    data = {**request.POST.dict(), "key": uuid.uuid4(), "seen": 0}
    form = AnswerForm(initial=data, today=clock.legal_day(at=at))
    return _form(request, found, form, note=str(error))


def _documents(
    request: HttpRequest, found: InformationRequest, key: object, refusals: Sequence[Refused] = ()
) -> taking.Widget:
    return taking.widget(actor=actor_of(request), record=found, key=key, refusals=refusals)


def _closed(
    request: HttpRequest,
    found: InformationRequest,
    form: AnswerForm,
    refusal: str,
    *,
    draft: AnswerDraft | None = None,
) -> HttpResponse:
    """Nothing more is asked: says so, and keeps in sight what was typed or saved."""
    actor = actor_of(request)
    context = {
        "information_request": found,
        "form": form,
        "refusal": refusal,
        "draft": draft,
        "saved": writing.saved_words(draft, actor=actor) if draft else "",
        "documents": _documents(request, found, form["key"].value()) if draft else None,
    }
    return render(request, "party/closed.html", context, status=409)
