"""One's notices: how many are unread, the list, and opening one, which is what reads it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases import paging
from cases.access import Actor, Audience
from cases.models import PersonalNotice
from cases.services import personal_notices, personal_words
from cases.web.door import desk
from cases.web.middleware import actor_of
from compliance import clock

MOST = 100
"""The count in the head of a page stops here: beyond it nobody counts."""
_ANY_DESK = (Audience.SECRETARIAT, Audience.PARTY, Audience.COMMITTEE)


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as its reader reads it."""

    notice: PersonalNotice
    sentence: str
    about: str


def unread(actor: Actor) -> int:
    """How many notices wait for the actor, ``MOST`` at most; one query, none for nobody."""
    return len(PersonalNotice.objects.visible_to(actor).unread().order_by().values_list("pk")[:MOST])


@require_safe
@desk(*_ANY_DESK)
def notices(request: HttpRequest) -> HttpResponse:
    """What concerns the reader, the newest first, a page at a time; all of it, or what is unread."""
    actor, only_unread = actor_of(request), "unread" in request.GET
    found = PersonalNotice.objects.visible_to(actor).select_related(
        "request__party", "matter__party", "notice", "by"
    )
    found = found.unread() if only_unread else found
    page = paging.page(found=found, after=request.GET.get("after", ""), order=paging.NEWEST_FIRST)
    first = "?unread=" if only_unread else "?"
    context = {
        "desk": "secretariat/base.html" if actor.audience is Audience.SECRETARIAT else "base.html",
        "page": page,
        "lines": [_line(one, actor) for one in page.rows],
        "only_unread": only_unread,
        "newest": page.rows[0].pk if page.rows and page.is_first else None,
        "first_url": first,
        "next_url": f"{first}&after={page.next_key}",
    }
    return render(request, "notices/notices.html", context)


@require_safe
@desk(*_ANY_DESK)
def count(request: HttpRequest) -> HttpResponse:
    """The link in the head with its count, for a page that stays open; nothing where it shows this count already."""
    found = unread(actor_of(request))
    if request.GET.get("shown") == str(found):
        return HttpResponse(status=204)
    return render(request, "notices/link.html", {"unread": found})


@require_POST
@desk(*_ANY_DESK)
def open_notice(request: HttpRequest, notice: int) -> HttpResponse:
    """Reads a notice and leads to what it is about."""
    actor, found = _read(request, notice)
    return redirect(personal_words.address(notice=found, audience=actor.audience))


@require_POST
@desk(*_ANY_DESK)
def read(request: HttpRequest, notice: int) -> HttpResponse:
    """Reads a notice and stays with the list."""
    _read(request, notice)
    return redirect("notices")


@require_POST
@desk(*_ANY_DESK)
def read_all(request: HttpRequest) -> HttpResponse:
    """Reads all that the page showed or that is older; what came meanwhile stays unread."""
    until = request.POST.get("until", "")
    if not until.isascii() or not until.isdecimal() or len(until) > _DIGITS:
        return redirect("notices")
    done = personal_notices.read_all(actor=actor_of(request), until=int(until), at=clock.now())
    said = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", done)
    messages.success(request, said % {"count": done} if done else _("Everything was read already."))
    return redirect("notices")


_DIGITS = 18
"""Of a key that the database can hold."""


def _read(request: HttpRequest, notice: int) -> tuple[Actor, PersonalNotice]:
    actor = actor_of(request)
    found = get_object_or_404(PersonalNotice.objects.visible_to(actor), pk=notice)
    return actor, personal_notices.read(actor=actor, notice=found, at=clock.now())


def _line(notice: PersonalNotice, actor: Actor) -> Line:
    to = actor.audience
    return Line(
        notice,
        personal_words.sentence(notice=notice, audience=to),
        personal_words.about(notice=notice, audience=to),
    )
