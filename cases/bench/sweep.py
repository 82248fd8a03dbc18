"""The sweep beside the least that the database could do, and beside the loop that one would write first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, cast

from django.db import connection

from cases import facts
from cases.bench import filling, measuring
from cases.bench.measuring import Cost
from cases.faults import stories
from cases.faults.machine import Machine
from cases.faults.place import Place
from cases.faults.stories import Story
from cases.models import InformationRequest
from cases.services import addressing, sweep
from compliance import clock
from compliance.rules import loader, notices
from notifications.models import Notice

SHARE_DUE = 100
"""One request in so many has a notice that is new on the day."""
ROUNDS = 3
CATCH_UP = 300_000
"""Notices that have become due at once."""
LETTERS = 2000
_INDEXES = {
    "STEP_OVERDUE": "deadline_open_due",
    "APPROXIMATE_DATE_PASSED": "deadline_open_due",
    "STEP_DUE_SOON": "deadline_open_remind",
    "RESPONSE_REMINDER": "deadline_open_midway",
    "QUALIFIES_23D": "request_qualifies",
}
"""Where the database finds each kind of notice, by an index that holds only what is open."""


def measure(*, place: Place, requests: int, sample: int, day: date) -> dict[str, Any]:
    """Ratios of one run, on PostgreSQL: a million requests, one in a hundred with a notice due.

    The limit is the statement that inserts the same notices, with everything else
    left out; the loop asks the rules about each request of a sample in turn. The
    three take turns, and the best of three rounds counts.
    """
    at = datetime.combine(day, time(6), tzinfo=clock.SEAT)
    machine = Machine(place, "desk", sweep_every=3600)
    try:
        machine.begin("broker")
        _fill(requests=requests, day=day)
        return _measured(requests=requests, sample=sample, day=day, at=at)
    finally:
        machine.stop()


def _measured(*, requests: int, sample: int, day: date, at: datetime) -> dict[str, Any]:
    due = sweep.make_due_notices(on=day, at=at).notices_created
    _forget_notices()
    rounds: dict[str, list[Cost]] = {"limit": [], "sweep": [], "loop": []}
    for _ in range(ROUNDS):
        rounds["limit"].append(_forgotten(lambda: _expect(due, _limit(day=day, at=at))))
        rounds["sweep"].append(
            _forgotten(lambda: _expect(due, sweep.make_due_notices(on=day, at=at).notices_created))
        )
        rounds["loop"].append(_forgotten(lambda: _loop(day=day, at=at, sample=sample)))
    best = {name: measuring.least(costs) for name, costs in rounds.items()}
    return {
        "requests": requests,
        "notices_due": due,
        **{name: cost.shown() for name, cost in best.items()},
        "sample_of_the_loop": sample,
        "sweep_over_limit": round(best["sweep"].wall / best["limit"].wall, 2),
        "sweep_over_limit_cpu": round(_cpu(best["sweep"]) / _cpu(best["limit"]), 2),
        "loop_over_sweep": round(best["loop"].wall / sample / (best["sweep"].wall / requests), 1),
        **_afterwards(day=day, at=at),
        **_catching_up(day=day),
    }


def _cpu(cost: Cost) -> float:
    return cost.client_cpu + cost.server_cpu


def _fill(*, requests: int, day: date) -> None:
    """Requests in turn of a due story and of ninety-nine on which nothing is due."""
    staff, parties = filling.people(day=day), filling.parties()
    due = next(story for story in stories.told_until(day=day) if len(story.due(on=day)) == 1)
    quiet = list(islice(_quiet(day=day), SHARE_DUE - 1))
    originals = [filling.original(story, party=parties[0], officer=staff[0]) for story in (due, *quiet)]
    filling.copy(originals=originals, count=requests - len(originals))
    filling.settle()


def _quiet(*, day: date) -> Any:
    """Stories on which nothing is new on the day, and none of whose earlier notices the record lacks."""
    for ago in range(SHARE_DUE * 2):
        for rule_set in loader.all_rule_sets():
            story = Story(rule_set.code, day - timedelta(days=ago), ())
            if not story.due(on=day):
                yield story


def _limit(*, day: date, at: datetime) -> int:
    """The notices of steps that are overdue or coming due, by one statement and no question asked twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO notifications_notice
                (code, request_id, step, about_on, act, issued_on, issued_at, context)
            SELECT CASE WHEN due_on < %(day)s
                    THEN CASE WHEN step = 'APPROXIMATE_DATE' THEN 'APPROXIMATE_DATE_PASSED' ELSE 'STEP_OVERDUE' END
                    WHEN remind_on <= %(day)s THEN 'STEP_DUE_SOON' ELSE 'RESPONSE_REMINDER' END,
                request_id, step, due_on, 0, %(day)s, %(at)s, '{}'::jsonb
            FROM cases_deadline
            WHERE outcome = 'OPEN' AND in_force_until IS NULL
                AND (due_on < %(day)s OR remind_on <= %(day)s OR midway_on <= %(day)s)
            UNION ALL
            SELECT 'QUALIFIES_23D', id, 'RESPONSE', qualifies_on, 0, %(day)s, %(at)s, '{}'::jsonb
            FROM cases_informationrequest WHERE qualifies_on <= %(day)s
            ON CONFLICT DO NOTHING""",
            {"day": day, "at": at},
        )
        return int(cursor.rowcount)


def _loop(*, day: date, at: datetime, sample: int) -> None:
    """What one would write first: each request, what the rules call for, and whether it was said."""
    found = InformationRequest.objects.filter(stage="SENT").order_by("pk")[:sample]
    for request in found:
        for one in notices.due(
            rule_set=request.rule_set,
            sent_on=cast("date", request.sent_on),
            facts=facts.of_request(request=request),
            on=day,
        ):
            Notice.objects.get_or_create(
                code=one.code.value,
                request=request,
                step=one.step.value,
                about_on=one.about_on,
                act=0,
                defaults={"issued_on": day, "issued_at": at},
            )


def _afterwards(*, day: date, at: datetime) -> dict[str, Any]:
    """With everything said: what a second sweep makes and asks, how it finds out, and how fast letters are written."""
    sweep.make_due_notices(on=day, at=at)
    filling.settle()
    second = measuring.cost_of(lambda: _expect(0, sweep.make_due_notices(on=day, at=at).notices_created))
    plans = sweep.plans(on=day)
    waiting = Notice.objects.unaddressed()
    beyond = waiting.order_by("pk").values_list("pk", flat=True)[LETTERS:]
    waiting.filter(pk__in=list(beyond)).update(addressed_at=at)
    count = waiting.count()
    letters = measuring.cost_of(lambda: addressing.address_pending(at=at))
    _forget_notices()
    return {
        "second_sweep": second.shown(),
        "plans_use_their_index": {code: _INDEXES[code] in plans[code] for code in _INDEXES},
        "notices_addressed_per_second": round(count / letters.wall) if count else None,
    }


def _catching_up(*, day: date) -> dict[str, Any]:
    """After an outage: so many notices at once, then twice as many; time and memory by notice."""
    told = []
    for days in (40, 80):
        on = day + timedelta(days=days)
        at = datetime.combine(on, time(6), tzinfo=clock.SEAT)
        before = measuring.peak_memory()
        made = 0

        def catch_up(on: date = on, at: datetime = at) -> None:
            nonlocal made
            made = sweep.make_due_notices(on=on, at=at).notices_created

        cost = measuring.cost_of(catch_up)
        told.append(
            {
                "days_of_outage": days,
                "notices": made,
                "microseconds_each": round(cost.wall / made * 1e6, 1) if made else None,
                "grew_by_megabytes": round((measuring.peak_memory() - before) / 1e6, 1),
                **cost.shown(),
            }
        )
        _forget_notices()
    return {"catching_up": told}


def _expect(wanted: int, found: int) -> None:
    """Raises: RuntimeError where something else was done than what is compared."""
    if wanted != found:
        raise RuntimeError(f"{found} notices were made and not {wanted}: nothing was measured")


def _forgotten(act: Any) -> Cost:
    """What something cost; its notices are taken away again."""
    cost = measuring.cost_of(act)
    _forget_notices()
    return cost


def _forget_notices() -> None:
    """In the benchmark's own database alone: the record's triggers are put aside for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "TRUNCATE notifications_notice, notifications_message, notifications_deliveryevent CASCADE"
        )
        cursor.execute("SET session_replication_role = origin")
