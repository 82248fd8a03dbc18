"""Writes days in templates as ``compliance.days`` does: ``{{ day|written:_("j F Y") }}``."""

from __future__ import annotations

from datetime import date

from django import template

from compliance import days

register = template.Library()


@register.filter(expects_localtime=True)
def written(day: date | None, form: str) -> str:
    """A day or an instant in one of Django's date formats, in the reader's language; nothing for None."""
    return days.written(day, form) if day else ""
