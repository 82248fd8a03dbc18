"""Holds every letter, lets them go on, or says whether they wait: for whoever restores or moves the desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from compliance import clock
from compliance.management.plain import PlainCommand
from notifications import pausing
from notifications.models import DeliveryPause, Message


class Command(PlainCommand):
    help = "Pauses or resumes all delivery of letters, or says how it stands. After a restore: pause first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("pause", "resume", "status"))
        parser.add_argument("--reason", default=pausing.RESTORED, help="why letters wait, for staff to read")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        if options["what"] == "pause":
            pausing.pause_everything(reason=options["reason"], at=at)
        everything = DeliveryPause.objects.live().filter(scope=DeliveryPause.Scope.ALL)
        if options["what"] == "resume":
            for pause in everything:
                pausing.end(pause=pause, at=at)
        payload = {
            "paused": everything.exists() or settings.DELIVERY_PAUSED,
            "paused_by_setting": settings.DELIVERY_PAUSED,
            "letters_waiting": Message.objects.unsent().count(),
        }
        words = "every letter waits" if payload["paused"] else "letters are handed over"
        by_setting = " (DELIVERY_PAUSED is set)" if settings.DELIVERY_PAUSED else ""
        text = f"{words}{by_setting}; {payload['letters_waiting']} in line"
        self.answer(payload=payload, text=text, options=options)
