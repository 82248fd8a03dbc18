"""The engine: makes the notices that a day calls for exist, each exactly once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull

from cases.models import CommitteeDeadline, Deadline, InformationRequest
from cases.services import addressing, committee_deadlines
from compliance.rules import loader
from compliance.rules.notices import NoticeCode
from compliance.rules.types import StepCode
from notifications import outbox, wake
from notifications.models import Notice

CHUNK = 5000
"""Rows in one statement and one transaction."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: how many notices it made, by code."""

    on: date
    by_code: dict[str, int]

    @property
    def notices_created(self) -> int:
        return sum(self.by_code.values())


def issue_due_notices(*, on: date, at: datetime, chunk: int = CHUNK) -> Swept:
    """Makes the notices due on the day ``on`` exist, however often, late or concurrently it runs.

    ``on`` is the day at the seat; ``at`` the present instant. First, deadlines of the
    Committee follow meetings that moved. Then, for each kind of notice:

    1. Find the open steps to which it now applies (``due_on < on``, never "due today")
       and that have no such notice about that date, by key, a chunk at a time.
    2. Insert the notices of the chunk in one statement; the unique key turns a
       second, late or concurrent sweep into nothing.
    3. Go on after the last key, until a chunk comes back empty.

    Then write the letters of every notice that has none yet, also those that a
    sweep cut short left behind.

    Source: procedure, "What the engine does each time it runs"; the same ladder
    for one request is ``compliance.rules.notices.of_step``.
    """
    committee_deadlines.follow_meetings(at=at)
    made = make_due_notices(on=on, at=at, chunk=chunk)
    addressing.address_pending(at=at)
    return made


def make_due_notices(*, on: date, at: datetime, chunk: int = CHUNK) -> Swept:
    """The three steps of ``issue_due_notices``: the notices alone, whose letters are written after."""
    made: dict[str, int] = {}
    for code, key, applies in _KINDS:
        count = _issue(code=code, key=key, candidates=applies(on), on=on, at=at, chunk=chunk)
        if count:
            made[code.value] = count
    return Swept(on=on, by_code=made)


def plans(*, on: date, chunk: int = CHUNK) -> dict[str, str]:
    """How the database would find the notices of each kind on a day, as it explains it itself."""
    return {
        code.value: _unsaid(code=code, key=key, candidates=applies(on))[:chunk].explain()
        for code, key, applies in _KINDS
    }


# To which rows each notice applies on a day. Later moments come first in the
# ladder, so each of these excludes the days of the one after it.


def _overdue(on: date) -> QuerySet[Any]:
    return _steps().filter(due_on__lt=on).exclude(step=StepCode.APPROXIMATE_DATE.value)


def _promise_passed(on: date) -> QuerySet[Any]:
    return _steps().filter(due_on__lt=on, step=StepCode.APPROXIMATE_DATE.value)


def _due_soon(on: date) -> QuerySet[Any]:
    return _steps().filter(remind_on__lte=on, due_on__gte=on)


def _midway(on: date) -> QuerySet[Any]:
    return _steps().filter(Q(remind_on__isnull=True) | Q(remind_on__gt=on), midway_on__lte=on, due_on__gte=on)


def _qualifies(on: date) -> QuerySet[Any]:
    """Requests under 23 d): the step is the one that their rule set names."""
    steps = [
        When(rule_set_code=rule_set.code, then=Value(rule_set.referral_after.value))
        for rule_set in loader.all_rule_sets()
        if rule_set.referral_after
    ]
    found: QuerySet[Any] = InformationRequest.objects.filter(qualifies_on__lte=on).annotate(
        about=F("qualifies_on"),
        notice_step=Case(*steps, output_field=models.CharField()),
        **_of_request("pk"),
    )
    return found


def _steps() -> QuerySet[Any]:
    found: QuerySet[Any] = Deadline.objects.open_in_force().annotate(
        about=F("due_on"), notice_step=F("step"), **_of_request("request_id")
    )
    return found


def _of_request(key: str) -> dict[str, Any]:
    return {
        "of_request": F(key),
        "of_matter": Value(None, output_field=models.BigIntegerField()),
        "of_act": Value(0),
    }


