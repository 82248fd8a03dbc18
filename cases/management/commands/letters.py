"""Prints the registry of letters, from the code that sends them."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from compliance.management.plain import PlainCommand
from notifications import frame, wording
from notifications.letters import BY_KEY, SOURCE_LANGUAGE, Letter
from notifications.variables import VARIABLES


class Command(PlainCommand):
    help = "Prints every letter: to whom and when it goes, by which paragraph, and its variables; for docs/letters.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(SOURCE_LANGUAGE):
            payload = {key: _as_data(letter) for key, letter in BY_KEY.items()}
            self.answer(payload=payload, text=_markdown(), options=options)


def _as_data(letter: Letter) -> dict[str, Any]:
    return {
        "label": str(letter.label),
        "to": letter.recipient.value,
        "when": str(letter.when),
        "paragraph": letter.paragraph,
        "formal": letter.formal,
        "variables": list(letter.variables),
        "required": sorted(wording.required(letter)),
    }


def _markdown() -> str:
    lines = [
        "| letter | to | when it goes | paragraph | PDF | variables (**must be there**) |",
        "| --- | --- | --- | --- | --- | --- |",
        *map(_row, BY_KEY.values()),
        "",
        "| variable | what it stands for | such as |",
        "| --- | --- | --- |",
    ]
    examples = frame.examples(BY_KEY["request_sent.party"], SOURCE_LANGUAGE)
    for name, variable in VARIABLES.items():
        lines.append(f"| `{{{name}}}` | {variable.meaning} | {_such_as(examples[name])} |")
    return "\n".join(lines)


def _row(letter: Letter) -> str:
    required = wording.required(letter)
    names = ", ".join(f"**{name}**" if name in required else name for name in letter.variables)
    formal = "yes" if letter.formal else ""
    to = letter.recipient.label
    return f"| {letter.label} (`{letter.key}`) | {to} | {letter.when} | {letter.paragraph} | {formal} | {names} |"


def _such_as(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if isinstance(value[0], str) else ", ".join(value[0])
    return str(value).partition("\n")[0]
