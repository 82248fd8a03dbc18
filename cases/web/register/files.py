"""The public register to take away: CSV, JSON, and an Atom feed of what was announced and withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from cases.exports.table import Head, Stated, Table
from cases.exports.writers import CONTENT_TYPES, CSV, comma_separated
from cases.web import dates
from cases.web.register import asked as asked_for
from cases.web.register import entries
from cases.web.register.asked import Asked
from cases.web.register.entries import Entry
from cases.web.register.public import public
from compliance import clock

MOST = 5_000
"""Entries of one file, the newest; our choice."""
NEWS = 50
"""Entries whose news the feed tells, the newest; our choice."""


def _newest(asked: Asked, most: int, today: date) -> list[Entry]:
    found = asked.found.order_by("-valid_from", "-pk")[:most]
    return [entries.of(one, today=today) for one in found]


def _filters(asked: Asked) -> list[tuple[str, str]]:
    return [(one.label, one.value) for one in asked.applied]


@public
def as_csv(request: HttpRequest) -> HttpResponse:
    """What the file holds comes first, then an empty line, then the entries."""
    asked, today = Asked(request.GET), clock.today()
    if not asked.is_valid:
        return redirect(asked.url("list"))
    title = _("Public register of recommendations")
    stated = _filters(asked) or [(_("Filters"), _("None"))]
    about = [
        Stated("list", title, _("CITES compliance desk")),
        Stated("as_of", _("As of"), dates.in_full(today)),
        *(Stated("filter", label, value) for label, value in stated),
    ]
    said = {True: _("Yes"), False: _("No")}
    lines = [
        [said[cell] if isinstance(cell, bool) else cell for cell in _row(one).values()]
        for one in _newest(asked, MOST, today)
    ]
    heads = [Head(f"column_{number}", label) for number, label in enumerate(_labels())]
    table = Table(name="register", title=title, heads=heads, lines=lines, about=about)
    response = HttpResponse(b"".join(comma_separated(table=table)), content_type=CONTENT_TYPES[CSV])
    response.headers["Content-Disposition"] = f'attachment; filename="register-{today.isoformat()}.csv"'
    return response


@public
def as_json(request: HttpRequest) -> HttpResponse:
    """The same for programs: codes beside words, days as year, month and day."""
    asked, today = Asked(request.GET), clock.today()
    if not asked.is_valid:
        return redirect(asked.url("list"))
    content = {
        "title": _("Public register of recommendations"),
        "language": asked_for.language(),
        "as_of": today,
        "filters": asked.written,
        "entries": [_row(one) for one in _newest(asked, MOST, today)],
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="register-{today.isoformat()}.json"'
    return response


def _labels() -> list[str]:
    return [
        _("Number"),
        _("ISO code"),
        _("Party"),
        _("Region"),
        _("Measure (code)"),
        _("Measure"),
        _("Trade"),
        _("All species"),
        _("Species"),
        _("Decided at"),
        _("Decided on"),
        _("Valid from"),
        _("Notification"),
        _("Withdrawn on"),
        _("Withdrawn by Notification"),
        _("Address"),
    ]


def _row(entry: Entry) -> dict[str, Any]:
    """In the order of ``_labels``."""
    measure, party = entry.measure, entry.party
    return {
        "number": measure.pk,
        "party": party.iso2,
        "party_name": party.name,
        "region": str(party.get_region_display()),
        "measure": measure.kind,
        "measure_name": str(measure.get_kind_display()),
        "trade": str(measure.get_scope_display()),
        "all_species": measure.all_species,
        "species": "; ".join(one.name for one in measure.species.all()),
        "decided_at": measure.meeting.code if measure.meeting else "",
        "decided_on": measure.decided_on.isoformat(),
        "valid_from": entry.valid_from.isoformat(),
        "notification": measure.notification,
        "withdrawn_on": measure.ends_on.isoformat() if measure.ends_on else "",
        "withdrawn_by": measure.ended_by_notification,
        "address": settings.SITE_URL + asked_for.address("entry", measure.pk),
    }


@public
def feed(request: HttpRequest) -> HttpResponse:
    """Each announcement and each withdrawal is an entry of its own, known by its day."""
    asked, today = Asked(request.GET), clock.today()
    if not asked.is_valid:
        return redirect(asked.url("list"))
    written = Atom1Feed(
        title=_("Public register of recommendations"),
        link=settings.SITE_URL + asked.url("list"),
        feed_url=settings.SITE_URL + asked.url("feed"),
        description=_("Measures of the Standing Committee that Notifications to the Parties announced."),
        language=asked_for.language(),
        author_name=_("CITES compliance desk"),
    )
    news = chain.from_iterable(_news(one) for one in _newest(asked, NEWS, today))
    for item in sorted(news, key=lambda one: (one["pubdate"], one["unique_id"]), reverse=True):
        written.add_item(**item)
    return HttpResponse(written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _news(entry: Entry) -> Iterator[dict[str, Any]]:
    measure = entry.measure
    announced = _("Announced by Notification %(number)s; in force from %(day)s.")
    yield _item(
        entry,
        "announced",
        on=entry.valid_from,
        title=entry.title,
        words=announced % {"number": measure.notification, "day": entry.valid_from_words},
    )
    if measure.ends_on:
        by = measure.ended_by_notification
        withdrawn = (
            _("Withdrawn by Notification %(number)s on %(day)s.") if by else _("Withdrawn on %(day)s.")
        )
        yield _item(
            entry,
            "withdrawn",
            on=measure.ends_on,
            title=_("Withdrawn: %(entry)s") % {"entry": entry.title},
            words=withdrawn % {"number": by, "day": dates.plain(measure.ends_on)},
        )


def _item(entry: Entry, what: str, *, on: date, title: str, words: str) -> dict[str, Any]:
    """The beginning of the legal day stands for the instant, so that reading twice gives the same text."""
    at = datetime.combine(on, time(), tzinfo=clock.SEAT)
    return {
        "title": title,
        "description": escape(words),  # the feed says that it is HTML
        "link": settings.SITE_URL + asked_for.address("entry", entry.measure.pk),
        "unique_id": f"tag:{settings.MESSAGE_ID_DOMAIN},2026:register/{entry.measure.pk}/{what}",
        "pubdate": at,
        "updateddate": at,
    }
