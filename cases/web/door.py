"""The door of a desk: which audiences may come in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases.access import Audience
from cases.web.middleware import actor_of, lacks_factor

View = Callable[..., HttpResponseBase]


def desk(*audiences: Audience) -> Callable[[View], View]:
    """Marks a view as a page of one audience's desk, or of several.

    A reader who has not signed in is sent to the sign-in page and comes back
    here after it; one whose role requires a second factor is asked to set it up; a
    person of another audience gets 403. What the page shows is still for the
    querysets to say.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if lacks_factor(request):
                return redirect("factor_required")
            if actor_of(request).audience not in audiences:
                raise PermissionDenied(_("This page belongs to another desk than yours."))
            return view(request, *args, **kwargs)

        return guarded

    return decorate
