"""What the site checks of itself before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from compliance.rules import loader
from compliance.rules.types import RuleError


@checks.register()
def rule_sets_parse(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every rule set file reads, and the default is among them."""
    try:
        loader.get(code=loader.DEFAULT)
    except RuleError as error:
        return [checks.Error(f"The rule sets do not read: {error}", id="compliance.E001")]
    return []


@checks.register()
def letters_have_templates(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every letter that can be due has the template that it is written from."""
    from notifications import letters

    missing: list[checks.CheckMessage] = []
    for letter in letters.REGISTRY.values():
        try:
            get_template(letter.template)
        except TemplateDoesNotExist:
            missing.append(
                checks.Error(f"{letter.code} has no template {letter.template}", id="compliance.E002")
            )
    return missing
