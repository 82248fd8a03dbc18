"""The shape of a status beside its words: the one that the timeline picture draws."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.timeline_picture.draw import SHAPES
from compliance.rules.types import Status

register = template.Library()


@register.simple_tag
def status_shape(status: str) -> SafeString:
    """A small picture that repeats what the words beside it say, so it is hidden from screen readers."""
    return format_html(
        '<svg class="status-shape" viewBox="-9 -9 18 18" width="14" height="14" aria-hidden="true" '
        'focusable="false"><path fill="currentColor" fill-rule="evenodd" d="{}"/></svg>',
        SHAPES[Status(status)],
    )
