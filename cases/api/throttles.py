"""How often one person's tokens together may ask; counted in the database, for all processes together."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from cases.services.api_tokens import Bearer

_READING = frozenset({"GET", "HEAD"})


class EachPerson(SimpleRateThrottle):
    """One count for reading and one for changing, for a person and not for a token: making more gives no more."""

    rate = "1/min"  # until the request says which

    def allow_request(self, request: Request, view: Any) -> bool:
        self.kind = "reading" if request.method in _READING else "changing"
        self.num_requests, self.duration = self.parse_rate(settings.API_RATES[self.kind])
        allowed: bool = super().allow_request(request, view)
        return allowed

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not isinstance(request.auth, Bearer):
            return None
        return f"api-{self.kind}-{request.auth.user.pk}"
