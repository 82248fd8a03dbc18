"""What the browser is to forget when somebody leaves."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]

FORGET = '"cache", "storage"'
"""Not its cookies: the session's is worth nothing by then, and the next page says that one was signed out."""


def forgetting(view: View) -> View:
    """Signing out: whoever sits down next finds no page in the browser's memory."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        was_signed_in = request.user.is_authenticated
        response = view(request, *args, **kwargs)
        if was_signed_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = FORGET
        return response

    return wrapped
