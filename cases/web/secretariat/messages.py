"""Letters: what was not delivered, what waits for an address, and the text of each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import access, correspondence, selectors
from cases.access import Act, Audience
from cases.selectors import COUNT_CAP
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import paging
from compliance import clock
from notifications import delivery
from notifications.models import Message


@desk(Audience.SECRETARIAT)
def undelivered(request: HttpRequest) -> HttpResponse:
    """Letters given up after the last attempt, and notices whose Party has no address on record."""
    actor = actor_of(request)
    failed = correspondence.messages_visible(actor=actor).failed()
    waiting = correspondence.waiting_for_address(actor=actor)
    page = paging.page(found=failed, after=request.GET.get("after", ""))
    failed_count = selectors.capped_count(found=failed)
    waiting_count = selectors.capped_count(found=waiting)
    url = reverse("secretariat:messages")
    context = {
        "page": page,
        "first_url": url,
        "next_url": f"{url}?after={page.next_key}",
        "failed_count": failed_count,
        "failed_is_capped": failed_count >= COUNT_CAP,
        "waiting": correspondence.parties_without_address(actor=actor),
        "waiting_count": waiting_count,
        "waiting_is_capped": waiting_count >= COUNT_CAP,
        "may_retry": access.may(actor=actor, act=Act.RETRY_MESSAGE),
    }
    return render(request, "secretariat/messages.html", context)


@desk(Audience.SECRETARIAT)
def letter(request: HttpRequest, message: int) -> HttpResponse:
    """One letter as it was frozen: the same bytes on every attempt."""
    actor = actor_of(request)
    found = get_object_or_404(correspondence.messages_visible(actor=actor), pk=message)
    may_retry = access.may(actor=actor, act=Act.RETRY_MESSAGE) and found.state == Message.State.FAILED
    record = found.notice.request or found.notice.matter
    context = {"letter": found, "record": record, "may_retry": may_retry}
    return render(request, "secretariat/letter.html", context)


@require_POST
@desk(Audience.SECRETARIAT)
def retry(request: HttpRequest, message: int) -> HttpResponse:
    """Puts a letter that was given up back in line."""
    actor, at = actor_of(request), clock.now()
    found = get_object_or_404(correspondence.messages_visible(actor=actor), pk=message)
    access.require(actor=actor, act=Act.RETRY_MESSAGE)
    delivery.retry(message=found, at=at)
    messages.success(
        request,
        _("The letter to %(address)s is in line again, with its text as it was.")
        % {"address": found.address},
    )
    return redirect("secretariat:messages")
