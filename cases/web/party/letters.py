"""The letters that a Party received about a request or a matter: the list on its page, and each to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cases import letters_received
from cases.access import Actor, Audience
from cases.models import ComplianceMatter, InformationRequest
from cases.models.deadline import Step
from cases.web import dates, letter_files
from cases.web.door import desk
from cases.web.middleware import actor_of
from notifications.models import Message, Notice


@dataclass(frozen=True, slots=True)
class Letter:
    """What was mailed, when and to which addresses; ``message`` is the one to read."""

    message: Message
    what: str
    about: str
    sent_at: datetime | None
    addresses: list[str]


def of_request(*, actor: Actor, request: InformationRequest) -> list[Letter]:
    """The letters about a request, the earliest first, in the reader's language where they were written in it."""
    groups = letters_received.of_request(actor=actor, request=request, prefer=_language())
    return [_letter(group) for group in groups]


def of_matter(*, actor: Actor, matter: ComplianceMatter) -> list[Letter]:
    """The same about a matter."""
    groups = letters_received.of_matter(actor=actor, matter=matter, prefer=_language())
    return [_letter(group) for group in groups]


def _language() -> str:
    return (get_language() or "en")[:2]


@require_safe
@desk(Audience.PARTY)
def letter(request: HttpRequest, reference: str, message: int) -> HttpResponse:
    """One letter as it was mailed."""
    visible = letters_received.letters_to(actor=actor_of(request)).select_related("notice__request__party")
    found = get_object_or_404(visible, pk=message, notice__request__reference=reference)
    context = {
        "information_request": found.notice.request,
        "letter": _letter([found]),
        "sent": dates.moment(found.sent_at) if found.sent_at else "",
    }
    return render(request, "party/letter.html", context)


@require_safe
@desk(Audience.PARTY)
def letter_pdf(request: HttpRequest, reference: str, message: int) -> HttpResponse:
    """What went with a formal letter."""
    visible = letters_received.letters_to(actor=actor_of(request)).select_related("pdf")
    found = get_object_or_404(visible, pk=message, notice__request__reference=reference)
    return letter_files.attached(found.pdf)


@require_safe
@desk(Audience.PARTY)
def matter_letter_pdf(request: HttpRequest, reference: str, message: int) -> HttpResponse:
    """What went with a formal letter about a matter."""
    visible = letters_received.letters_about_matters(actor=actor_of(request)).select_related("pdf")
    found = get_object_or_404(visible, pk=message, notice__matter__reference=reference)
    return letter_files.attached(found.pdf)


def _letter(group: Iterable[Message]) -> Letter:
    messages = list(group)
    first = messages[0]
    return Letter(
        message=first,
        what=str(first.notice.get_code_display()),
        about=_about(first.notice),
        sent_at=first.sent_at,
        addresses=sorted(one.address for one in messages),
    )


def _about(notice: Notice) -> str:
    """Which step a letter of the calendar is about; an act speaks for itself."""
    return str(Step(notice.step).label) if notice.step else ""
