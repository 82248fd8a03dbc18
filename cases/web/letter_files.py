"""A letter as a file of its own: its HTML as mail programs show it, and the PDF that went with it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from notifications.formats import html
from notifications.models import LetterPdf


def page(content: str) -> HttpResponse:
    """The HTML of a letter, with its own style and nothing else: no script, no form, nothing fetched.

    Raises: Http404 for a letter that was frozen without.
    """
    if not content:
        raise Http404
    response = HttpResponse(content)
    policy = f"default-src 'none'; style-src '{html.style_hash(content)}'; sandbox"
    return _private(response, policy)


def pdf(content: bytes, *, name: str) -> HttpResponse:
    """A PDF to keep under its name."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return _private(response, "default-src 'none'; sandbox")


def attached(found: LetterPdf | None) -> HttpResponse:
    """What went with a letter. Raises: Http404 where nothing did."""
    if found is None:
        raise Http404
    return pdf(bytes(found.content), name=found.name)


def _private(response: HttpResponse, policy: str) -> HttpResponse:
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
