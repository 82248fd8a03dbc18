"""Issues the notices due on a day; the same that beat does every hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.db import OperationalError, ProgrammingError, connection

from cases.services import sweep_runs
from compliance import clock
from compliance.management import arguments
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Makes every notice that a day calls for exist, once, however often it is run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=arguments.day, help="the day at the seat, YYYY-MM-DD (default: today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        on = options["on"] or clock.legal_day(at=at)
        counter = _QueryCounter()
        try:
            watched = connection.execute_wrapper(counter)
            swept = sweep_runs.run(on=on, at=at, now=clock.now, watched=watched)
        except (OperationalError, ProgrammingError) as error:
            self.refuse(f"the database does not answer or is not set up (manage.py migrate): {_line(error)}")
        payload = {
            "on": on.isoformat(),
            "notices_created": swept.notices_created,
            "by_code": swept.by_code,
            "queries": counter.count,
        }
        kinds = "".join(f"\n  {code}: {count}" for code, count in swept.by_code.items())
        text = f"{on}: {swept.notices_created} notices created, {counter.count} queries{kinds}"
        self.answer(payload=payload, text=text, options=options)


class _QueryCounter:
    """Counts statements as they pass; transaction control is not counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def _line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
