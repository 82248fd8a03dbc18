"""The process ends at every query of the sweep and of the delivery in turn: the next run makes it good, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from cases.services import sweep
from notifications import delivery
from notifications.models import Message, Notice
from tests.conftest import MakeRequest, at
from tests.services import given
from tests.services.smtp import MailServer

SENT, ON = date(2026, 11, 30), date(2027, 5, 31)
NOON = datetime(2027, 5, 31, 12, tzinfo=UTC)


class _Ended(BaseException):
    """The process is gone: nothing of the desk's catches it."""


class _Undone(Exception):
    """Rolls one try back."""


@contextmanager
def _ending_at(query: int) -> Iterator[Counter[str]]:
    """Ends this process, as far as the desk can tell, at its so-manieth query."""
    seen: Counter[str] = Counter()

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        seen["queries"] += 1
        if seen["queries"] == query:
            raise _Ended
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        try:
            yield seen
        except _Ended:
            seen["ended"] += 1


@contextmanager
def _tried_and_undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


def _on_record() -> tuple[Counter[Any], Counter[Any]]:
    notices = Notice.objects.values_list("request_id", "code", "step", "about_on")
    letters = Message.objects.values_list("notice__request_id", "notice__code", "notice__step", "address")
    return Counter(notices), Counter(letters)


@pytest.mark.django_db
def test_a_sweep_that_ends_anywhere_is_made_good_by_the_next(make_request: MakeRequest) -> None:
    for _ in range(2):
        make_request(sent_on=SENT)
    with _tried_and_undone():
        with _ending_at(0) as seen:
            _sweep()
        expected = _on_record()
    assert set(expected[0].values()) == set(expected[1].values()) == {1}
    assert sum(expected[0].values()) == 2 * 5, "the request, three steps overdue and the proposal"

    assert seen["queries"] > 40
    for query in range(1, seen["queries"] + 1):
        with _tried_and_undone():
            with _ending_at(query) as ended:
                _sweep()
            assert ended["ended"] == 1, f"the sweep went on after query {query}"
            _sweep()
            assert _on_record() == expected, f"after an end at query {query}"


def _sweep() -> None:
    sweep.issue_due_notices(on=ON, at=at(ON), chunk=1)


@pytest.mark.skipif(not given.postgresql(), reason=given.NEEDS_POSTGRESQL)
@pytest.mark.django_db(transaction=True)
def test_a_delivery_that_ends_anywhere_repeats_at_most_one_letter(
    make_request: MakeRequest, mail_server: MailServer
) -> None:
    """Each time with new letters, and committed: what was handed over cannot be taken back."""
    make_request(sent_on=SENT)
    with _ending_at(0) as seen:
        assert _deliver(later=timedelta(0)).sent == 2

    assert seen["queries"] > 6
    for query in range(1, seen["queries"] + 1):
        mail_server.raw.clear()
        mail_server.taken.clear()
        make_request(sent_on=SENT)
        with _ending_at(query) as ended:
            _deliver(later=timedelta(0))
        assert ended["ended"] == 1, f"the delivery went on after query {query}"
        _deliver(later=delivery.LEASE + timedelta(seconds=1))
        assert not Message.objects.exclude(state="SENT").exists(), f"after an end at query {query}"
        ids = Counter(mail["Message-ID"] for mail in mail_server.taken)
        assert len(ids) == 2, f"a letter was lost by an end at query {query}"
        assert sum(ids.values()) <= 3, f"more than the letter in hand was repeated by an end at query {query}"
        assert len(set(mail_server.raw)) == 2, "a copy is the same bytes"


def _deliver(*, later: timedelta) -> delivery.Delivered:
    return delivery.deliver(now=lambda: NOON + later)
