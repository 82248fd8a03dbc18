"""Who asks: the bearer of a token. A session opens nothing here: no page of another site can ask in its name."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from cases.access import Actor
from cases.services import api_tokens
from cases.services.api_tokens import Bearer
from compliance import clock


class BearerToken(BaseAuthentication):
    """``Authorization: Bearer citesdesk_...``; every token that does not work is told the same."""

    def authenticate(self, request: Request) -> tuple[Any, Bearer] | None:
        """The account and its bearer; None without the header. Raises: AuthenticationFailed."""
        given = request.headers.get("Authorization", "")
        if not given:
            return None
        kind, _space, secret = given.partition(" ")
        at = clock.now()
        bearer = api_tokens.bearer_of(secret=secret.strip(), at=at) if kind.lower() == "bearer" else None
        if bearer is None:
            raise AuthenticationFailed(_("This token does not work. It may have ended: make another."))
        api_tokens.note_use(token=bearer.token, on=clock.legal_day(at=at))
        if "Accept-Language" not in request.headers:
            translation.activate(bearer.user.language)
        return bearer.user, bearer

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Compliance desk"'


class WithToken(BasePermission):
    """Nobody without a token; what its bearer sees and does is for the querysets and the services to say."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, Bearer)


def actor_of(request: Request) -> Actor:
    """The actor of a request that came with a token."""
    bearer: Bearer = request.auth
    return bearer.actor
