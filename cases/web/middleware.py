"""Gives every request its actor: the person in the role in which they act."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from cases import access
from cases.access import Actor
from compliance.accounts import policy


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request; ``NOBODY`` before sign-in."""
    return request.actor  # type: ignore[attr-defined,no-any-return]  # set by ActorMiddleware


def lacks_factor(request: HttpRequest) -> bool:
    """Whether the reader's role requires a second factor that they have not set up: until then they are nobody."""
    return bool(actor_of(request) == access.NOBODY and getattr(request, "lacks_factor", False))


class ActorMiddleware:
    """Sets ``request.actor``, read from the membership once a request and only where it is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return access.NOBODY
    actor = access.actor_of(user_id=request.user.pk)
    if actor.role and policy.lacks_factor(user_id=request.user.pk, role=actor.role):
        request.lacks_factor = True  # type: ignore[attr-defined]
        return access.NOBODY
    return actor
