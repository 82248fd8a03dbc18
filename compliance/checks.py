"""What the site checks of itself before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks

from compliance import telemetry
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
    """Every letter that can be due is kept in English; where it is not kept in another language, that is said.

    What ships names the letter's own variables, and all of them in every language.
    """
    from notifications import letters, wording

    found: list[checks.CheckMessage] = []
    for letter in letters.REGISTRY.values():
        for language, _name in settings.LANGUAGES:
            words = wording.shipped(letter, language)
            if words:
                for fault in wording.faults(letter=letter, words=words):
                    text = f"{letter.key} in {language}: {fault.message}"
                    found.append(checks.Error(text, id="compliance.E003"))
            elif language == letters.SOURCE_LANGUAGE:
                found.append(checks.Error(f"{letter.key} is not kept in English", id="compliance.E002"))
            else:
                text = f"{letter.key} is not kept in {language}: it is sent in English"
                found.append(checks.Warning(text, id="compliance.W001"))
    return found


@checks.register()
def telemetry_is_installed(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """What a setting asks for and the lock file does not bring is named, with the packages that do."""
    return [
        checks.Error(
            f"{service.setting} is set, and what it needs is not installed: pip install {service.packages}",
            id="compliance.E004",
        )
        for service in telemetry.SERVICES
        if service.is_missing
    ]
