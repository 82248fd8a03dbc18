"""What every page is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cases import access


def site(request: HttpRequest) -> dict[str, Any]:
    """The actor, whether this is the demonstration, whether there is a public register; error pages may have none."""
    return {
        "actor": getattr(request, "actor", access.NOBODY),
        "demonstration": settings.DEMONSTRATION,
        "public_register": settings.PUBLIC_REGISTER,
    }
