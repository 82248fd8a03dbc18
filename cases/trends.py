"""How answers came in over time: counted in the database, by month of the request and by region.

What is counted, and what is not:

1. Every request sent in the window, also one that was withdrawn: what came before stays, and a step that
   was open when it was withdrawn is counted with those that are not required.
2. Each step by the due date of the request's own rule set, as its row in force says today. A period has
   *ended* for a request once that due date is past; until then the request counts as *running*, even
   where the step is met already, so that a month is not flattered by those who answered first.
3. Of the periods that have ended: in time, late, nothing yet, not received. A step that is not required
   (information came before the justification was due) is in none of these.
4. Response times in days from the date of the request, of those that have come.

A month is complete once none of its periods is running; a share is told of a complete month as such, and
of the others apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Self

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncMonth

from cases.access import Actor
from cases.models import Deadline, InformationRequest
from cases.models.deadline import Step
from cases.models.party import Region
from compliance.rules.types import Outcome

MONTHS = 24
STEPS = (Step.REPLY, Step.JUSTIFICATION, Step.RESPONSE)
"""The steps that the text sets; a date that a Party gave itself is none of them."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How one step of some requests came out."""

    in_time: int = 0
    late: int = 0
    nothing_yet: int = 0
    not_received: int = 0
    not_required: int = 0
    """Also what was open when the request was withdrawn."""
    running: int = 0

    def __add__(self, other: Self) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))

    @property
    def ended(self) -> int:
        """The requests that were due to meet the step by now."""
        return self.in_time + self.late + self.nothing_yet + self.not_received

    @property
    def total(self) -> int:
        """Every request whose rule set has this step."""
        return self.ended + self.not_required + self.running

    @property
    def share(self) -> float | None:
        """The share in time of the periods that have ended, in per cent; None where none has."""
        return 100 * self.in_time / self.ended if self.ended else None

    @property
    def is_complete(self) -> bool:
        return self.running == 0


@dataclass(slots=True)
class Group:
    """The requests of one month, or of one region: each step, and the middle response times in days."""

    steps: dict[str, Tally] = field(default_factory=lambda: {step.value: Tally() for step in STEPS})
    reply_days: float | None = None
    information_days: float | None = None

    @property
    def requests(self) -> int:
        """How many requests there are; every rule set asks for a reply."""
        return self.steps[Step.REPLY].total


@dataclass(frozen=True, slots=True)
class Trends:
    """The months of the window, the earliest first, and the regions; those without a request too."""

    months: dict[date, Group]
    regions: dict[str, Group]


def months_until(on: date) -> list[date]:
    """The first days of the months of the window, the last of them the month of ``on``."""
    last = on.year * 12 + on.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]


def of_requests(*, actor: Actor, on: date, rule_set: str = "", region: str = "") -> Trends:
    """The trends of what an actor sees, of one rule set and one region where they are given; five queries."""
    months = months_until(on)
    found = _requests(actor=actor, first=months[0], on=on, rule_set=rule_set, region=region)
    chosen = [one for one in Region.values if region in ("", one)]
    trends = Trends({month: Group() for month in months}, {one: Group() for one in chosen})
    for row in _outcomes(actor=actor, found=found, on=on):
        tally = Tally(**{one.name: row[one.name] for one in fields(Tally)})
        for group in (trends.months[row["month"]], trends.regions[row["region"]]):
            group.steps[row["step"]] += tally
    for by, groups in (("month", trends.months), ("region", trends.regions)):
        for name, day in (("reply_days", "replied_on"), ("information_days", "responded_on")):
            for key, days in _medians(found=found, by=by, day=day):
                setattr(groups[key], name, days)
    return trends


def _requests(*, actor: Actor, first: date, on: date, rule_set: str, region: str) -> QuerySet[Any]:
    visible = InformationRequest.objects.visible_to(actor)
    found: QuerySet[Any] = visible.filter(sent_on__gte=first, sent_on__lte=on)
    found = found.filter(rule_set_code=rule_set) if rule_set else found
    found = found.filter(party__region=region) if region else found
    grouped: QuerySet[Any] = found.annotate(month=TruncMonth("sent_on"), region=F("party__region"))
    return grouped


def _outcomes(*, actor: Actor, found: QuerySet[Any], on: date) -> Iterable[dict[str, Any]]:
    """How each step came out, by month and region: at most a few hundred rows, however many requests."""
    ended, spared = Q(due_on__lt=on), Q(outcome__in=[Outcome.NOT_REQUIRED.value, Outcome.WITHDRAWN.value])
    of = {
        "in_time": ended & Q(outcome=Outcome.MET.value),
        "late": ended & Q(outcome=Outcome.MET_LATE.value),
        "nothing_yet": ended & Q(outcome=Outcome.OPEN.value),
        "not_received": ended & Q(outcome=Outcome.MISSED.value),
        "not_required": spared,
        "running": ~ended & ~spared,
    }
    rows: QuerySet[Any] = (
        Deadline.objects.visible_to(actor).in_force().filter(step__in=STEPS, request__in=found)
    )
    grouped = rows.annotate(month=TruncMonth("request__sent_on"), region=F("request__party__region")).values(
        "month", "region", "step"
    )
    counted: QuerySet[Any, dict[str, Any]] = grouped.annotate(
        **{name: Count("pk", filter=condition) for name, condition in of.items()}
    )
    return counted


def _medians(*, found: QuerySet[Any], by: str, day: str) -> list[tuple[Any, float]]:
    """The median of the days from the request to ``day`` in each group, of the requests that have that day."""
    taken = ExpressionWrapper(F(day) - F("sent_on"), output_field=DurationField())
    ranked = found.filter(**{f"{day}__isnull": False}).annotate(
        taken=taken,
        rank=Window(RowNumber(), partition_by=[F(by)], order_by=[taken.asc(), F("pk").asc()]),
        size=Window(Count("pk"), partition_by=[F(by)]),
    )
    # The one in the middle, or the two where their number is even.
    middle = ranked.filter(rank__gte=F("size") / 2.0, rank__lte=F("size") / 2.0 + 1)
    days: dict[Any, list[int]] = defaultdict(list)
    for key, length in middle.values_list(by, "taken"):
        days[key].append(length.days)
    return [(key, sum(some) / len(some)) for key, some in days.items()]
