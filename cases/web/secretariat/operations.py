"""How the desk itself stands, for those who run it: its parts, its last sweeps, its letters, its record."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime

import django
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import access, correspondence, operations, readiness
from cases.access import Act, Audience
from cases.models import SweepRun
from cases.operations import Figures
from cases.web.door import desk
from cases.web.middleware import actor_of
from compliance import clock
from compliance.rules import loader

_RUNS, _LETTERS = 15, 10


@dataclass(frozen=True, slots=True)
class Standing:
    """One part as the page says it: its name, whether it is well (None: not known yet), and what is known."""

    name: str
    well: bool | None
    words: str


@desk(Audience.SECRETARIAT)
def operations_page(request: HttpRequest) -> HttpResponse:
    """Everything at one instant, read anew: reload to see it again."""
    actor, at = actor_of(request), clock.now()
    access.require(actor=actor, act=Act.OPERATE_DESK)
    figures = operations.figures(on=clock.legal_day(at=at), at=at)
    failed = correspondence.messages_visible(actor=actor).failed()
    context = {
        "at": at,
        "parts": _standings(figures, at),
        "runs": SweepRun.objects.order_by("-pk")[:_RUNS],
        "outbox": figures.outbox,
        "failed": failed.order_by("pk")[:_LETTERS],
        "pauses": correspondence.pauses_visible(actor=actor),
        "paused_by_setting": settings.DELIVERY_PAUSED,
        "versions": _versions(),
    }
    return render(request, "secretariat/operations.html", context)


def _standings(figures: Figures, at: datetime) -> tuple[Standing, ...]:
    well = {part.name: part.well for part in readiness.parts(at=at)}
    return (
        Standing(_("Database"), well["database"], _("Answers.")),
        _broker(),
        _engine(figures, well["sweep"]),
        _letters(figures, well["letters"]),
        _record(figures),
    )


def _broker() -> Standing:
    try:
        count = readiness.waiting_wake_ups()
    except Exception:  # whatever the transport raises when nobody answers
        words = _("Does not answer. Nothing is lost: sweeps and letters go on when it is back.")
        return Standing(_("Broker"), False, words)
    said = ngettext("Answers. %(count)s job waits.", "Answers. %(count)s jobs wait.", count)
    return Standing(_("Broker"), True, said % {"count": count})


def _engine(figures: Figures, well: bool) -> Standing:
    last = figures.last_success
    if last is None or last.ended_at is None:
        return Standing(_("Engine"), False, _("No sweep has come to its end yet. Do worker and beat run?"))
    words = (
        _("The last sweep ended on %(at)s.")
        if well
        else _("Late: the last sweep ended on %(at)s. Do worker and beat run?")
    )
    return Standing(_("Engine"), well, words % {"at": _moment(last.ended_at)})


def _letters(figures: Figures, well: bool) -> Standing:
    since = figures.outbox.oldest_at
    if figures.outbox.paused:
        return Standing(_("Letters"), True, _("Every letter is held back."))
    if since is None:
        return Standing(_("Letters"), True, _("None waits that could go."))
    words = (
        _("The oldest that could go waits since %(since)s.")
        if well
        else _("Late: the oldest that could go waits since %(since)s. Does the mail server answer?")
    )
    return Standing(_("Letters"), well, words % {"since": _moment(since)})


def _record(figures: Figures) -> Standing:
    check = figures.last_check
    if check is None:
        words = _("Not walked yet. It is walked at night; manage.py verify_record does it now.")
        return Standing(_("Record"), None, words)
    known = {"fault": check.fault, "at": _moment(check.ended_at), "count": check.links}
    if check.fault:
        return Standing(_("Record"), False, _("Found on %(at)s: %(fault)s.") % known)
    words = ngettext(
        "On %(at)s, %(count)s row was as it was sealed.",
        "On %(at)s, all %(count)s rows were as they were sealed.",
        check.links,
    )
    return Standing(_("Record"), True, words % known)


def _moment(at: datetime) -> str:
    """An instant by the clock at the seat, as pages write it."""
    return date_format(localtime(at), _("j F Y, H:i"))


def _versions() -> tuple[tuple[str, str], ...]:
    vendor = connection.vendor
    if vendor == "postgresql":
        number = connection.pg_version  # type: ignore[attr-defined]  # of this backend
        database = f"PostgreSQL {number // 10000}.{number % 10000}"
    else:
        from sqlite3 import sqlite_version

        database = f"SQLite {sqlite_version}"
    return (
        (_("Compliance desk"), settings.RELEASE),
        (_("Text for new requests"), loader.get(code=loader.DEFAULT).title),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (_("Database"), database),
    )