def _committee_overdue(on: date) -> QuerySet[Any]:
    return _committee_deadlines().filter(due_on__lt=on)


def _committee_due_soon(on: date) -> QuerySet[Any]:
    return _committee_deadlines().filter(remind_on__lte=on, due_on__gte=on)


def _committee_deadlines() -> QuerySet[Any]:
    """The act of their notices is the deadline: a matter can have several on one day."""
    found: QuerySet[Any] = CommitteeDeadline.objects.open().annotate(
        about=F("due_on"),
        notice_step=Value(""),
        of_request=Value(None, output_field=models.BigIntegerField()),
        of_matter=F("matter_id"),
        of_act=F("pk"),
    )
    return found


_KINDS: tuple[tuple[NoticeCode, str, Callable[[date], QuerySet[Any]]], ...] = (
    (NoticeCode.STEP_OVERDUE, "due_on", _overdue),
    (NoticeCode.APPROXIMATE_DATE_PASSED, "due_on", _promise_passed),
    (NoticeCode.STEP_DUE_SOON, "remind_on", _due_soon),
    (NoticeCode.RESPONSE_REMINDER, "midway_on", _midway),
    (NoticeCode.QUALIFIES_23D, "qualifies_on", _qualifies),
    (NoticeCode.COMMITTEE_DEADLINE_OVERDUE, "due_on", _committee_overdue),
    (NoticeCode.COMMITTEE_DEADLINE_SOON, "remind_on", _committee_due_soon),
)
_OF_MATTERS = frozenset({NoticeCode.COMMITTEE_DEADLINE_OVERDUE, NoticeCode.COMMITTEE_DEADLINE_SOON})


def _issue(
    *, code: NoticeCode, key: str, candidates: QuerySet[Any], on: date, at: datetime, chunk: int
) -> int:
    unsaid = _unsaid(code=code, key=key, candidates=candidates)
    made, after = 0, Q()
    while keys := list(unsaid.filter(after).values_list(key, "pk")[:chunk]):
        until = _at_most(key, *keys[-1])
        with transaction.atomic():
            made += outbox.insert_from(
                query=_columns(unsaid.filter(after).filter(until), code=code, on=on, at=at), at=at
            )
            wake.after_commit()
        after = _after(key, *keys[-1])
    return made


def _unsaid(*, code: NoticeCode, key: str, candidates: QuerySet[Any]) -> QuerySet[Any]:
    """The candidates that have no such notice about that date yet, in the order of their index.

    Each is looked up in the unique key by itself: a join would be planned by how
    many notices there were when the database last counted them, and a sweep that
    makes many makes that plan a bad one on its way.
    """
    subject = "of_matter" if code in _OF_MATTERS else "of_request"
    said = Notice.objects.filter(
        **{subject.replace("of_", "") + "_id": OuterRef(subject)},
        code=code.value,
        step=OuterRef("notice_step"),
        about_on=OuterRef("about"),
        act=OuterRef("of_act"),
    )
    return candidates.filter(Q(IsNull(Subquery(said.values("pk")[:1]), True))).order_by(key, "pk")


def _after(key: str, day: date, pk: int) -> Q:
    """Keys greater than this one, written so that an index on them is used."""
    return Q(**{f"{key}__gte": day}) & (Q(**{f"{key}__gt": day}) | Q(pk__gt=pk))


def _at_most(key: str, day: date, pk: int) -> Q:
    return Q(**{f"{key}__lte": day}) & (Q(**{f"{key}__lt": day}) | Q(pk__lte=pk))


def _columns(rows: QuerySet[Any], *, code: NoticeCode, on: date, at: datetime) -> QuerySet[Any]:
    """The columns of ``outbox.COLUMNS``, in that order."""
    found: QuerySet[Any] = rows.annotate(
        notice_code=Value(code.value),
        issued_on=Cast(Value(on), models.DateField()),
        issued_at=Cast(Value(at), models.DateTimeField()),
        context=Value({}, output_field=models.JSONField()),
    ).values_list(
        *("notice_code", "of_request", "of_matter", "notice_step", "about", "of_act"),
        *("issued_on", "issued_at", "context"),
    )
    return found
