"""The front door: each audience goes to its own desk."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.access import Audience
from cases.web.middleware import actor_of, lacks_factor

_DESKS = {
    Audience.SECRETARIAT: "secretariat:dashboard",
    Audience.PARTY: "party:home",
    Audience.COMMITTEE: "committee:home",
}


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Redirects to the desk of the reader's audience; says what to do where there is none."""
    if lacks_factor(request):
        return redirect("factor_required")
    desk = _DESKS.get(actor_of(request).audience)
    return redirect(desk) if desk else render(request, "no_membership.html", status=403)
