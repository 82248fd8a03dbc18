"""Commands that answer in text or JSON, and refuse in one line with exit code 2."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser


class PlainCommand(BaseCommand):
    """A command with ``--format``; a bad argument is one line on standard error and exit code 2."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument("--format", choices=("text", "json"), default="text", help="how to answer")

        def refuse(message: str) -> NoReturn:
            print(f"{subcommand}: {' '.join(message.split())}", file=sys.stderr)
            sys.exit(2)

        parser.error = refuse  # type: ignore[method-assign]
        self.refuse = refuse
        return parser

    def answer(self, *, payload: dict[str, Any], text: str, options: dict[str, Any]) -> None:
        """Writes the payload as JSON, or the text, as was asked."""
        as_json = options["format"] == "json"
        self.stdout.write(json.dumps(payload, indent=2, ensure_ascii=False) if as_json else text)
