"""A draft by itself: saved while it is typed, and thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import selectors
from cases.access import Audience
from cases.services import answer_drafts
from cases.services.answer_drafts import AlreadyAnswered, Stale
from cases.services.refusals import Refused
from cases.services.requests import NotAwaitingAnswer
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.party import writing
from compliance import clock

_CONFLICT, _UNPROCESSABLE = 409, 422


@require_POST
@desk(Audience.PARTY)
def save(request: HttpRequest, reference: str) -> HttpResponse:
    """Saves what was typed so far, for a script: the version that it is now, or why it was not saved.

    409 where it cannot be saved as it is (a colleague saved meanwhile, it was
    sent, the request was withdrawn), 422 for words that cannot be kept.
    """
    actor = actor_of(request)
    found = get_object_or_404(selectors.request_of(actor=actor, reference=reference))
    try:
        draft = writing.keep(request=request, record=found, at=clock.now())
    except (Stale, AlreadyAnswered, NotAwaitingAnswer) as error:
        return JsonResponse({"message": str(error)}, status=_CONFLICT)
    except Refused as error:
        return JsonResponse({"message": str(error)}, status=_UNPROCESSABLE)
    if draft is None:
        return JsonResponse({"saved": False})
    return JsonResponse({"saved": True, "key": draft.key, "seen": draft.version})


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Audience.PARTY)
def discard(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks whether to throw the draft away; a POST does, where nobody has changed it since it was shown."""
    actor = actor_of(request)
    found = get_object_or_404(selectors.request_of(actor=actor, reference=reference))
    status = 200
    if request.method == "POST":
        try:
            answer_drafts.discard(actor=actor, request=found, seen=writing.seen(request.POST))
        except Stale:
            status = _CONFLICT
        else:
            messages.success(
                request, _("The answer that was being written is thrown away. Nothing was sent.")
            )
            return redirect("party:request", reference=found.reference)
    draft = answer_drafts.of_request(actor=actor, request=found)
    if draft is None:
        messages.info(request, _("No answer to this request is being written."))
        return redirect("party:request", reference=found.reference)
    context = {
        "information_request": found,
        "draft": draft,
        "saved": writing.saved_words(draft, actor=actor),
        "documents": taking.widget(actor=actor, record=found, key=draft.key),
        "changed": status == _CONFLICT,
    }
    return render(request, "party/discard.html", context, status=status)
