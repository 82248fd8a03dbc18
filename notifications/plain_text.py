"""From a template and plain values to a subject and a text; what somebody typed is never evaluated."""

from __future__ import annotations

from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation


def render(*, template: str, context: dict[str, str], language: str) -> tuple[str, str]:
    """The first line of the template is the subject; the rest is the text. Values are substituted as they are."""
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)  # noqa: S101  (for the type checker)
    with translation.override(language):
        text = engine.engine.get_template(template).render(Context(context, autoescape=False))
    subject, _, body = text.lstrip().partition("\n")
    return " ".join(subject.split())[:500], body.strip() + "\n"
