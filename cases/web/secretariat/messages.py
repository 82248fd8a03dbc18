"""Letters: what was not delivered, what waits for an address, and the text of each."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases import access, correspondence, mail_received, paging, selectors
from cases.access import Act, Actor, Audience
from cases.models import PersonalNotice
from cases.selectors import COUNT_CAP
from cases.services import letter_handling
from cases.web import letter_files
from cases.web.door import desk
from cases.web.middleware import actor_of
from compliance import clock
from notifications import delivery
from notifications.letters import Recipient
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
    mail_count = selectors.capped_count(found=mail_received.waiting(actor=actor))
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
        "came_back": _came_back(actor),
        "mail_waiting": mail_count,
        "mail_is_capped": mail_count >= COUNT_CAP,
        "pauses": correspondence.pauses_visible(actor=actor),
        "paused_by_setting": settings.DELIVERY_PAUSED,
        "may_retry": access.may(actor=actor, act=Act.RETRY_MESSAGE),
        "may_word": access.may(actor=actor, act=Act.KEEP_WORDING),
    }
    return render(request, "secretariat/messages.html", context)


def _came_back(actor: Actor) -> list[Message]:
    """The letters that came back longest ago: as each is dealt with, the next appears."""
    found = correspondence.messages_visible(actor=actor).came_back().with_return().order_by("pk")
    return list(found[: paging.SIZE])


@desk(Audience.SECRETARIAT)
def letter(request: HttpRequest, message: int) -> HttpResponse:
    """One letter as it was frozen: the same bytes on every attempt."""
    actor = actor_of(request)
    visible = correspondence.messages_visible(actor=actor).select_related("wording")
    found = get_object_or_404(visible, pk=message)
    may_retry = access.may(actor=actor, act=Act.RETRY_MESSAGE) and found.state == Message.State.FAILED
    context = {
        "letter": found,
        "record": found.notice.request or found.notice.matter,
        "person": found.notice.person,
        "events": found.events.order_by("at", "pk"),
        "opened": _opened(actor, found),
        "may_retry": may_retry,
        "waits_until": _waits_until(found),
    }
    return render(request, "secretariat/letter.html", context)


@require_safe
@desk(Audience.SECRETARIAT)
def letter_html(request: HttpRequest, message: int) -> HttpResponse:
    """The letter as mail programs show it."""
    visible = correspondence.messages_visible(actor=actor_of(request))
    return letter_files.page(get_object_or_404(visible, pk=message).html)


@require_safe
@desk(Audience.SECRETARIAT)
def letter_pdf(request: HttpRequest, message: int) -> HttpResponse:
    """What went with a formal letter."""
    visible = correspondence.messages_visible(actor=actor_of(request)).select_related("pdf")
    return letter_files.attached(get_object_or_404(visible, pk=message).pdf)


def _opened(actor: Actor, letter: Message) -> list[PersonalNotice]:
    """Who of the Party opened it on the desk: told of the notice and not of one address."""
    if letter.recipient != Recipient.PARTY:
        return []
    return correspondence.opened_on_the_desk(actor=actor, notices=[letter.notice]).get(letter.notice_id, [])


def _waits_until(letter: Message) -> datetime | None:
    """When it goes, where it waits for the Party's working day and was not tried yet: as the clocks show there."""
    waits = letter.state == Message.State.PENDING and not letter.attempts and letter.time_zone
    if not waits or letter.not_before <= clock.now():
        return None
    there = letter.not_before.astimezone(ZoneInfo(letter.time_zone))
    return there.replace(tzinfo=None)  # a template would turn it to the time at the seat


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


@require_POST
@desk(Audience.SECRETARIAT)
def retry_all(request: HttpRequest) -> HttpResponse:
    """Puts every letter that was given up back in line."""
    count = letter_handling.retry_all(actor=actor_of(request), at=clock.now())
    said = ngettext("%(count)s letter is in line again.", "%(count)s letters are in line again.", count)
    messages.success(request, said % {"count": count})
    return redirect("secretariat:messages")


@require_POST
@desk(Audience.SECRETARIAT)
def settle(request: HttpRequest, message: int) -> HttpResponse:
    """Takes a letter that came back off the list."""
    actor = actor_of(request)
    found = get_object_or_404(correspondence.messages_visible(actor=actor), pk=message)
    letter_handling.settle(actor=actor, message=found, at=clock.now())
    messages.success(request, _("The letter is off the list; the report stays with it."))
    return redirect("secretariat:messages")
