"""What every page is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cases import access
from cases.web.notices import views


def site(request: HttpRequest) -> dict[str, Any]:
    """The actor, how many notices wait, whether this is the demonstration and whether there is a public register.

    Error pages may have no actor. Notices are counted where a page shows the number, and not before.
    """
    actor = getattr(request, "actor", access.NOBODY)
    return {
        "actor": actor,
        "unread": SimpleLazyObject(lambda: views.unread(actor)),
        "demonstration": settings.DEMONSTRATION,
        "public_register": settings.PUBLIC_REGISTER,
    }
