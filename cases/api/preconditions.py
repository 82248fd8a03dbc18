"""Versions of objects: what a program read last is what it changes, or it is told."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from cases.api.problems import PreconditionFailed, PreconditionRequired


def etag_of(data: Any) -> str:
    """The version of an object: a digest of all that its reader is shown of it, whichever fields were asked for."""
    return quote_etag(hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32])


def require_match(request: Request, *, etag: str) -> None:
    """That the request names the present version. Raises: PreconditionRequired, PreconditionFailed."""
    given = request.headers.get("If-Match", "")
    if not given:
        raise PreconditionRequired(
            _("Say which version you change: send its ETag as If-Match, so that nothing unseen is lost.")
        )
    if "*" not in (asked := parse_etags(given)) and etag not in asked:
        raise PreconditionFailed(_("It has changed since you read it. Read it again, then decide."))


def is_unchanged(request: Request, *, etag: str) -> bool:
    """Whether the reader has this version already."""
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in asked or etag in {one.removeprefix("W/") for one in asked}
