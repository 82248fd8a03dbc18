"""The description of the API, for programs and for people; it holds nothing of the record and is open to all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import JSONRenderer


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):  # type: ignore[misc]
    """OpenAPI 3.1."""

    renderer_classes = [OpenApiJsonRenderer, JSONRenderer]
    throttle_classes = []


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description to read and try out, with scripts and styles of this site alone."""
    return render(request, "api/docs.html")
