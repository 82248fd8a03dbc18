"""What would have been overdue, and when, under each text: for one request, and over every request sent.

The working group of SC78 Doc. 37 (paragraphs 30 to 32) heard that six months are
too long and that one month is tight, and proposed to ask for the justification
at three. This counts what each text makes of the requests on record. It is a
computation and changes nothing of any case: a request keeps the dates of the
text that it was sent under.

A run goes through the sent requests by key, a chunk at a time, and keeps its
count and where it is in its own row after each chunk: killed at any point, it
goes on from there; woken twice, only one of the two counts a chunk.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from cases import access, facts
from cases.access import Act, Actor
from cases.models import Comparison, InformationRequest, Party
from cases.services.refusals import Refused
from cases.services.tallying import Stories, Tally
from compliance import clock
from compliance.rules import lateness, loader
from compliance.rules.types import RuleError, RuleSet

logger = logging.getLogger(__name__)

CHUNK = 500
"""Requests whose facts are in memory at once."""


class StillRunning(Refused):
    """Another comparison is under way; two at once would only slow each other."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which of the requests sent by the day asked about are compared: all, or fewer."""

    party: str = ""
    """The ISO code of one Party."""
    region: str = ""
    sent_from: date | None = None
    sent_to: date | None = None

    def as_data(self) -> dict[str, str | None]:
        """As JSON holds it."""
        return {
            "party": self.party,
            "region": self.region,
            "sent_from": self.sent_from.isoformat() if self.sent_from else None,
            "sent_to": self.sent_to.isoformat() if self.sent_to else None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Scope:
        first, last = data.get("sent_from"), data.get("sent_to")
        return cls(
            party=data.get("party", ""),
            region=data.get("region", ""),
            sent_from=date.fromisoformat(first) if first else None,
            sent_to=date.fromisoformat(last) if last else None,
        )

    def of(self, *, requests: QuerySet[InformationRequest], on: date) -> QuerySet[InformationRequest]:
        """Those of the requests that were sent by the day ``on`` and are in this scope; in no order."""
        condition = Q(sent_on__lte=on)
        if self.party:
            condition &= Q(party__iso2=self.party)
        if self.region:
            condition &= Q(party__region=self.region)
        if self.sent_from:
            condition &= Q(sent_on__gte=self.sent_from)
        if self.sent_to:
            condition &= Q(sent_on__lte=self.sent_to)
        return requests.filter(condition)


def debated() -> tuple[RuleSet, ...]:
    """The texts of paragraph 23, which the debate is about: those that lead to 23 d).

    Paragraph 3 c) is about inquiries between authorities. What it would make of
    a request is shown beside them, and does not make them differ.
    """
    return tuple(rule_set for rule_set in loader.all_rule_sets() if rule_set.referral_after)


def under_each(*, requests: Iterable[InformationRequest], on: date) -> dict[int, Stories]:
    """What each published text makes of each of these requests by a day, by their keys; two queries for all.

    From every fact on record, as a date is the same for every reader; the
    requests are those that the caller may see. A draft is left out, and so is a
    request whose record the rules do not admit: it is logged and stops no other.
    """
    sent = {request: request.sent_on for request in requests if request.sent_on}
    known = facts.of_requests(requests=sent)
    found: dict[int, Stories] = {}
    for request, sent_on in sent.items():
        try:
            found[request.pk] = {
                rule_set.code: lateness.stories(
                    rule_set=rule_set, sent_on=sent_on, facts=known[request.pk], on=on
                )
                for rule_set in loader.all_rule_sets()
            }
        except RuleError:
            logger.exception("request %s cannot be compared", request.reference)
    return found


def count_in(*, tally: Tally, requests: Iterable[InformationRequest], on: date) -> None:
    """Adds these requests to a tally; two queries."""
    texts, requests = debated(), list(requests)
    told = under_each(requests=requests, on=on)
    for request in requests:
        if request.pk in told:
            tally.add(key=request.pk, sent_under=request.rule_set_code, told=told[request.pk], debated=texts)
        else:
            tally.unreadable += 1


def next_chunk(*, scope: Scope, on: date, after: int) -> list[InformationRequest]:
    """The next requests of a scope by key; all of the record, whoever asks."""
    found = scope.of(requests=InformationRequest.objects.all(), on=on).filter(pk__gt=after)
    return list(found.order_by("pk")[:CHUNK])


@transaction.atomic
def ask(*, actor: Actor, on: date, scope: Scope, at: datetime) -> Comparison:
    """Begins a comparison, which the worker then makes.

    Raises: PermissionDenied; StillRunning; Refused for a day that has not come.
    """
    access.require(actor=actor, act=Act.COMPARE_RULE_SETS)
    comparison = begin(on=on, scope=scope, at=at, asked_by=actor.user_id)
    transaction.on_commit(_wake)
    return comparison


def begin(*, on: date, scope: Scope, at: datetime, asked_by: int | None = None) -> Comparison:
    """The row of a new run; ``advance`` does its work. Raises: StillRunning; Refused as ``ask``."""
    require_sense(on=on, scope=scope, at=at)
    try:
        with transaction.atomic():
            return Comparison.objects.create(
                asked_by_id=asked_by, asked_at=at, on=on, figures={"scope": scope.as_data(), "after": 0}
            )
    except IntegrityError as error:
        raise StillRunning(
            _("A comparison is under way. Wait until it is finished; its figures appear here by themselves.")
        ) from error


def require_sense(*, on: date, scope: Scope, at: datetime) -> None:
    """Raises: Refused for a day that has not come, days the wrong way round, or a Party that there is not."""
    if on > clock.legal_day(at=at):
        raise Refused(
            _("Choose a day that has come: what the Parties will send by a later one is not known."),
            field="on",
        )
    if scope.sent_from and scope.sent_to and scope.sent_from > scope.sent_to:
        raise Refused(_("The first day is after the last: put the earlier one first."), field="sent_from")
    if scope.party and not Party.objects.present().filter(iso2=scope.party).exists():
        raise Refused(_("There is no Party with this ISO code."), field="party")


def kept(*, on: date, scope: Scope, at: datetime) -> Tally:
    """Makes a whole run here and now and keeps it, for the command. Raises: StillRunning; Refused as ``ask``."""
    comparison = begin(on=on, scope=scope, at=at)
    while comparison.finished_at is None:  # a worker may be at it too, and have the last chunk
        advance(at=at)
        comparison.refresh_from_db()
    return Tally.from_data(comparison.figures)


@transaction.atomic
def advance(*, at: datetime) -> bool:
    """Counts the next chunk of the run that is not finished; False where there is none, or another worker has it."""
    comparison = (
        Comparison.objects.select_for_update(skip_locked=True).filter(finished_at__isnull=True).first()
    )
    if comparison is None:
        return False
    figures, before = comparison.figures, comparison.requests_done
    requests = next_chunk(scope=scope_of(comparison), on=comparison.on, after=figures["after"])
    tally = Tally.from_data(figures)
    count_in(tally=tally, requests=requests, on=comparison.on)
    after = requests[-1].pk if requests else figures["after"]
    # Where rows cannot be locked, the number done tells whether somebody else has counted this chunk meanwhile.
    changed = Comparison.objects.filter(
        pk=comparison.pk, requests_done=before, finished_at__isnull=True
    ).update(
        figures={"scope": figures["scope"], "after": after, **tally.as_data()},
        requests_done=tally.requests + tally.unreadable,
        finished_at=at if len(requests) < CHUNK else None,
    )
    return bool(changed) and len(requests) == CHUNK


def scope_of(comparison: Comparison) -> Scope:
    """Which requests a run compares."""
    return Scope.from_data(comparison.figures.get("scope", {}))


def _wake() -> None:
    """Nothing depends on the wake-up arriving: beat looks every minute."""
    try:
        current_app.send_task("cases.tasks.compare_rule_sets")
    except OperationalError as error:
        logger.warning("the broker does not answer, the comparison waits for the next tick: %s", error)
