"""Creating once: the same key with the same body gives the same answer, however often it is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.problems import KeyReused
from cases.models import KeptAnswer
from cases.services import kept_answers
from cases.services.api_tokens import Bearer
from compliance import clock

HEADER = "Idempotency-Key"
_KEPT_HEADERS = ("Location", "ETag")
_LONGEST = 255


def once(request: Request, make: Callable[[], Response]) -> Response:
    """Makes something, in one transaction with its key where one was given.

    A refusal keeps nothing: the same key can be used for what is mended. Raises:
    KeyReused for a key that came with another request.
    """
    key = _key_of(request)
    if not key:
        return make()
    bearer: Bearer = request.auth
    with transaction.atomic():
        kept, is_new = kept_answers.begin(
            membership_id=bearer.token.membership_id, key=key, asked=_asked(request), at=clock.now()
        )
        if not is_new:
            return _again(request, kept)
        response = make()
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        body = JSONRenderer().render(response.data).decode()
        kept_answers.keep(kept=kept, status=response.status_code, headers=headers, body=body)
    return response


def _again(request: Request, kept: KeptAnswer) -> Response:
    if kept.asked != _asked(request):
        raise KeyReused(_("This Idempotency-Key came with another request before. Use a new key."))
    data: Any = json.loads(kept.body)
    return Response(data, status=kept.status, headers={**kept.headers, "Idempotency-Replayed": "true"})


def _key_of(request: Request) -> str:
    """Raises: ParseError for a key that is none."""
    key: str = request.headers.get(HEADER, "")
    if len(key) > _LONGEST or not (key.isascii() and key.isprintable()):
        raise ParseError(_("An Idempotency-Key has at most 255 plain characters."))
    return key


def _asked(request: Request) -> str:
    """A digest of the method, the address and the body, however its fields are ordered."""
    body = json.dumps(request.data, sort_keys=True, default=str)
    return hashlib.sha256(f"{request.method} {request.path}\n{body}".encode()).hexdigest()
