"""The demonstration's mail server, in the foreground."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from notifications.inbox import server


class Command(BaseCommand):
    help = "Keeps every message that is sent to it on loopback, for the inbox page of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.VAR_DIR) / "inbox"
        asyncio.run(server.serve(host="127.0.0.1", port=settings.EMAIL_PORT, folder=folder))
