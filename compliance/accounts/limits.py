"""How long a sign-in lasts: until nothing was done for a while, and never longer than a day's work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from compliance import clock
from compliance.accounts import leaving

_SIGNED_IN, _LAST_SEEN = "signed_in_at", "last_seen_at"
_NOTED_EVERY_SECONDS = 60
"""The session is written at most this often, so that reading pages stays reading."""


class SessionLimits:
    """Ends a session ``SESSION_IDLE_SECONDS`` after its last request, ``SESSION_ABSOLUTE_SECONDS`` after sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and _is_over(request):
            logout(request)
            messages.info(request, _("You were signed out because your session ended. Please sign in again."))
            back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            response = redirect(f"{reverse('account_login')}?{back}")
            response.headers["Clear-Site-Data"] = leaving.FORGET
            return response
        return self.get_response(request)


@receiver(user_logged_in)
def _begin(request: HttpRequest, **kwargs: Any) -> None:
    """Marks the session with the instant of sign-in."""
    request.session[_SIGNED_IN] = request.session[_LAST_SEEN] = clock.now().timestamp()


def _goes_by_itself(request: HttpRequest) -> bool:
    """Whether a page that stays open asked, and nobody at it: such a request keeps no session alive."""
    return request.path_info == reverse("notices_count")


def _is_over(request: HttpRequest) -> bool:
    """A session that carries no mark was not begun here, and is over."""
    now = clock.now().timestamp()
    began = request.session.get(_SIGNED_IN, 0)
    seen = request.session.get(_LAST_SEEN, 0)
    if now - began > settings.SESSION_ABSOLUTE_SECONDS or now - seen > settings.SESSION_IDLE_SECONDS:
        return True
    if now - seen > _NOTED_EVERY_SECONDS and not _goes_by_itself(request):
        request.session[_LAST_SEEN] = now
    return False
