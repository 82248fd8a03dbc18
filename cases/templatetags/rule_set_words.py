"""What a published text says of itself, in the reader's language: ``{{ rule_set.title|of_text }}``."""

from __future__ import annotations

from django import template

from cases import rule_set_words

register = template.Library()


@register.filter
def of_text(words: str) -> str:
    """A title, note or source of a rule set."""
    return rule_set_words.in_words(words)
