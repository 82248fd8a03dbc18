"""The whole desk on this machine: web, worker, beat, broker and mail in one process tree."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cases.services import demonstration, reference_data
from compliance import broker, catalogues, clock
from compliance.processes import CannotStart, Program, Tree


class Command(BaseCommand):
    help = "Sets up the demonstration where that was not done yet, and runs it until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("The demonstration runs on the embedded desk only; DESK_MODE is production")
        # In the demonstration somebody waits for the letters: look for them every few seconds.
        environment = {
            "DESK_DEMONSTRATION": "true",
            "DELIVERY_EVERY_SECONDS": "5",
            "PUBLIC_REGISTER": "true",
        }
        tree = Tree(logs=Path(settings.VAR_DIR) / "log", environment=environment)
        try:
            first, *others = _programs()
            tree.start(first)
            self._set_up()
            for program in others:
                tree.start(program)
            self._greet()
            if ended := tree.wait():
                raise CommandError(ended)
        except CannotStart as error:
            raise CommandError(str(error)) from error
        finally:
            self.stdout.write("Ending ...")
            tree.stop()
            self.stdout.write("Everything has ended; the data are kept.")

    def _set_up(self) -> None:
        call_command("migrate", verbosity=0)
        catalogues.compile_all(folder=settings.LOCALE_PATHS[0])
        call_command("collectstatic", interactive=False, verbosity=0)
        at = clock.now()
        reference_data.load(at=at)
        if demonstration.load(at=at):
            self.stdout.write("Demonstration data loaded.")

    def _greet(self) -> None:
        self.stdout.write(f"\nThe desk is open at {settings.SITE_URL}/\n")
        for person in demonstration.people():
            self.stdout.write(f"  {person.role_label:<34} {person.email}")
        self.stdout.write(f"\nThe password of all of them: {demonstration.password()}")
        self.stdout.write(
            f"Codes of the second factor, for those who need one: {settings.SITE_URL}/demonstration/"
        )
        self.stdout.write(f"Letters arrive at {settings.SITE_URL}/inbox/")
        self.stdout.write("Ctrl-C ends everything; the data stay.\n")


def _programs() -> list[Program]:
    """In the order in which each can rely on those before it."""
    web = urlsplit(settings.SITE_URL)
    broker_port = urlsplit(settings.CELERY_BROKER_URL).port or 6379
    python = sys.executable
    manage = str(settings.BASE_DIR / "manage.py")
    return [
        Program(
            "broker", broker.command(port=broker_port, folder=Path(settings.VAR_DIR) / "broker"), broker_port
        ),
        Program("mail", (python, manage, "inbox"), settings.EMAIL_PORT),
        Program(
            "worker",
            (
                *(python, "-m", "celery", "-A", "compliance", "worker", "-B"),
                *("--pool", "threads", "--concurrency", "2", "--loglevel", "INFO"),
                *("--schedule", os.path.join(settings.VAR_DIR, "beat-schedule")),
            ),
        ),
        Program(
            "web",
            (
                *(python, "-m", "gunicorn", "compliance.wsgi", "--bind", f"127.0.0.1:{web.port or 80}"),
                *("--workers", "1", "--threads", "4", "--no-control-socket", "--access-logfile", "-"),
            ),
            web.port or 80,
        ),
    ]
