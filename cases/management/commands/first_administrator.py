"""Lets the first administrator into a new desk; everybody after is invited by somebody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.urls import reverse

from cases.services import people
from cases.services.refusals import Refused
from compliance import clock
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = "Prints the link with which the first administrator joins; it works once, for seven days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="the address to sign in with")
        parser.add_argument("--name", required=True, help="the name as others will see it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            secret = people.first_administrator(email=options["email"], name=options["name"], at=clock.now())
        except Refused as refused:
            self.refuse(f"argument --{refused.field}: {refused}" if refused.field else str(refused))
        url = settings.SITE_URL + reverse("open_invitation", args=[secret])
        self.answer(
            payload={"url": url}, text=f"Open this address to join; it works once:\n{url}", options=options
        )
