"""The description of the API, for programs and for people; it holds nothing of the record and is open to all."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, in the reader's language."""
    return HttpResponse(_described(get_language() or "en"), content_type="application/json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description to read and try out, with scripts and styles of this site alone."""
    return render(request, "api/docs.html")


@cache
def _described(language: str) -> bytes:
    """Made once in each language: it changes with the code alone."""
    described = SchemaGenerator().get_schema(request=None, public=True)
    written: bytes = OpenApiJsonRenderer().render(described, renderer_context={})
    return written
