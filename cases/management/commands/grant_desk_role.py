"""Gives the application's role in the database what it needs, and nothing that rewrites the record."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser

from cases.record import grants
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = (
        "Run by the owner of the database after every migrate. Exit code 1 where the role can do too much all the "
        "same, 2 where there is no such role."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role in DATABASE_URL of web, worker and beat, such as desk_app")
        parser.add_argument("--show", action="store_true", help="print the statements and run none")

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["role"]
        try:
            if options["show"]:
                statements = grants.sql(role=role)
                self.answer(payload={"statements": statements}, text=statements, options=options)
                return
            grants.grant(role=role)
        except grants.NotGranted as error:
            self.refuse(str(error))
        self._say(role, grants.too_much(role=role), options)

    def _say(self, role: str, too_much: list[str], options: dict[str, Any]) -> None:
        text = f"{role} may do the work of the desk, and cannot rewrite the record."
        if too_much:
            text = f"{role} can rewrite the record: it {', it '.join(too_much)}."
        self.answer(payload={"role": role, "too_much": too_much}, text=text, options=options)
        if too_much:
            sys.exit(1)
