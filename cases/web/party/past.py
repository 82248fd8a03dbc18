"""Every request that a Party has received, found again by where it stands and by words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases import searching
from cases.access import Actor, Audience
from cases.models import InformationRequest, Party
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.party import pages
from cases.web.readable import Readable
from compliance import clock

SIZE = 25
_SENT = InformationRequest.Stage.SENT
STANDS = {
    "open": (gettext_lazy("Something is asked"), Q(stage=_SENT, next_due_on__isnull=False)),
    "answered": (gettext_lazy("Answered, nothing due"), Q(stage=_SENT, next_due_on__isnull=True)),
    "withdrawn": (
        gettext_lazy("Withdrawn by the Secretariat"),
        Q(stage=InformationRequest.Stage.WITHDRAWN),
    ),
}


class SearchForm(Readable, forms.Form):
    """Words to look for, and where a request stands."""

    q = forms.CharField(
        label=gettext_lazy("Words"),
        help_text=gettext_lazy(
            "From the requests, your answers and the names of documents, or a reference such as IR-2026-0001."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    stands = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        required=False,
        choices=[("", gettext_lazy("All")), *((code, label) for code, (label, _condition) in STANDS.items())],
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Some requests, the newest first. ``next_key`` is where the next page begins, "" on the last."""

    requests: list[InformationRequest]
    is_first: bool
    next_key: str


@require_safe
@desk(Audience.PARTY)
def past(request: HttpRequest) -> HttpResponse:
    """All requests of the Party, a page at a time, and those that words or a state ask for."""
    actor, today = actor_of(request), clock.today()
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "stands": ""}
    found = matching(actor=actor, words=asked["q"], stands=asked["stands"])
    page = page_of(found=found, after=request.GET.get("after", ""))
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "party": get_object_or_404(Party.objects.visible_to(actor), pk=actor.party_id),
        "form": form,
        "asked": kept,
        "page": page,
        "rows": pages.rows(actor=actor, requests=page.requests, today=today),
        "first": f"?{urlencode(kept)}",
        "next": f"?{urlencode(kept | {'after': page.next_key})}" if page.next_key else "",
    }
    return render(request, "party/past.html", context)


def matching(*, actor: Actor, words: str, stands: str) -> QuerySet[InformationRequest]:
    """The requests of the actor's Party that these words find, in one state; all of them where nothing is asked."""
    visible = InformationRequest.objects.visible_to(actor)
    found = searching.found(actor=actor, text=words) if words else visible
    return found.filter(STANDS[stands][1]) if stands else found


def page_of(*, found: QuerySet[InformationRequest], after: str, size: int = SIZE) -> Page:
    """Those after the key ``after``, by the date of the request and the primary key, the newest first.

    A key reads ``2026-11-30,42``; one that cannot be read begins at the first page.
    """
    key = _read(after)
    if key:
        day, pk = key
        found = found.filter(Q(sent_on__lte=day) & (Q(sent_on__lt=day) | Q(pk__lt=pk)))
    rows = list(found.order_by("-sent_on", "-pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    last = rows[-1] if more else None
    return Page(rows, key is None, f"{last.sent_on},{last.pk}" if last else "")


def _read(after: str) -> tuple[date, int] | None:
    day, _comma, number = after.partition(",")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
