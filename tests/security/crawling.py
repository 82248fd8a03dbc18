"""Goes wherever links lead, and wherever an address with some key of the record does."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from django.urls import NoReverseMatch, reverse

from cases.exports import registry
from cases.models import (
    Consultation,
    Document,
    FocalPoint,
    InternalNote,
    MatterReport,
    Measure,
    Meeting,
    MemberNote,
    Party,
    PortfolioImport,
    RequestTemplate,
    SavedView,
    Submission,
    Task,
)
from compliance.accounts.models import ApiToken, Invitation, Membership, Team
from notifications.models import DeliveryPause, Message
from notifications.webhooks.models import WebhookEndpoint
from tests.security.asking import Answer, Asker
from tests.security.matrix import ROWS
from tests.security.rules import Row
from tests.security.world import World

_LINK = re.compile(r'(?:href|src|action|data-upload|data-remove|hx-get|hx-post)="(/[^"#]*)', re.IGNORECASE)
_STATIC = "/static/"
_COMBINED = re.compile(r"sort=|&")
"""Filters of a list are followed one at a time: of their combinations, and of orders, there would be no end."""
_SAME_FOR_EVERY_LETTER = re.compile(r"/messages/wording/(?!measure_withdrawn\.party/es/)\w")
"""Of the pages about the wording of letters, those of one letter in one language: the others differ in what ships."""
_OTHER_FORMS = re.compile(r"\.(?:xlsx|json|zip)\b|columns=")
"""Of a list as a file one form is followed. The others, and archives, are unpacked in test_scope_of_exports."""
_ARCHIVE = re.compile(r"\.zip\b")
QUERIES = {
    "secretariat:requests": (
        *("?party={birch}", "?work=overdue&party={birch}", "?work=draft"),
        *("?q=IR-2026", "?step=REPLY&overdue=1", "?officer=me&team=mine&region=EUROPE"),
        *("?sent_from=2026-01-01&due_to=2028-01-01&sort=-due", "?party=none&sort=none"),
    ),
    "secretariat:export_csv": ("?party={birch}", "?q=IR-2026"),
    "secretariat:views": ("?party={birch}",),
    "secretariat:open": (
        *("?party={birch}", "?matter={other}", "?matter={own}"),
        *("?follows={other_request}", "?like={other_request}", "?follows={draft}", "?like={draft}"),
    ),
    "secretariat:my_work": ("?tasks=2026-01-01,1", "?notes=,1"),
    "secretariat:matter_new": ("?party={birch}",),
    "secretariat:dashboard": ("?whose=mine", "?whose=team", "?whose=all"),
    "secretariat:trends": ("?region=EUROPE", "?rule_set=SC78-DOC-37-BODY"),
    "secretariat:trends_download": ("?table=months&kind=csv", "?table=regions&kind=xlsx"),
    "secretariat:world_map": ("?show=requests", "?show=overdue"),
    "secretariat:matters": (
        "?kind=file",
        "?kind=file&party={birch}",
        "?kind=brought",
        "?kind=public",
        "?party={birch}",
        "?q=CM-",
    ),
    "secretariat:messages": ("?after=,1",),
    "secretariat:mail_tray": ("?after=,1",),
    "notices": ("?after=,1", "?unread=", "?unread=&after=,999999"),
    "notices_count": ("?shown=0",),
    "party:home": ("?party={birch}",),
    "party:past": ("?after=2027-01-01,1", "?stands=open&party={birch}", "?q=IR-", "?q=permits+or+2027"),
    "secretariat:compare": ("?differ=1", "?after=,1"),
    "committee:home": ("?page=2", "?record=2"),
}
"""What a reader could write behind an address by hand."""


def links(answer: Answer) -> Iterator[str]:
    """Same-site addresses on a page."""
    if answer.is_html:
        for found in map(unescape, _LINK.findall(answer.body.decode())):
            alike = (_COMBINED, _OTHER_FORMS, _SAME_FOR_EVERY_LETTER)
            if not (found.startswith(_STATIC) or any(one.search(found) for one in alike)):
                yield found


def follow(
    asker: Asker, seen: set[str], begin: Iterable[str], *, at_most: int = 2000
) -> Iterator[tuple[str, Answer]]:
    """Every page that links lead to from these addresses, each once and none of those seen."""
    waiting = [url for url in dict.fromkeys(begin) if url not in seen]
    while waiting and at_most:
        url, at_most = waiting.pop(), at_most - 1
        seen.add(url)
        answer = asker.ask_and_undo("GET", url)
        yield url, answer
        waiting += [
            found for found in dict.fromkeys(links(answer)) if found not in seen and found not in waiting
        ]
    assert at_most, "more pages than there should be: a link that leads on for ever?"


def by_key(world: World, rows: Iterable[Row] = ROWS) -> Iterator[str]:
    """Every address with every key of the record, whether or not the two belong together."""
    keys = _keys(world)
    for row in rows:
        for chosen in _arguments(row, keys):
            url = reverse(row.name, kwargs=chosen or None)
            if not _ARCHIVE.search(url):
                yield url


def by_query(world: World) -> Iterator[str]:
    """The lists with what can be written behind them."""
    named = {
        "birch": "XB",
        **{label: world.matters[label].reference for label in ("own", "other")},
        "other_request": world.requests["other"].reference,
        "draft": world.requests["draft"].reference,
    }
    for name, queries in QUERIES.items():
        for query in queries:
            yield reverse(name) + query.format(**named)


def _keys(world: World) -> dict[str, list[Any]]:
    references = [one.reference for one in (*world.requests.values(), *world.matters.values())]
    return {
        "reference": references,
        "submission": list(Submission.objects.values_list("pk", flat=True)),
        "key": [
            key for model in (Submission, MatterReport) for key in model.objects.values_list("key", flat=True)
        ],
        "document": list(Document.objects.values_list("pk", flat=True)),
        "note": sorted(
            {
                key
                for model in (InternalNote, MemberNote)
                for key in model.objects.values_list("pk", flat=True)
            }
        ),
        "language": ["en"],
        "entry": list(Measure.objects.values_list("pk", flat=True)),
        "task": list(Task.objects.values_list("pk", flat=True)),
        "message": list(Message.objects.values_list("pk", flat=True)),
        "pause": list(DeliveryPause.objects.values_list("pk", flat=True)),
        "invitation": list(Invitation.objects.values_list("pk", flat=True)),
        "kind": ["parties", "focal-points", "meetings", "templates"],
        "record": _reference_keys(),
        "membership": list(Membership.objects.values_list("pk", flat=True)),
        "view": list(SavedView.objects.values_list("pk", flat=True)),
        "consultation": list(Consultation.objects.values_list("pk", flat=True)),
        # The form that shows what a matter holds.
        "act": ["describe"],
        "mail": [one.pk for one in world.mails.values()],
        "token": list(ApiToken.objects.values_list("pk", flat=True)),
        "portfolio": list(PortfolioImport.objects.values_list("pk", flat=True)),
        "name": ["portfolio.xlsx", "requests.csv"],
        "team": list(Team.objects.values_list("pk", flat=True)),
        "listed": list(registry.LISTS),
        "form": ["csv"],
        "endpoint": list(WebhookEndpoint.objects.values_list("pk", flat=True)),
    }


def _reference_keys() -> list[int]:
    """The keys of all four kinds: each is tried with each."""
    models = (Party, FocalPoint, Meeting, RequestTemplate)
    return sorted({key for model in models for key in model.objects.values_list("pk", flat=True)})


def _arguments(row: Row, keys: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Every choice of keys with which the address can be written."""
    for names in (
        (),
        ("reference",),
        ("reference", "submission"),
        ("reference", "key"),
        ("reference", "act"),
        ("reference", "note"),
        ("language", "entry"),
        ("kind", "record"),
        ("listed", "form"),
        *((name,) for name in keys),
    ):
        first = {name: keys[name][0] for name in names}
        try:
            reverse(row.name, kwargs=first or None)
        except NoReverseMatch:
            continue
        yield from (
            dict(zip(names, chosen, strict=True))
            for chosen in itertools.product(*(keys[name] for name in names))
        )
        return
