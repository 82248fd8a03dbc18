"""Takes names and addresses of those who left long ago out of their accounts; the same that beat does every night."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from cases.services import forgetting
from compliance import clock
from compliance.management import arguments
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Forgets people who left: their names, addresses, factors and sessions. What they did stays on record."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--after-days",
            type=arguments.whole_number(30),
            default=settings.FORGET_AFTER_DAYS,
            metavar="DAYS",
            help="how long ago they left (default: FORGET_AFTER_DAYS, %(default)s)",
        )
        parser.add_argument("--dry-run", action="store_true", help="say whom, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["after_days"]:
            self.refuse("FORGET_AFTER_DAYS is 0, which keeps everybody; say --after-days")
        at = clock.now()
        before = at - timedelta(days=options["after_days"])
        dry = options["dry_run"]
        found = (
            forgetting.departed(before=before) if dry else forgetting.forget_departed(before=before, at=at)
        )
        payload = {
            "dry_run": dry,
            "left_before": before.isoformat(),
            "accounts": found.accounts,
            "contacts": found.contacts,
            "invitations": found.invitations,
        }
        words = "would be forgotten" if dry else "forgotten"
        text = (
            f"{len(found.accounts)} accounts, {len(found.contacts)} contacts and {len(found.invitations)} invitations "
            f"of people who left before {before:%Y-%m-%d} {words}"
        )
        self.answer(payload=payload, text=text, options=options)
