"""The demonstration's people and the codes of their authenticator apps; the page exists only in the demonstration."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.services import demonstration


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who can sign in, and what their phone would show at this moment."""
    codes = {person.email: code for person, code in demonstration.codes()}
    listed = [(person, codes.get(person.email, "")) for person in demonstration.people()]
    return render(request, "demonstration.html", {"listed": listed})
