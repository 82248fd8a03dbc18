"""The site for a WSGI server."""

from __future__ import annotations

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings")


class Utf8Request(WSGIRequest):
    """Reads the address as UTF-8 whatever a header says: some encodings would stop Django before any page answers.

    What the header says stays known, for ``cases.web.middleware.ReadableRequests`` to refuse.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    request_class = Utf8Request


django.setup(set_prefix=False)
application = Handler()
